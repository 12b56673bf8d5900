import { useEffect, useState, type JSX } from 'react'
import type { DayView } from '../../../shared/contract/arming.ts'
import { Refusal } from '../../../shared/refusal.ts'
import type { ArmingSchedule, SchoolDay } from '../../../shared/site/arming.ts'
import { call, useKnown } from '../../link/stores.ts'
import { useLocale, useText } from '../../link/use-text.ts'
import { formatLongDay, formatMinutes } from '../../ui/time.ts'

const noDays: SchoolDay[] = []

/** What a schedule means in the next four weeks, with holidays and make-up days. */
export function SchedulePreview({ schedule }: { schedule: ArmingSchedule }): JSX.Element {
  const t = useText()
  const locale = useLocale(state => state.locale)
  const schoolDays = useKnown(state => state.arming?.schoolDays ?? noDays)
  const knownUntil = useKnown(state => state.arming?.calendarKnownUntil)
  const [days, setDays] = useState<readonly DayView[]>([])
  const asked = JSON.stringify(schedule)
  useEffect(() => {
    let isCurrent = true
    const read = async (): Promise<void> => {
      try {
        const told = await call('arming.preview', {
          schedule: JSON.parse(asked) as ArmingSchedule,
          days: schoolDays,
        })
        if (isCurrent) setDays(told)
      } catch (error) {
        // The link broke: the list stays as it was, and the frame says that it may be old.
        if (!(error instanceof Refusal)) throw error
      }
    }
    void read()
    return () => {
      isCurrent = false
    }
  }, [asked, schoolDays])
  return (
    <div>
      <h3>{t('arming.preview')}</h3>
      {knownUntil !== undefined && <p>{t('arming.calendar', { year: knownUntil })}</p>}
      <ul className="schedule-preview" data-testid="schedule-preview">
        {days.map(({ date, as, why, note, open }) => (
          <li key={date} data-as={as} data-why={why} data-testid={`preview-${date}`}>
            <span>{formatLongDay(Date.parse(`${date}T00:00:00+08:00`), locale)}</span>
            <span>{why === 'week' ? '' : t(`arming.why.${why}`, { note })}</span>
            <span className="numbers">
              {open.length === 0
                ? t('arming.closed-all-day')
                : open.map(({ fromMs, toMs }) => `${formatMinutes(fromMs)}–${endOf(toMs)}`).join('，')}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The end of a day is written as such, not as the beginning of the next. */
function endOf(atMs: number): string {
  const text = formatMinutes(atMs)
  return text === '00:00' ? '24:00' : text
}
