import type { JSX } from 'react'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { useMay } from '../duty/index.ts'
import { showArchives, useArchivesReport } from './store.ts'

/** A term is over and its archive is owed (A-N3.7): for those who can do something about it, never for the guard. */
export function ArchiveDueBanner({ open }: { open: () => void }): JSX.Element | null {
  const concerned = [useMay('archives.make'), useMay('archives.sign'), useMay('archives.receive')].some(
    Boolean,
  )
  return concerned ? <Due open={open} /> : null
}

function Due({ open }: { open: () => void }): JSX.Element | null {
  const t = useText()
  const [first] = useArchivesReport()?.due ?? []
  if (first === undefined) return null
  const { stage, name, through } = first
  return (
    <div className="banner banner-stale" role="status" data-testid="archive-due">
      <StateIcon tone="warn" size={22} />
      <b>{t('archives.due')}</b>
      <span>
        {stage === 'not-made'
          ? t('archives.due.not-made', { name, through })
          : t(`archives.due.${stage}`, { name })}
      </span>
      <Button
        size="small"
        onClick={() => {
          showArchives(true)
          open()
        }}
      >
        {t('archives.due.open')}
      </Button>
    </div>
  )
}
