import type { JSX } from 'react'
import type { Incident } from '../../../shared/domain/incident.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { useHotkey } from '../../ui/hotkeys.ts'
import { StateIcon } from '../../ui/state-icon.tsx'
import { toneOfIncident } from './look.ts'
import { openIncident } from './store.ts'
import './announcement.css'

/** Something more urgent came while the guard was writing: told at once, but neither stage nor focus are taken from him. */
export function Announcement({ incident }: { incident: Incident }): JSX.Element {
  const t = useText()
  const go = () => openIncident(incident.id)
  useHotkey('F9', 'dialog', go)
  return (
    <div className="announcement" role="alert" data-testid="announcement" data-kind={incident.kind}>
      <StateIcon tone={toneOfIncident(incident)} size={26} />
      <b>
        {t('incidents.announce', {
          place: incident.placeName,
          kind: t(`incident.kind.${incident.kind}`),
        })}
      </b>
      <span>{t('incidents.announce.hint')}</span>
      {/* The focus stays in the text. */}
      <Button
        kind="danger"
        hint="F9"
        testId="announcement-go"
        onMouseDown={event => event.preventDefault()}
        onClick={go}
      >
        {t('incidents.announce.go')}
      </Button>
    </div>
  )
}
