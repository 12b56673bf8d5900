import { useState, type JSX } from 'react'
import type { ExportJob, ExportState } from '../../../shared/contract/exports.ts'
import { call } from '../../link/stores.ts'
import { useLocale, useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { formatDateTime } from '../../ui/time.ts'
import { HandOver } from './hand-over.tsx'
import { readJobs } from './store.ts'

type Copying =
  { readonly kind: 'none' | 'busy' | 'cancelled' } | { readonly kind: 'failed'; readonly error: unknown }

/** What can be done with a finished copy: take it along, print its sheet, have it signed for. */
export function DoneActs(props: {
  job: ExportJob
  state: Extract<ExportState, { kind: 'done' }>
}): JSX.Element {
  const t = useText()
  const locale = useLocale(each => each.locale)
  const { job, state } = props
  const [copying, setCopying] = useState<Copying>({ kind: 'none' })
  const [isHandingOver, setHandingOver] = useState(false)
  const sheet = () => call('exports.sheet', { id: job.id, locale })
  const failed = (error: unknown) => setCopying({ kind: 'failed', error })
  const save = async () => {
    setCopying({ kind: 'busy' })
    const place = await window.zhishou.savePackage({ name: job.packageName, sheet: await sheet() })
    if (place === null) return setCopying({ kind: 'cancelled' })
    await call('exports.saved', { id: job.id, place })
    setCopying({ kind: 'none' })
    await readJobs(job.requestNumber)
  }
  if (job.handedOver !== null)
    return (
      <p className="export-facts" data-testid="export-handed-over">
        <StateIcon tone="ok" size={16} />{' '}
        {t('exports.handed-over', {
          name: job.handedOver.receiverName,
          medium: job.handedOver.medium,
          time: formatDateTime(job.handedOver.atMs),
        })}
      </p>
    )
  return (
    <>
      <div className="export-row">
        <Button
          kind={job.saved === 0 ? 'primary' : 'plain'}
          size="small"
          disabled={state.keptUntilMs === null || copying.kind === 'busy'}
          testId="export-save"
          onClick={() => void save().catch(failed)}
        >
          <Icon name="download" size={18} />
          {t('exports.save')}
        </Button>
        <Button
          size="small"
          testId="export-print"
          onClick={() =>
            void sheet()
              .then(made => window.zhishou.print(made))
              .catch(failed)
          }
        >
          <Icon name="print" size={18} />
          {t('exports.sheet.print')}
        </Button>
        <Button
          size="small"
          testId="export-sheet"
          onClick={() =>
            void sheet()
              .then(made => window.zhishou.savePdf(made))
              .catch(failed)
          }
        >
          {t('exports.sheet')}
        </Button>
        <Button
          kind={job.saved > 0 ? 'primary' : 'plain'}
          size="small"
          testId="export-hand-over"
          onClick={() => setHandingOver(true)}
        >
          {t('exports.hand-over')}
        </Button>
        <CopyingWords copying={copying} saved={job.saved} />
      </div>
      <HandOver job={job} isOpen={isHandingOver} onDone={() => setHandingOver(false)} />
    </>
  )
}

function CopyingWords({ copying, saved }: { copying: Copying; saved: number }): JSX.Element | null {
  const t = useText()
  if (copying.kind === 'failed')
    return (
      <span className="export-error" role="alert">
        {t('exports.save-failed')} · {t.refusal(copying.error)}
      </span>
    )
  if (copying.kind === 'none' && saved === 0) return null
  return (
    <span className="export-hint" role="status" data-testid="export-saved" data-state={copying.kind}>
      {copying.kind === 'busy' && t('exports.saving')}
      {copying.kind === 'cancelled' && t('exports.save-cancelled')}
      {copying.kind === 'none' && t('exports.saved', { count: saved })}
    </span>
  )
}
