import type { JSX } from 'react'
import { stationNowMs } from '../../app/station-clock.ts'
import { useText } from '../../link/use-text.ts'
import { Choice } from '../../ui/choice.tsx'
import { Button } from '../../ui/button.tsx'
import { useNow } from '../../ui/use-now.ts'
import { presets, spanOf } from './period.ts'
import { choose, readLedger, useLedgers } from './store.ts'
import { TimeField } from './time-field.tsx'

/** A period that ends before it begins is not read; the fields go back. */
function change(fromMs: number, toMs: number): void {
  if (fromMs < toMs) choose({ period: { kind: 'chosen', fromMs, toMs } })
}

/** Of which time, and with which words in it. */
export function LedgerFilter(): JSX.Element {
  const t = useText()
  const { period, text } = useLedgers(state => state.choice)
  useNow(10_000)
  const { fromMs, toMs } = spanOf(period, stationNowMs())
  return (
    <div className="ledger-filter">
      <Choice
        label={t('ledgers.period')}
        testId="ledger-period"
        options={[
          ...presets.map(preset => ({ value: preset, label: t(`ledgers.period.${preset}`) })),
          // Shown only once it is so: it is chosen by the two fields.
          ...(period.kind === 'chosen'
            ? [{ value: 'chosen' as const, label: t('ledgers.period.chosen') }]
            : []),
        ]}
        value={period.kind}
        onChange={kind => kind !== 'chosen' && choose({ period: { kind } })}
      />
      <TimeField
        label={t('ledgers.from')}
        atMs={fromMs}
        testId="ledger-from"
        onChange={atMs => change(atMs, toMs)}
      />
      <TimeField
        label={t('ledgers.to')}
        atMs={toMs}
        testId="ledger-to"
        onChange={atMs => change(fromMs, atMs)}
      />
      <input
        type="search"
        className="ledger-text"
        placeholder={t('ledgers.text')}
        aria-label={t('ledgers.text')}
        maxLength={100}
        value={text}
        data-testid="ledger-text"
        onChange={event => choose({ text: event.target.value })}
      />
      <Button size="small" onClick={() => void readLedger()}>
        {t('ledgers.refresh')}
      </Button>
    </div>
  )
}
