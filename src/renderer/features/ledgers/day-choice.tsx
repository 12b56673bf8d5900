import type { JSX } from 'react'
import { stationNowMs } from '../../app/station-clock.ts'
import { useLocale, useText } from '../../link/use-text.ts'
import { formatDay, formatWeekday } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'
import { weeksOf, type DaySpan } from '../../ui/weeks.ts'
import './day-choice.css'

interface DayChoiceProps {
  /** What is chosen now, as far as it is a day or a week. */
  chosen: DaySpan | null
  onChoose: (span: DaySpan) => void
}

/** The days of this week and the last one, each one press away, and both weeks as a whole. */
export function DayChoice({ chosen, onChoose }: DayChoiceProps): JSX.Element {
  const t = useText()
  useNow(60_000)
  const [thisWeek, lastWeek] = weeksOf(stationNowMs())
  const day = { chosen, onChoose }
  return (
    <div className="day-choice" role="group" aria-label={t('ledgers.day')}>
      {thisWeek.days.map((span, back) => (
        <Day key={span.fromMs} span={span} week="this" back={back} {...day} />
      ))}
      <i aria-hidden />
      {lastWeek.days.map((span, index) => (
        <Day key={span.fromMs} span={span} week="last" back={thisWeek.days.length + index} {...day} />
      ))}
      <i aria-hidden />
      {([thisWeek, lastWeek] as const).map((span, index) => {
        const name = index === 0 ? 'this' : 'last'
        return (
          <button
            key={name}
            type="button"
            aria-pressed={isSame(span, chosen)}
            data-testid={`ledger-week-${name}`}
            onClick={() => onChoose({ fromMs: span.fromMs, toMs: span.toMs })}
          >
            <b>{t(`ledgers.week.${name}`)}</b>
            <small>{t('ledgers.week.whole')}</small>
          </button>
        )
      })}
    </div>
  )
}

interface DayProps extends DayChoiceProps {
  span: DaySpan
  week: 'this' | 'last'
  /** Days before today. */
  back: number
}

function Day({ span, week, back, chosen, onChoose }: DayProps): JSX.Element {
  const t = useText()
  const locale = useLocale(state => state.locale)
  const day = formatDay(span.fromMs)
  const weekday = formatWeekday(span.fromMs, locale)
  const name =
    back === 0
      ? t('ledgers.day.today')
      : back === 1
        ? t('ledgers.day.yesterday')
        : t(`ledgers.day.of-${week}`, { weekday })
  return (
    <button
      type="button"
      aria-pressed={isSame(span, chosen)}
      title={`${day} ${weekday}`}
      data-testid={`ledger-day-${day}`}
      onClick={() => onChoose(span)}
    >
      <b>{name}</b>
      <small className="numbers">{day.slice(5)}</small>
    </button>
  )
}

const isSame = (span: DaySpan, chosen: DaySpan | null): boolean =>
  chosen !== null && chosen.fromMs === span.fromMs && chosen.toMs === span.toMs
