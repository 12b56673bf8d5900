import { useState, type JSX } from 'react'
import type { ExportJob, ExportState } from '../../../shared/contract/exports.ts'
import { call } from '../../link/stores.ts'
import { useLocale, useText, type Translate } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { formatDateTime, formatDuration } from '../../ui/time.ts'
import type { Tone } from '../../ui/tone.ts'
import { useMay } from '../duty/index.ts'
import { DoneActs } from './export-done.tsx'
import { formatBytes, grouped } from './size.ts'
import { openExport, readJobs, useExports } from './store.ts'
import { useJobs } from './use-jobs.ts'
import './exports.css'

const toneOf = {
  queued: 'busy',
  running: 'busy',
  done: 'ok',
  failed: 'fault',
  cancelled: 'off',
} as const satisfies Record<ExportState['kind'], Tone>

/** The copies of a request that lets recordings out: order another one, watch it being made, hand it over. */
export function ExportCopies(props: { requestNumber: number; mayOrder: boolean }): JSX.Element | null {
  const { requestNumber, mayOrder } = props
  const mayExport = useMay('recordings.export')
  return mayExport ? <Copies requestNumber={requestNumber} mayOrder={mayOrder} /> : null
}

function Copies({ requestNumber, mayOrder }: { requestNumber: number; mayOrder: boolean }): JSX.Element {
  const t = useText()
  useJobs(requestNumber)
  const jobs = useExports(state => (state.shown === requestNumber ? state.jobs : null))
  const error = useExports(state => state.error)
  return (
    <section className="exports" data-testid="exports">
      <h3>
        {t('exports.copies-list')}
        {mayOrder && (
          <Button
            kind="primary"
            size="small"
            testId="export-open"
            onClick={() => openExport({ requestNumber, span: null, showsCopies: false })}
          >
            {t('exports.open')}
          </Button>
        )}
      </h3>
      {error !== null && (
        <p className="export-error" role="alert">
          {t.refusal(error)}
        </p>
      )}
      {jobs?.length === 0 && <p className="export-hint">{t('exports.none')}</p>}
      {jobs?.map(job => (
        <Copy key={job.id} job={job} />
      ))}
    </section>
  )
}

function Copy({ job }: { job: ExportJob }): JSX.Element {
  const t = useText()
  const { state } = job
  const [error, setError] = useState<unknown>(null)
  const cancel = () => {
    call('exports.cancel', { id: job.id }).then(() => readJobs(job.requestNumber), setError)
  }
  return (
    <article className="export-copy" data-testid={`export-copy-${job.copyNumber}`} data-state={state.kind}>
      <header>
        <StateIcon tone={toneOf[state.kind]} size={18} />
        <strong>{t('exports.copy', { copy: job.copyNumber })}</strong>
        <span>{stateText(t, state)}</span>
        <span className="export-hint">
          {t('exports.by', { name: job.by.name, time: formatDateTime(job.orderedAtMs) })} ·{' '}
          {t('exports.to-receiver', { receiver: job.receiver })}
        </span>
      </header>
      <p className="export-hint numbers">
        {job.cameras.map(({ name }) => name).join('、')} · {formatDateTime(job.span.fromMs)} –{' '}
        {formatDateTime(job.span.toMs)} ·{' '}
        {job.variants.map(variant => t(`exports.variant.${variant}`)).join('、')}
      </p>
      {(state.kind === 'running' || state.kind === 'queued') && (
        <div className="export-row">
          <progress value={state.kind === 'running' ? state.fraction : 0} max={1} />
          <Button size="small" testId="export-cancel" onClick={cancel}>
            {t('exports.cancel')}
          </Button>
        </div>
      )}
      {state.kind === 'done' && <DoneFacts state={state} />}
      {state.kind === 'done' && <DoneActs job={job} state={state} />}
      {error !== null && (
        <p className="export-error" role="alert">
          {t.refusal(error)}
        </p>
      )}
    </article>
  )
}

function stateText(t: Translate, state: ExportState): string {
  const words = t(`exports.state.${state.kind}`)
  if (state.kind === 'running')
    return `${words} · ${t(`exports.stage.${state.stage}`)} ${Math.round(state.fraction * 100)}%`
  if (state.kind === 'failed')
    return `${words} · ${t.dynamic(`exports.failure.${state.reason}`, { detail: state.detail })}`
  return words
}

function DoneFacts({ state }: { state: Extract<ExportState, { kind: 'done' }> }): JSX.Element {
  const t = useText()
  const locale = useLocale(each => each.locale)
  return (
    <>
      <p className="export-facts">
        {t('exports.done.facts', { files: state.files, size: formatBytes(state.bytes) })} ·{' '}
        {state.missingMs < 1_000
          ? t('exports.done.complete')
          : t('exports.done.missing', { length: formatDuration(state.missingMs, locale) })}{' '}
        ·{' '}
        {state.keptUntilMs === null
          ? t('exports.not-kept')
          : t('exports.kept-until', { time: formatDateTime(state.keptUntilMs) })}
      </p>
      <p className="export-hash" data-testid="export-hash">
        <span>{t('exports.package-hash')}</span> <code>{grouped(state.packageHash)}</code>
      </p>
    </>
  )
}
