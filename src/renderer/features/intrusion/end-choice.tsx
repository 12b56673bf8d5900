import type { JSX } from 'react'
import { stationNowMs } from '../../app/station-clock.ts'
import { useLocale, useText } from '../../link/use-text.ts'
import { formatDuration, formatTimeNear } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'

interface EndChoiceProps {
  label: string
  /** How long from now, minutes. */
  choices: readonly number[]
  minutes: number | null
  onMinutes: (minutes: number) => void
  testId: string
}

/** Until when: so many minutes from now, with the time that is. */
export function EndChoice({ label, choices, minutes, onMinutes, testId }: EndChoiceProps): JSX.Element {
  const t = useText()
  const locale = useLocale(state => state.locale)
  useNow(10_000)
  const nowMs = stationNowMs()
  return (
    <div className="disarm-field">
      <span>{label}</span>
      <div className="disarm-picks" role="group" aria-label={label}>
        {choices.map(choice => (
          <button
            key={choice}
            type="button"
            className="disarm-pick"
            aria-pressed={minutes === choice}
            data-testid={`${testId}-${String(choice)}`}
            onClick={() => onMinutes(choice)}
          >
            {formatDuration(choice * 60_000, locale)}
            <small className="numbers">
              {t('intrusion.until', { time: formatTimeNear(nowMs + choice * 60_000, nowMs).slice(0, -3) })}
            </small>
          </button>
        ))}
      </div>
    </div>
  )
}
