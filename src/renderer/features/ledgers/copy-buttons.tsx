import { useState, type JSX } from 'react'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import type { Tone } from '../../ui/tone.ts'
import { copies, takeCopy, type Copy } from './copies.ts'
import { useLedgers } from './store.ts'

type Outcome =
  | { readonly kind: 'none' }
  | { readonly kind: 'busy'; readonly copy: Copy }
  | { readonly kind: 'done'; readonly copy: Copy }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly error: unknown }

/** Print, PDF, Excel and CSV of the whole period, and what came of it. */
export function CopyButtons(): JSX.Element {
  const t = useText()
  const choice = useLedgers(state => state.choice)
  const mayExport = useKnown(state => state.duty?.session?.permissions.includes('ledgers.export') ?? false)
  const connected = useKnown(state => state.connected)
  const [outcome, setOutcome] = useState<Outcome>({ kind: 'none' })
  const take = (copy: Copy) => {
    setOutcome({ kind: 'busy', copy })
    takeCopy(copy, choice).then(
      isTaken => setOutcome(isTaken ? { kind: 'done', copy } : { kind: 'cancelled' }),
      (error: unknown) => setOutcome({ kind: 'failed', error }),
    )
  }
  return (
    <>
      <CopyOutcome outcome={outcome} />
      {!mayExport && <span className="ledger-outcome">{t('ledgers.no-export')}</span>}
      {copies.map(copy => (
        <Button
          key={copy}
          size="small"
          disabled={!mayExport || !connected || outcome.kind === 'busy'}
          testId={`ledger-${copy}`}
          onClick={() => take(copy)}
        >
          <Icon name={copy === 'print' ? 'print' : 'download'} size={18} />
          {t(`ledgers.copy.${copy}`)}
        </Button>
      ))}
    </>
  )
}

const toneOfOutcome = {
  none: 'off',
  busy: 'busy',
  done: 'ok',
  cancelled: 'off',
  failed: 'fault',
} as const satisfies Record<Outcome['kind'], Tone>

function CopyOutcome({ outcome }: { outcome: Outcome }): JSX.Element | null {
  const t = useText()
  if (outcome.kind === 'none') return null
  const words =
    outcome.kind === 'failed'
      ? t.refusal(outcome.error)
      : outcome.kind === 'done'
        ? t(outcome.copy === 'print' ? 'ledgers.printed' : 'ledgers.saved')
        : t(`ledgers.${outcome.kind}`)
  return (
    <span className="ledger-outcome" role="status" data-testid="ledger-outcome" data-outcome={outcome.kind}>
      <StateIcon tone={toneOfOutcome[outcome.kind]} size={16} />
      {words}
    </span>
  )
}
