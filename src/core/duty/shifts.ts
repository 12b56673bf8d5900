import type { Shift } from '../../shared/domain/duty.ts'
import type { ShiftPlan } from '../../shared/domain/roster.ts'
import type { SiteUser } from '../../shared/site.ts'
import type { PeopleDirectory } from '../people/directory.ts'
import { toPerson } from './actors.ts'
import type { Roster } from './roster/service.ts'
import { shiftKindAt } from './rules.ts'
import type { dutyTable, ShiftRow } from './table.ts'

/** What the roster says of a shift, and where it is kept. */
export type ShiftPlans = Pick<Roster, 'planFor' | 'began' | 'planOfShift'>

/** The shifts: who stood the watch from when to when, and what was planned. One is open at most. */
export class Shifts {
  readonly #table: ReturnType<typeof dutyTable>
  readonly #people: PeopleDirectory
  readonly #roster: ShiftPlans | null

  /** @param roster null: a desk without a roster compares with nothing */
  constructor(table: ReturnType<typeof dutyTable>, people: PeopleDirectory, roster: ShiftPlans | null) {
    this.#table = table
    this.#people = people
    this.#roster = roster
  }

  /** The shift that is open, whoever sits at the desk now; null while the room is unmanned. */
  active(): Shift | null {
    const row = this.#table.activeShift()
    return row === null ? null : this.#of(row)
  }

  /** A shift by its number; null when there is none. */
  find(id: number): Shift | null {
    const row = this.#table.shift(id)
    return row === null ? null : this.#of(row)
  }

  /** Shifts of which a part lies in a period, oldest first. */
  between(fromMs: number, toMs: number): Shift[] {
    return this.#table.shiftsBetween(fromMs, toMs).map(row => this.#of(row))
  }

  /** When the watch ended that was the last one, ms; null while one is open and where none ever was. */
  lastEndedAtMs(): number | null {
    return this.#table.lastShift()?.endedAtMs ?? null
  }

  /** Begins somebody's shift, with what the roster says of it. */
  open(user: SiteUser, nowMs: number): { id: number; plan: ShiftPlan; shift: 'day' | 'night' } {
    const plan = this.#roster?.planFor(user.id) ?? { kind: 'none' }
    // Who comes some minutes early for the day shift stands the day shift.
    const shift = shiftKindAt(plan.kind === 'none' ? nowMs : Math.max(nowMs, plan.fromMs))
    const id = this.#table.startShift(user.id, user.name, shift, nowMs)
    this.#roster?.began(id, user.id, plan)
    return { id, plan, shift }
  }

  #of(row: ShiftRow): Shift {
    const user = this.#people.find(row.userId)
    const person = user === null ? { id: row.userId, name: row.userName, roles: [] } : toPerson(user)
    const { id, kind, startedAtMs, endedAtMs } = row
    const plan = this.#roster?.planOfShift(id) ?? { kind: 'none' }
    return { id, person, kind, startedAtMs, endedAtMs, plan }
  }
}
