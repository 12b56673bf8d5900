import type { JSX } from 'react'
import { BookId } from '../../../shared/domain/book.ts'
import { LedgerId, ledgersByCamera } from '../../../shared/domain/ledger.ts'
import { stationNowMs } from '../../app/station-clock.ts'
import { useKnown } from '../../link/stores.ts'
import { useLocale, useText } from '../../link/use-text.ts'
import { Choice } from '../../ui/choice.tsx'
import { Button } from '../../ui/button.tsx'
import { beijingMidnight, formatDay, formatLongDay } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'
import { lastDays, presets, spanOf } from './period.ts'
import { choose, readLedger, useLedgers } from './store.ts'
import { TimeField } from './time-field.tsx'

const isBook = (id: LedgerId): boolean => BookId.options.some(book => book === id)
const kept = LedgerId.options.filter(id => !isBook(id))

/** Which ledger: those that the station keeps, and below them the books that people write. */
export function LedgerTabs(): JSX.Element {
  const t = useText()
  return (
    <>
      <Tabs label={t('ledgers.title')} ids={kept} className="ledger-tabs" />
      <Tabs label={t('books.title')} ids={BookId.options} className="ledger-tabs book-tabs" />
    </>
  )
}

function Tabs(props: { label: string; ids: readonly LedgerId[]; className: string }): JSX.Element {
  const { label, ids, className } = props
  const t = useText()
  const ledger = useLedgers(state => state.choice.ledger)
  return (
    <nav className={className} aria-label={label}>
      {ids.map(id => (
        <button
          key={id}
          type="button"
          aria-current={id === ledger ? 'page' : undefined}
          data-testid={`ledger-${id}`}
          onClick={() => choose({ ledger: id, text: '' })}
        >
          {t.dynamic(`ledger.${id}.title`)}
        </button>
      ))}
    </nav>
  )
}

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

const noCameras: readonly { id: string; name: string }[] = []

/** The question of an inspector in two choices: which camera, which day (A-N6.2.c). */
export function CameraFilter(): JSX.Element | null {
  const t = useText()
  const locale = useLocale(state => state.locale)
  const { ledger, cameraId, period } = useLedgers(state => state.choice)
  const cameras = useKnown(state => state.site?.cameras ?? noCameras)
  useNow(60_000)
  const todayMs = beijingMidnight(stationNowMs())
  if (!ledgersByCamera.includes(ledger)) return null
  return (
    <div className="ledger-filter ledger-cameras">
      <label>
        {t('ledgers.camera')}
        <select
          value={cameraId}
          data-testid="ledger-camera"
          onChange={event => choose({ cameraId: event.target.value })}
        >
          <option value="">{t('ledgers.camera.all')}</option>
          {cameras.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <div className="ledger-days" role="group" aria-label={t('ledgers.day')}>
        {lastDays(todayMs).map(day => (
          <button
            key={day.fromMs}
            type="button"
            aria-pressed={
              period.kind === 'chosen' && period.fromMs === day.fromMs && period.toMs === day.toMs
            }
            data-testid={`ledger-day-${formatDay(day.fromMs)}`}
            onClick={() => choose({ period: { kind: 'chosen', ...day } })}
          >
            {formatLongDay(day.fromMs, locale)}
          </button>
        ))}
      </div>
    </div>
  )
}
