import type { RosterChange, RosterPage, RosterReport } from '../../../shared/contract/roster.ts'
import type { UserActor } from '../../../shared/domain/person.ts'
import {
  planOf,
  spanOfShift,
  type Absence,
  type PlannedDuty,
  type RosterCell,
  type ShiftPlan,
} from '../../../shared/domain/roster.ts'
import { rosterWarnings, type RosterPerson } from '../../../shared/domain/roster-warnings.ts'
import { rightsOf } from '../../../shared/domain/rights.ts'
import { Refusal } from '../../../shared/refusal.ts'
import type { EquipmentItem, RosterRules } from '../../../shared/site/roster.ts'
import { dateAfter, dayKindOf, dayMs, momentOf } from '../../intrusion/arming/calendar.ts'
import type { Journal } from '../../journal/journal.ts'
import type { PeopleDirectory } from '../../people/directory.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import { Emitter } from '../../platform/emitter.ts'
import type { SiteStore } from '../../station/site-store.ts'
import { rosterTable } from './table.ts'

/** Most days that are read or printed at a time. */
const mostDays = 62
/** Warnings look so far beyond what is shown, for rests that begin outside of it, ms. */
const marginMs = 2 * dayMs
/** The shift after this one begins within so long, ms. */
const nextWithinMs = 2 * dayMs

export interface RosterOptions {
  readonly db: Db
  readonly journal: Journal
  readonly clock: Clock
  readonly people: PeopleDirectory
  readonly sites: Pick<SiteStore, 'current' | 'change' | 'changed'>
}

/**
 * The planned roster (A-10.a): who is to stand which shift at which post. Every change is an entry with what stood there
 * before; a shift that has begun is not changed any more, so that what was planned when it ran stays.
 */
export class Roster {
  readonly changed = new Emitter<RosterReport>()
  readonly #options: RosterOptions
  readonly #table: ReturnType<typeof rosterTable>

