import { useState, type JSX } from 'react'
import type { Archive, ArchiveState } from '../../../shared/domain/archive.ts'
import { call } from '../../link/stores.ts'
import { useText, type Translate } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { formatDateTime } from '../../ui/time.ts'
import type { Tone } from '../../ui/tone.ts'
import { useMay } from '../duty/index.ts'
import { ScanButton } from '../approvals/index.ts'
import { ArchiveActs } from './archive-acts.tsx'
import { act } from './store.ts'

const toneOf = {
  running: 'busy',
  made: 'warn',
  signed: 'warn',
  handed: 'busy',
  received: 'ok',
  failed: 'fault',
  cancelled: 'off',
  discarded: 'off',
} as const satisfies Record<ArchiveState['kind'], Tone>

const grouped = (hex: string): string => hex.toUpperCase().replaceAll(/(.{4})(?=.)/g, '$1 ')

/** One archive: how it stands, what it holds, what has happened to it, and what is to be done next. */
export function ArchiveCard({ archive }: { archive: Archive }): JSX.Element {
  const t = useText()
  const { number, name, from, through, state } = archive
  return (
    <article className="archive-card" data-testid={`archive-${number}`} data-state={state.kind}>
      <header>
        <StateIcon tone={toneOf[state.kind]} size={20} />
        <strong>
          {t('archives.number', { number })} {name}
        </strong>
        <span className="numbers">
          {from} – {through}
        </span>
        <b data-testid="archive-state">{t(`archives.state.${state.kind}`)}</b>
        <span className="archives-hint">
          {t('archives.by', { name: archive.by.name, time: formatDateTime(archive.startedAtMs) })}
        </span>
      </header>
      {state.kind === 'running' && <Running archive={archive} state={state} />}
      {state.kind === 'failed' && (
        <p className="archive-error">
          {t.dynamic(`archives.failure.${state.reason}`, { detail: state.detail })}
        </p>
      )}
      {state.kind === 'discarded' && <p className="archives-hint">{state.reason}</p>}
      <Facts archive={archive} />
      <ul className="archive-way">
        {wayOf(t, archive).map(line => (
          <li key={line}>
            <StateIcon tone="ok" size={16} /> {line}
          </li>
        ))}
        {archive.receipt !== null && (
          <li>
            <ScanButton scan={archive.receipt.scan} />
          </li>
        )}
      </ul>
      {archive.facts !== null && state.kind !== 'discarded' && <ArchiveActs archive={archive} />}
    </article>
  )
}

function Running(props: {
  archive: Archive
  state: Extract<ArchiveState, { kind: 'running' }>
}): JSX.Element {
  const t = useText()
  const { archive, state } = props
  const mayMake = useMay('archives.make')
  const [error, setError] = useState<unknown>(null)
  return (
    <div className="archive-row">
      <progress value={state.fraction} max={1} aria-label={t('archives.state.running')} />
      <span>
        {t(`archives.stage.${state.stage}`)} {Math.floor(state.fraction * 100)}%
      </span>
      {mayMake && (
        <Button
          size="small"
          testId="archive-cancel"
          onClick={() => void act(() => call('archives.cancel', { number: archive.number })).catch(setError)}
        >
          {t('archives.cancel')}
        </Button>
      )}
      {error !== null && (
        <span className="archive-error" role="alert">
          {t.refusal(error)}
        </span>
      )}
    </div>
  )
}

function Facts({ archive: { facts } }: { archive: Archive }): JSX.Element | null {
  const t = useText()
  if (facts === null) return null
  const { rows, entries, attachments, files } = facts
  return (
    <>
      <p className="archives-hint">
        {t('archives.facts', { rows, entries, attachments, files })}
        {!facts.hasPdf && ` · ${t('archives.no-pdf')}`}
        {facts.attachmentsMissing > 0 && ` · ${t('archives.missing', { count: facts.attachmentsMissing })}`}
      </p>
      <p className="archive-hash">
        <span>{t('archives.package-hash')}</span>{' '}
        <code data-testid="archive-hash">{grouped(facts.packageHash)}</code>
      </p>
    </>
  )
}

/** What has happened to it, in its order. */
function wayOf(t: Translate, { signed, delivery, receipt }: Archive): string[] {
  return [
    ...(signed === null
      ? []
      : [t('archives.signed', { name: signed.by.name, time: formatDateTime(signed.atMs) })]),
    ...(delivery === null
      ? []
      : [
          t('archives.handed', {
            unit: delivery.unit,
            carrier: delivery.carrier,
            medium: delivery.medium,
            time: formatDateTime(delivery.atMs),
          }),
        ]),
    ...(receipt === null
      ? []
      : [
          t('archives.received', {
            unit: receipt.unit,
            receiver: receipt.receiver,
            day: receipt.receivedOn,
            document: receipt.documentNumber,
          }),
        ]),
  ]
}
