import { useEffect, useRef, type JSX } from 'react'
import type { RosterPage } from '../../../shared/contract/roster.ts'
import { spanOfShift, type PlannedDuty } from '../../../shared/domain/roster.ts'
import { dutyKey, type RosterWarning } from '../../../shared/domain/roster-warnings.ts'
import { stationNowMs } from '../../app/station-clock.ts'
import { useText, type Translate } from '../../link/use-text.ts'
import { StateIcon } from '../../ui/state-icon.tsx'
import { formatDay } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'
import { changeRoster, swapWith, useRoster } from './store.ts'

interface Column {
  readonly post: string
  readonly postName: string
  readonly shift: string
  readonly shiftName: string
  /** Null for a shift that the rules do not know any more. */
  readonly times: { readonly from: string; readonly to: string } | null
}

/** Every shift of every post, and what is still planned for others. */
function columnsOf({ rules, duties }: RosterPage): Column[] {
  const known = rules.posts.flatMap(post =>
    rules.shifts.map(({ id, name, from, to }) => ({
      post: post.id,
      postName: post.name,
      shift: id,
      shiftName: name,
      times: { from, to },
    })),
  )
  const keys = new Set(known.map(({ post, shift }) => `${post}:${shift}`))
  const gone = duties.filter(({ post, shift }) => !keys.has(`${post}:${shift}`))
  const others = new Map(gone.map(duty => [`${duty.post}:${duty.shift}`, { ...duty, times: null }]))
  return [...known, ...others.values()]
}

/** What a warning says, in words. */
export function warningWords({ kind, detail }: RosterWarning, t: Translate): string {
  return t.dynamic(`roster.warning.${kind}`, { detail })
}

/** A day a row, a shift a column. */
export function RosterGrid({ page, mayPlan }: { page: RosterPage; mayPlan: boolean }): JSX.Element {
  const t = useText()
  useNow(30_000)
  const nowMs = stationNowMs()
  const today = formatDay(nowMs)
  const columns = columnsOf(page)
  const duties = new Map(page.duties.map(duty => [dutyKey(duty), duty]))
  const warnings = Map.groupBy(page.warnings, ({ duty }) => duty)
  const grid = useRef<HTMLDivElement>(null)
  // It begins where today is: what has passed lies above. Another stretch is another grid.
  useEffect(() => {
    grid.current?.querySelector('[data-today=true]')?.scrollIntoView({ block: 'center' })
  }, [])
  return (
    <div ref={grid} className="roster-scroll">
      <table className="roster-grid" data-testid="roster-grid">
        <thead>
          <tr>
            <th>{t('roster.day')}</th>
            {columns.map(({ post, postName, shift, shiftName, times }) => (
              <th key={`${post}:${shift}`}>
                {page.rules.posts.length > 1 && <small>{postName}</small>}
                <b>{shiftName}</b>
                <small className="numbers">
                  {times === null ? t('roster.gone') : `${times.from}–${times.to}`}
                </small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {page.days.map(({ day, isFree, note }) => (
            <tr key={day} data-free={isFree} data-today={day === today}>
              <th>
                <span className="numbers">{day.slice(5)}</span>{' '}
                {t.dynamic(`roster.weekday.${new Date(`${day}T00:00:00Z`).getUTCDay()}`)}
                {day === today && <em>{t('roster.today')}</em>}
                {(note !== '' || isFree) && <small>{note === '' ? t('roster.free') : note}</small>}
              </th>
              {columns.map(column => {
                const key = `${column.post}:${day}:${column.shift}`
                return (
                  <td key={key}>
                    <Cell
                      page={page}
                      column={column}
                      day={day}
                      duty={duties.get(key) ?? null}
                      warnings={warnings.get(key) ?? []}
                      mayPlan={mayPlan}
                      nowMs={nowMs}
                    />
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface CellProps {
  page: RosterPage
  column: Column
  day: string
  duty: PlannedDuty | null
  warnings: readonly RosterWarning[]
  mayPlan: boolean
  nowMs: number
}

/** One place: a name, or a choice of names while it may still be planned. */
function Cell({ page, column, day, duty, warnings, mayPlan, nowMs }: CellProps): JSX.Element {
  const t = useText()
  const swapping = useRoster(state => state.swapping)
  const { post, shift, times } = column
  const fromMs = duty?.fromMs ?? (times === null ? 0 : spanOfShift(day, times).fromMs)
  const words = warnings.map(warning => warningWords(warning, t)).join('；')
  const sign = warnings.length > 0 && (
    <span className="roster-warned" title={words} role="img" aria-label={words}>
      <StateIcon tone="warn" size={16} />
    </span>
  )
  const isFrozen = fromMs <= nowMs
  const testId = `cell-${post}-${day}-${shift}`
  if (!mayPlan || isFrozen)
    return (
      <span className="roster-name" data-testid={testId} data-frozen={isFrozen}>
        {duty?.personName ?? '—'} {sign}
      </span>
    )
  const isFirst = swapping?.post === post && swapping.day === day && swapping.shift === shift
  const isGone = duty !== null && !page.guards.some(({ id }) => id === duty.personId)
  const assign = (personId: string | null) =>
    void changeRoster(personId === null ? 'cleared' : 'assigned', [{ post, day, shift, personId }])
  return (
    <span className="roster-cell" data-swapping={isFirst}>
      <select
        aria-label={`${day} ${column.shiftName}`}
        value={duty?.personId ?? ''}
        data-testid={testId}
        onChange={event => assign(event.target.value === '' ? null : event.target.value)}
      >
        <option value="">—</option>
        {isGone && <option value={duty.personId}>{duty.personName}</option>}
        {times !== null &&
          page.guards.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        {times === null && duty !== null && !isGone && (
          <option value={duty.personId}>{duty.personName}</option>
        )}
      </select>
      {sign}
      {duty !== null && (
        <button
          type="button"
          className="roster-swap"
          title={t('roster.swap')}
          aria-label={`${t('roster.swap')} ${day} ${column.shiftName}`}
          aria-pressed={isFirst}
          data-testid={`swap-${post}-${day}-${shift}`}
          onClick={() => swapWith({ post, day, shift, personId: duty.personId })}
        >
          ⇄
        </button>
      )}
    </span>
  )
}