  constructor(options: RosterOptions) {
    this.#options = options
    this.#table = rosterTable(options.db)
    options.sites.changed.on(() => this.#tell())
  }

  get rules(): RosterRules {
    return this.#options.sites.current.duty.roster
  }

  /** Who is to stand at the desk now, and who after that. */
  report(): RosterReport {
    const nowMs = this.#options.clock.now()
    const duties = this.atDesk(nowMs, nowMs + nextWithinMs)
    const now = duties.findLast(({ fromMs }) => fromMs <= nowMs) ?? null
    return { now, next: duties.find(({ fromMs }) => fromMs > nowMs) ?? null }
  }

  /** What is planned at the console's desk in a stretch of time, by its begin. */
  atDesk(fromMs: number, toMs: number): PlannedDuty[] {
    const desk = this.rules.posts[0]?.id
    return this.#table.between(fromMs, toMs).filter(({ post }) => post === desk)
  }

  /** What the roster says of somebody who begins a shift now. */
  planFor(userId: string): ShiftPlan {
    const nowMs = this.#options.clock.now()
    const duties = this.#table.between(nowMs, nowMs + nextWithinMs)
    const hasServed = (fromMs: number) => this.#table.hasServed(userId, fromMs)
    return planOf(duties, userId, this.rules, nowMs, hasServed)
  }

  /** Keeps what was planned for a shift that begins; in the transaction of its entry. */
  began(shiftId: number, userId: string, plan: ShiftPlan): void {
    this.#table.putPlan(shiftId, userId, plan)
  }

  /** What was planned when a shift began; `none` for shifts from before there was a roster. */
  planOfShift(shiftId: number): ShiftPlan {
    return this.#table.plan(shiftId) ?? { kind: 'none' }
  }

  /** Something that is told once only: true the first time. To be called in the transaction of what tells it. */
  once(what: string): boolean {
    if (this.#table.isTold(what)) return false
    this.#table.tell(what, this.#options.clock.now())
    return true
  }

  isTold(what: string): boolean {
    return this.#table.isTold(what)
  }

  /** @throws Refusal `roster.span-invalid` */
  read(fromDay: string, toDay: string): RosterPage {
    const { sites } = this.#options
    const days = daysBetween(fromDay, toDay)
    const fromMs = momentOf(fromDay, 0)
    const toMs = momentOf(toDay, 1_440)
    const inView = new Set(days)
    const around = this.#table.between(fromMs - marginMs, toMs + marginMs)
    const shown = around.filter(({ day }) => inView.has(day))
    const absences = this.#table.absences(fromDay, toDay)
    const keys = new Set(shown.map(({ post, day, shift }) => `${post}:${day}:${shift}`))
    return {
      days: days.map(day => {
        const { as, note } = dayKindOf(day, sites.current.schoolDays)
        return { day, isFree: as === 'holiday' || as === 'saturday' || as === 'sunday', note }
      }),
      rules: this.rules,
      equipment: sites.current.duty.equipment,
      duties: shown,
      absences,
      warnings: rosterWarnings(around, this.#guards(), absences, this.rules).filter(({ duty }) =>
        keys.has(duty),
      ),
      guards: this.#guards(),
    }
  }

  /**
   * Plans places anew, all of them or none.
   * @throws Refusal `roster.begun`, `roster.unknown-place`, `roster.not-a-guard`
   */
  change(input: { how: RosterChange; reason: string; cells: readonly RosterCell[] }, actor: UserActor): void {
    const { journal } = this.#options
    journal.transaction(() => {
      const changes = input.cells.flatMap(cell => this.#plan(cell))
      if (changes.length === 0) return
      const { how, reason } = input
      journal.append({ actor, kind: 'roster.changed', subject: 'roster', body: { how, reason, changes } })
      journal.afterCommit(this.#tell)
    })
  }

  /** Plans one place; gives what changed, nothing when it stood so already. */
  #plan(cell: RosterCell): object[] {
    const before = this.#table.at(cell.post, cell.day, cell.shift)
    if ((before?.personId ?? null) === cell.personId) return []
    const duty = cell.personId === null ? null : this.#dutyOf(cell, cell.personId)
    const fromMs = before?.fromMs ?? duty?.fromMs ?? 0
    if (fromMs <= this.#options.clock.now())
      throw new Refusal('roster.begun', { day: cell.day, shift: before?.shiftName ?? duty?.shiftName ?? '' })
    if (duty === null) this.#table.remove(cell.post, cell.day, cell.shift)
    else this.#table.put(duty)
    const { postName = '', shiftName = '' } = duty ?? before ?? {}
    const { post, day, shift, personId } = cell
    const names = { postName, shiftName, before: before?.personName ?? '', after: duty?.personName ?? '' }
    return [{ post, day, shift, personId, ...names }]
  }

  #dutyOf(cell: RosterCell, personId: string): PlannedDuty {
    const { posts, shifts } = this.rules
    const post = posts.find(({ id }) => id === cell.post)
    const shift = shifts.find(({ id }) => id === cell.shift)
    if (post === undefined || shift === undefined) throw new Refusal('roster.unknown-place')
    const person = this.#options.people.find(personId)
    if (person === null || !this.#guards().some(({ id }) => id === personId))
      throw new Refusal('roster.not-a-guard', { name: person?.name ?? '' })
    const { day } = cell
    return {
      post: post.id,
      postName: post.name,
      day,
      shift: shift.id,
      shiftName: shift.name,
      personId,
      personName: person.name,
      ...spanOfShift(day, shift),
    }
  }

  /** @throws Refusal `duty.unknown-user`, `roster.span-invalid` */
  addAbsence(input: Omit<Absence, 'id' | 'personName'>, actor: UserActor): void {
    const person = this.#options.people.find(input.personId)
    if (person === null) throw new Refusal('duty.unknown-user')
    if (input.toDay < input.fromDay) throw new Refusal('roster.span-invalid')
    const absence = { ...input, personName: person.name }
    const { journal } = this.#options
    journal.transaction(() => {
      const id = this.#table.addAbsence(absence)
      journal.append({ actor, kind: 'roster.absence-entered', subject: `absence:${id}`, body: absence })
    })
  }

  endAbsence(id: number, actor: UserActor): void {
    const { journal } = this.#options
    const absence = this.#table.absences('0000-01-01', '9999-12-31').find(candidate => candidate.id === id)
    if (absence === undefined) return
    journal.transaction(() => {
      this.#table.removeAbsence(id)
      const { personName: name, fromDay, toDay, reason } = absence
      const body = { personName: name, fromDay, toDay, reason }
      journal.append({ actor, kind: 'roster.absence-ended', subject: `absence:${id}`, body })
    })
  }

  /**
   * Shifts, posts and limits, and what is counted at a handover. What is planned and has not begun goes by the new times.
   * @throws Refusal as `SiteStore.change`
   */
  setRules(input: { rules: RosterRules; equipment: readonly EquipmentItem[] }, actor: UserActor): void {
    const { sites, clock, journal } = this.#options
    sites.change(actor, 'duty roster: shifts, posts, equipment', draft => {
      draft.duty = { ...draft.duty, roster: input.rules, equipment: [...input.equipment] }
    })
    journal.transaction(() => {
      for (const duty of this.#table.between(clock.now(), Number.MAX_SAFE_INTEGER)) {
        const shift = input.rules.shifts.find(({ id }) => id === duty.shift)
        const post = input.rules.posts.find(({ id }) => id === duty.post)
        if (duty.fromMs <= clock.now() || shift === undefined || post === undefined) continue
        const names = { shiftName: shift.name, postName: post.name }
        this.#table.put({ ...duty, ...names, ...spanOfShift(duty.day, shift) })
      }
    })
    this.#tell()
  }

  #guards(): (RosterPerson & { readonly name: string })[] {
    return this.#options.people
      .active()
      .filter(({ roles }) => rightsOf(roles).has('duty.stand-watch'))
      .map(({ id, name, certificate }) => ({ id, name, certificateValidTo: certificate?.validTo ?? null }))
  }

  readonly #tell = (): void => this.changed.emit(this.report())
}

/** @throws Refusal `roster.span-invalid` when there are none, or too many */
function daysBetween(fromDay: string, toDay: string): string[] {
  const count = Math.round((momentOf(toDay, 0) - momentOf(fromDay, 0)) / dayMs) + 1
  if (count < 1 || count > mostDays) throw new Refusal('roster.span-invalid')
  return Array.from({ length: count }, (_, index) => dateAfter(fromDay, index))
}
