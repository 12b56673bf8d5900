import { useEffect, useState, type JSX } from 'react'
import type { Grant, Span } from '../../../shared/domain/recording.ts'
import { useText } from '../../link/use-text.ts'
import { Choice } from '../../ui/choice.tsx'
import { useMay } from '../duty/index.ts'
import { ExportDialog, openExport } from '../exports/index.ts'
import { openPage } from '../../app/navigation.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Forbidden } from '../../ui/page-states.tsx'
import { DailyCheckView } from './daily-check.tsx'
import { Overview } from './overview.tsx'
import { PlaybackSession } from './playback-session.tsx'
import { PurposeForm } from './purpose-form.tsx'
import { finishViewing, showRecordings, usePlayback } from './store.ts'
import './recordings.css'

/** Between the form and the overview. */
function Switcher(): JSX.Element {
  const t = useText()
  const view = usePlayback(state => state.view)
  return (
    <Choice
      label={t('recordings.title')}
      value={view}
      onChange={showRecordings}
      testId="recordings-view"
      options={[
        { value: 'request', label: t('recordings.overview.request') },
        { value: 'daily', label: t('daily.title') },
        { value: 'overview', label: t('recordings.overview') },
      ]}
    />
  )
}

/** For whom a look begins at an approved request only. */
function ApprovedOnly(): JSX.Element {
  const t = useText()
  return (
    <Empty>
      <p>{t('recordings.approved-only')}</p>
      <Button testId="to-approvals" onClick={() => openPage('approvals')}>
        {t('recordings.to-approvals')}
      </Button>
    </Empty>
  )
}

/** A look; under an approved request with the way to an export of what is marked on the timeline. */
function GrantedSession({ grant }: { grant: Grant }): JSX.Element {
  const t = useText()
  const mayExport = useMay('recordings.export')
  const [range, setRange] = useState<Span | null>(null)
  const { purpose } = grant
  if (purpose.kind !== 'approved-request' || !mayExport) return <PlaybackSession grant={grant} />
  const order = () => openExport({ requestNumber: purpose.requestId, span: range, showsCopies: true })
  return (
    <>
      <PlaybackSession
        grant={grant}
        onRange={setRange}
        actions={
          <Button size="small" testId="playback-export" onClick={order}>
            {t('exports.open')}
          </Button>
        }
      />
      <ExportDialog />
    </>
  )
}

/** Recordings: what there is; then the purpose, then the look. Leaving the page ends the look. */
export function PlaybackPage(): JSX.Element {
  const grant = usePlayback(state => state.grant)
  const view = usePlayback(state => state.view)
  const incidentId = usePlayback(state => state.incidentId)
  const mayCheck = useMay('recordings.daily-check')
  const mayReview = useMay('recordings.incident-review')
  useEffect(() => finishViewing, [])
  const mayAsk = useMay('recordings.approved-request')
  if (!mayCheck && !mayReview && !mayAsk) return <Forbidden />
  if (grant !== null)
    return (
      <div className="recordings" data-testid="playback-page">
        <GrantedSession key={grant.id} grant={grant} />
      </div>
    )
  if (!mayCheck && !mayReview) return <ApprovedOnly />
  return (
    <div className="recordings" data-testid="playback-page">
      {view === 'overview' ? (
        <Overview switcher={<Switcher />} />
      ) : view === 'daily' ? (
        <DailyCheckView switcher={<Switcher />} />
      ) : (
        <PurposeForm key={incidentId} switcher={<Switcher />} />
      )}
    </div>
  )
}
