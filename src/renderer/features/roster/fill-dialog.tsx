import { Modal } from 'antd'
import { useState, type JSX } from 'react'
import type { RosterPage } from '../../../shared/contract/roster.ts'
import { fillByPattern, spanOfShift, type RosterCell } from '../../../shared/domain/roster.ts'
import { stationNowMs } from '../../app/station-clock.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { useHotkeyBarrier } from '../../ui/hotkeys.ts'
import { changeRoster, useRoster } from './store.ts'

type Days = 'all' | 'school' | 'free'
type Cycle = readonly (string | null)[]

/** A rest of a cycle as a form writes it. */
const rest = ''

/** The usual rotations of what shifts there are. */
function presetsOf({ rules }: RosterPage): { id: string; cycle: Cycle }[] {
  const ids = rules.shifts.map(({ id }) => id)
  return [
    { id: 'rotate', cycle: [...ids, ...ids.map(() => null)] },
    { id: 'every-third', cycle: [ids.at(-1) ?? null, null, null] },
    { id: 'alternate', cycle: [ids.at(-1) ?? null, null] },
    ...rules.shifts.map(({ id }) => ({ id: `fixed:${id}`, cycle: [id] })),
  ]
}

/** Fills the stretch in view by a rotation; what has begun and what is planned for others stays. */
export function FillDialog({ onClose }: { onClose: () => void }): JSX.Element | null {
  const page = useRoster(state => state.page)
  useHotkeyBarrier('dialog', true)
  const t = useText()
  if (page === null) return null
  return (
    <Modal
      open
      centered
      width={760}
      title={t('roster.fill.title')}
      footer={null}
      mask={{ closable: false }}
      onCancel={onClose}
      data-testid="fill-dialog"
    >
      <FillForm page={page} onClose={onClose} />
    </Modal>
  )
}

function FillForm({ page, onClose }: { page: RosterPage; onClose: () => void }): JSX.Element {
  const t = useText()
  const presets = presetsOf(page)
  const [post, setPost] = useState(page.rules.posts[0]?.id ?? '')
  const [days, setDays] = useState<Days>('all')
  const [fromDay, setFromDay] = useState(page.days[0]?.day ?? '')
  const [cycle, setCycle] = useState<Cycle>(presets[0]?.cycle ?? [])
  const [people, setPeople] = useState<readonly string[]>([])
  const cells = cellsToFill(page, { post, days, fromDay, cycle, people })
  const fill = () => {
    void changeRoster('filled', cells).then(isDone => isDone && onClose())
  }
  return (
    <div className="roster-form">
      {page.rules.posts.length > 1 && (
        <Choice
          label={t('roster.post')}
          options={page.rules.posts.map(({ id, name }) => ({ value: id, label: name }))}
          value={post}
          onChange={setPost}
        />
      )}
      <div className="roster-line">
        <label>
          {t('roster.fill.from')}
          <select value={fromDay} data-testid="fill-from" onChange={event => setFromDay(event.target.value)}>
            {page.days.map(({ day }) => (
              <option key={day}>{day}</option>
            ))}
          </select>
        </label>
        <Choice
          label={t('roster.fill.days')}
          options={(['all', 'school', 'free'] as const).map(value => ({
            value,
            label: t(`roster.fill.days.${value}`),
          }))}
          value={days}
          onChange={setDays}
          testId="fill-days"
        />
      </div>
      <CycleField page={page} presets={presets} cycle={cycle} onChange={setCycle} />
      <PeopleField page={page} people={people} onChange={setPeople} />
      <div className="roster-line">
        <Button kind="primary" size="big" disabled={cells.length === 0} testId="fill-submit" onClick={fill}>
          {t('roster.fill.do', { count: cells.length })}
        </Button>
        <Button kind="ghost" size="big" onClick={onClose}>
          {t('app.cancel')}
        </Button>
      </div>
    </div>
  )
}

/** The places that filling changes: shifts that have not begun, from a day on. */
function cellsToFill(
  page: RosterPage,
  choice: { post: string; days: Days; fromDay: string; cycle: Cycle; people: readonly string[] },
): RosterCell[] {
  const { post, days, fromDay, cycle, people } = choice
  const wanted = page.days
    .filter(({ day, isFree }) => day >= fromDay && (days === 'all' || isFree === (days === 'free')))
    .map(({ day }) => day)
  const nowMs = stationNowMs()
  return fillByPattern({ post, days: wanted, cycle, people }).filter(({ day, shift }) => {
    const times = page.rules.shifts.find(({ id }) => id === shift)
    return times !== undefined && spanOfShift(day, times).fromMs > nowMs
  })
}

function CycleField({
  page,
  presets,
  cycle,
  onChange,
}: {
  page: RosterPage
  presets: readonly { id: string; cycle: Cycle }[]
  cycle: Cycle
  onChange: (cycle: Cycle) => void
}): JSX.Element {
  const t = useText()
  const nameOf = (id: string): string => page.rules.shifts.find(shift => shift.id === id)?.name ?? id
  const put = (index: number, shift: string) =>
    onChange(cycle.map((old, at) => (at === index ? (shift === rest ? null : shift) : old)))
  return (
    <fieldset className="roster-field">
      <legend>{t('roster.fill.cycle')}</legend>
      <div className="roster-line">
        {presets.map(preset => (
          <Button
            key={preset.id}
            size="small"
            testId={`preset-${preset.id}`}
            aria-pressed={JSON.stringify(preset.cycle) === JSON.stringify(cycle)}
            onClick={() => onChange(preset.cycle)}
          >
            {preset.id.startsWith('fixed:')
              ? t('roster.fill.fixed', { shift: nameOf(preset.id.slice(6)) })
              : preset.cycle.map(shift => (shift === null ? t('roster.fill.rest') : nameOf(shift))).join(' ')}
          </Button>
        ))}
      </div>
      <div className="roster-line">
        {cycle.map((shift, index) => (
          <label key={index} className="roster-cycle">
            <small>{t('roster.fill.day', { number: index + 1 })}</small>
            <select value={shift ?? rest} onChange={event => put(index, event.target.value)}>
              {page.rules.shifts.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
              <option value={rest}>{t('roster.fill.rest')}</option>
            </select>
          </label>
        ))}
        <Button size="small" disabled={cycle.length >= 28} onClick={() => onChange([...cycle, null])}>
          +
        </Button>
        <Button size="small" disabled={cycle.length <= 1} onClick={() => onChange(cycle.slice(0, -1))}>
          −
        </Button>
      </div>
    </fieldset>
  )
}

function PeopleField({
  page,
  people,
  onChange,
}: {
  page: RosterPage
  people: readonly string[]
  onChange: (people: readonly string[]) => void
}): JSX.Element {
  const t = useText()
  return (
    <fieldset className="roster-field">
      <legend>{t('roster.fill.people')}</legend>
      <div className="roster-line">
        {page.guards.map(({ id, name }) => {
          const place = people.indexOf(id)
          return (
            <Button
              key={id}
              aria-pressed={place >= 0}
              testId={`fill-person-${id}`}
              onClick={() => onChange(place >= 0 ? people.filter(other => other !== id) : [...people, id])}
            >
              {place >= 0 && <b className="roster-order">{place + 1}</b>} {name}
            </Button>
          )
        })}
      </div>
      <p className="duty-hint">{t('roster.fill.hint')}</p>
    </fieldset>
  )
}
