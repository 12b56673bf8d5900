import { useState, type JSX } from 'react'
import { checklistItems, type ChecklistItem } from '../../../shared/domain/checklist.ts'
import { weekdays, type ArmingSchedule } from '../../../shared/site/arming.ts'
import { call, useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { armingOf } from './arming-words.ts'
import { hoursOf, textOfHours, usualSchedule } from './hours-text.ts'
import { SaveFoot } from './save-foot.tsx'
import { SchedulePreview } from './schedule-preview.tsx'

const days = [...weekdays, 'holiday'] as const
type Day = (typeof days)[number]
const numbers = ['remindMinutes', 'escalateMinutes', 'graceMinutes'] as const
type Minutes = Readonly<Record<(typeof numbers)[number], number>>

/** When one partition is to be disarmed, day by day; what is looked at before it is armed. */
export function ScheduleForm({ partitionId }: { partitionId: string }): JSX.Element {
  const t = useText()
  const present = useKnown(state => armingOf(state.arming, partitionId))
  const [isOn, setOn] = useState(present?.schedule != null)
  const [texts, setTexts] = useState(() => textsOf(present?.schedule ?? usualSchedule))
  const [minutes, setMinutes] = useState<Minutes>(() => present?.schedule ?? usualSchedule)
  const [items, setItems] = useState<readonly ChecklistItem[]>(present?.checklist ?? checklistItems)
  const schedule = scheduleOf(texts, minutes)
  return (
    <div className="arming">
      <div className="schedule-page">
        <div>
          <label className="schedule-row">
            <input
              type="checkbox"
              checked={isOn}
              data-testid="schedule-on"
              onChange={event => setOn(event.target.checked)}
            />
            {t('arming.schedule.on')}
          </label>
          {isOn && (
            <>
              <h3>{t('arming.schedule.hours')}</h3>
              <p>{t('arming.schedule.what')}</p>
              <DayHours texts={texts} onText={(day, text) => setTexts({ ...texts, [day]: text })} />
              <MinuteFields minutes={minutes} onMinutes={setMinutes} />
            </>
          )}
          <h3>{t('arming.checklist')}</h3>
          <ChecklistChoice items={items} onItems={setItems} />
        </div>
        {isOn && schedule !== null && <SchedulePreview schedule={schedule} />}
      </div>
      <SaveFoot
        testId="schedule-save"
        missing={isOn && schedule === null ? t('arming.schedule.wrong') : null}
        save={() =>
          call('arming.save-schedule', {
            partitionId,
            schedule: isOn ? schedule : null,
            checklist: [...items],
          })
        }
      />
    </div>
  )
}

type Texts = Readonly<Record<Day, string>>

function textsOf(schedule: ArmingSchedule): Texts {
  const text = (day: Day) => textOfHours(day === 'holiday' ? schedule.holiday : schedule.open[day])
  return Object.fromEntries(days.map(day => [day, text(day)])) as Texts
}

/** Null while a field cannot be read. */
function scheduleOf(texts: Texts, minutes: Minutes): ArmingSchedule | null {
  const hours = days.map(day => [day, hoursOf(texts[day])] as const)
  if (hours.some(([, read]) => read === null)) return null
  const known = Object.fromEntries(hours) as Record<Day, NonNullable<ReturnType<typeof hoursOf>>>
  const { holiday, ...open } = known
  const { remindMinutes, escalateMinutes, graceMinutes } = minutes
  const isValid =
    isMinutes(remindMinutes, 0, 120) && isMinutes(escalateMinutes, 1, 120) && isMinutes(graceMinutes, 1, 240)
  return isValid ? { open, holiday, remindMinutes, escalateMinutes, graceMinutes } : null
}

const isMinutes = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most

function DayHours(props: { texts: Texts; onText: (day: Day, text: string) => void }): JSX.Element {
  const t = useText()
  return (
    <table className="schedule-days">
      <tbody>
        {days.map(day => (
          <tr key={day}>
            <th scope="row">{t(`arming.day.${day}`)}</th>
            <td>
              <div className="schedule-hours">
                <input
                  aria-label={t(`arming.day.${day}`)}
                  value={props.texts[day]}
                  placeholder={t('arming.schedule.closed')}
                  aria-invalid={hoursOf(props.texts[day]) === null}
                  data-testid={`hours-${day}`}
                  onChange={event => props.onText(day, event.target.value)}
                />
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function MinuteFields(props: { minutes: Minutes; onMinutes: (minutes: Minutes) => void }): JSX.Element {
  const t = useText()
  return (
    <div className="schedule-numbers">
      <h3>{t('arming.schedule.alarm')}</h3>
      {numbers.map(key => (
        <label key={key}>
          <input
            inputMode="numeric"
            value={Number.isNaN(props.minutes[key]) ? '' : String(props.minutes[key])}
            data-testid={`schedule-${key}`}
            onChange={event =>
              props.onMinutes({ ...props.minutes, [key]: Number.parseInt(event.target.value, 10) })
            }
          />
          {t(`arming.schedule.${key}`)}
        </label>
      ))}
    </div>
  )
}

interface ChecklistChoiceProps {
  items: readonly ChecklistItem[]
  onItems: (items: readonly ChecklistItem[]) => void
}

function ChecklistChoice({ items, onItems }: ChecklistChoiceProps): JSX.Element {
  const t = useText()
  const toggled = (item: ChecklistItem) =>
    checklistItems.filter(each => (each === item ? !items.includes(each) : items.includes(each)))
  return (
    <div className="schedule-items">
      {checklistItems.map(item => (
        <label key={item}>
          <input type="checkbox" checked={items.includes(item)} onChange={() => onItems(toggled(item))} />
          {t(`checklist.${item}`)}
        </label>
      ))}
    </div>
  )
}
