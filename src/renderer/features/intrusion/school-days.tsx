import { useState, type JSX } from 'react'
import { SchoolDay, weekdays } from '../../../shared/site/arming.ts'
import { stationNowMs } from '../../app/station-clock.ts'
import { call, useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { DayInput } from '../../ui/day-input.tsx'
import { formatDay } from '../../ui/time.ts'
import { SaveFoot } from './save-foot.tsx'

const kinds = ['holiday', ...weekdays] as const
const noDays: readonly SchoolDay[] = []

/** The school's own days: its holidays, make-up days with the timetable they follow. */
export function SchoolDaysForm(): JSX.Element {
  const t = useText()
  const present = useKnown(state => state.arming?.schoolDays ?? noDays)
  const [days, setDays] = useState<readonly SchoolDay[]>(present)
  const change = (index: number, part: Partial<SchoolDay>) =>
    setDays(days.map((day, at) => (at === index ? { ...day, ...part } : day)))
  const today = formatDay(stationNowMs())
  const isValid = days.every(day => SchoolDay.safeParse(day).success)
  return (
    <div className="arming">
      <p>{t('arming.days.what')}</p>
      {days.map((day, index) => (
        <DayRow
          // A row has nothing of its own that stays the same while it is typed.
          key={index}
          day={day}
          index={index}
          onChange={part => change(index, part)}
          onRemove={() => setDays(days.filter((_, at) => at !== index))}
        />
      ))}
      <Button
        size="small"
        testId="day-add"
        onClick={() => setDays([...days, { from: today, to: today, as: 'holiday', note: '' }])}
      >
        {t('arming.days.add')}
      </Button>
      <SaveFoot
        testId="days-save"
        missing={isValid ? null : t('arming.days.wrong')}
        save={() => call('arming.save-days', { days: [...days] })}
      />
    </div>
  )
}

interface DayRowProps {
  day: SchoolDay
  index: number
  onChange: (part: Partial<SchoolDay>) => void
  onRemove: () => void
}

function DayRow({ day, index, onChange, onRemove }: DayRowProps): JSX.Element {
  const t = useText()
  const number = String(index)
  return (
    <div className="schedule-row" data-testid={`day-${number}`}>
      <DayInput
        label={t('arming.days.from')}
        value={day.from}
        testId={`day-from-${number}`}
        onChange={from => onChange({ from })}
      />
      –
      <DayInput
        label={t('arming.days.to')}
        value={day.to}
        testId={`day-to-${number}`}
        onChange={to => onChange({ to })}
      />
      <select
        aria-label={t('arming.days.as')}
        value={day.as}
        data-testid={`day-as-${number}`}
        onChange={event => onChange({ as: kinds.find(kind => kind === event.target.value) ?? 'holiday' })}
      >
        {kinds.map(kind => (
          <option key={kind} value={kind}>
            {t(kind === 'holiday' ? 'arming.days.holiday' : 'arming.days.like', {
              day: t(`arming.day.${kind}`),
            })}
          </option>
        ))}
      </select>
      <input
        aria-label={t('arming.days.note')}
        placeholder={t('arming.days.note')}
        maxLength={40}
        value={day.note}
        onChange={event => onChange({ note: event.target.value })}
      />
      <Button size="small" kind="ghost" onClick={onRemove}>
        {t('arming.remove')}
      </Button>
    </div>
  )
}
