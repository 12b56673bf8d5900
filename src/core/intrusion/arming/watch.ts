import type { ArmingWatch } from '../../../shared/contract/arming.ts'
import { station, type UserActor } from '../../../shared/domain/person.ts'
import { Refusal } from '../../../shared/refusal.ts'
import type { IncidentPlace } from '../../incidents/occurrence.ts'
import { partitionsOf, type ArmingContext, type SitePartition } from './context.ts'
import { lastDue, nextDue, type Due } from './schedule.ts'
import { stepWatch, type Look, type Told } from './watch-step.ts'

/** How long after its start the station waits for the first reading of a device, ms. */
const settlingMs = 60_000
/** The longest that an arming may be put off, hours. */
const longestHoldHours = 3
/** A perimeter's reminder and escalation; it has no schedule of its own, ms. */
const perimeterTimes = { remindMs: 5 * 60_000, escalateMs: 15 * 60_000, graceMs: 0 }
const minuteMs = 60_000

const kindOfTold: Readonly<Record<Told, string>> = {
  remind: 'intrusion.arming-reminded',
  missed: 'intrusion.arming-missed',
  escalate: 'intrusion.arming-escalated',
  'met-late': 'intrusion.arming-met',
  superseded: 'intrusion.arming-superseded',
}

/** Looks at every partition against its schedule, tells once what is to be told, and keeps that on disk (F10). */
export class ScheduleWatch {
  readonly #context: ArmingContext
  readonly #watches: Map<string, ArmingWatch>
  readonly #startedMs: number

  constructor(context: ArmingContext) {
    this.#context = context
    this.#watches = context.tables.watches.all()
    this.#startedMs = context.intrusion.context.clock.monotonic()
  }

  of(partitionId: string): ArmingWatch | null {
    return this.#watches.get(partitionId) ?? null
  }

  /** One look at all partitions; called every second. */
  check(): void {
    const partitions = partitionsOf(this.#context.sites.current)
    for (const found of partitions) this.#look(found)
    for (const id of this.#watches.keys())
      if (!partitions.some(({ partition }) => partition.id === id)) this.#keep(id, null)
  }

  /** The change that should have been made last, and the next one. */
  duesOf({ partition }: SitePartition, nowMs: number): { last: Due | null; next: Due | null } {
    const { sites, intrusion } = this.#context
    if (partition.kind === 'perimeter') {
      const planned = intrusion.perimeter.all().find(({ partitionId }) => partitionId === partition.id)
      // Armed is the norm: without a plan it should have been armed all along.
      if (planned === undefined) return { last: { atMs: 0, to: 'armed' }, next: null }
      const due: Due = { atMs: planned.rearmAtMs, to: 'armed' }
      return nowMs < due.atMs ? { last: null, next: due } : { last: due, next: null }
    }
    const { schedule } = partition
    if (schedule === undefined) return { last: null, next: null }
    const { schoolDays } = sites.current
    return { last: lastDue(schedule, schoolDays, nowMs), next: nextDue(schedule, schoolDays, nowMs) }
  }

  /**
   * Puts off what is due (overtime): nothing is raised before `untilMs`.
   * @throws Refusal `intrusion.unknown-partition`, `intrusion.end-invalid`, `intrusion.nothing-due`; also for a
   *   perimeter, which is disarmed with a plan of its own
   */
  hold(input: { partitionId: string; untilMs: number; reason: string }, actor: UserActor): void {
    const { journal, clock } = this.#context.intrusion.context
    const found = partitionsOf(this.#context.sites.current).find(
      ({ partition }) => partition.id === input.partitionId,
    )
    if (found === undefined) throw new Refusal('intrusion.unknown-partition')
    const nowMs = clock.now()
    const before = this.of(input.partitionId)
    if (
      found.partition.kind === 'perimeter' ||
      before === null ||
      before.to !== 'armed' ||
      before.stage === 'met'
    )
      throw new Refusal('intrusion.nothing-due')
    if (input.untilMs <= nowMs || input.untilMs > nowMs + longestHoldHours * 3_600_000)
      throw new Refusal('intrusion.end-invalid', { hours: longestHoldHours })
    const { untilMs, reason } = input
    const { watch } = stepWatch(before, { type: 'hold', untilMs, reason, byName: actor.name }, nowMs)
    journal.transaction(() => {
      journal.append({
        actor,
        kind: 'intrusion.arming-held',
        subject: found.partition.id,
        body: { partition: found.partition.name, dueMs: before.dueAtMs, untilMs, reason },
      })
      this.#keep(found.partition.id, watch)
    })
  }

  #look(found: SitePartition): void {
    const { clock } = this.#context.intrusion.context
    const { id } = found.partition
    const nowMs = clock.now()
    const look = this.#lookAt(found, nowMs)
    const before = this.of(id)
    const { watch, told } = stepWatch(before, { type: 'look', look }, nowMs)
    if (watch === before) return
    this.#context.intrusion.context.journal.transaction(() => {
      for (const what of told)
        this.#tell(found, what, what === 'superseded' || what === 'met-late' ? before : watch, before)
      this.#keep(id, watch)
    })
  }

  #lookAt(found: SitePartition, nowMs: number): Look {
    const { intrusion } = this.#context
    const { partition } = found
    const state = intrusion.picture.partitions.get(partition.id)?.state ?? 'unknown'
    const isSettling =
      state === 'unknown' && intrusion.context.clock.monotonic() - this.#startedMs < settlingMs
    const { schedule } = partition
    const times =
      schedule === undefined
        ? perimeterTimes
        : {
            remindMs: schedule.remindMinutes * minuteMs,
            escalateMs: schedule.escalateMinutes * minuteMs,
            graceMs: schedule.graceMinutes * minuteMs,
          }
    return { ...this.duesOf(found, nowMs), state, isSettling, ...times }
  }

  #tell(found: SitePartition, told: Told, watch: ArmingWatch | null, before: ArmingWatch | null): void {
    if (watch === null) return
    const { journal, clock, incidents } = this.#context.intrusion.context
    const { id, name, kind } = found.partition
    const state = this.#context.intrusion.picture.partitions.get(id)?.state ?? 'unknown'
    const planned = this.#context.intrusion.perimeter.all().find(({ partitionId }) => partitionId === id)
    journal.append({
      actor: station,
      kind: kindOfTold[told],
      subject: id,
      body: {
        partition: name,
        partitionKind: kind,
        to: watch.to,
        dueMs: watch.dueAtMs,
        state,
        ...(planned === undefined ? {} : { reason: planned.reason, byName: planned.byName }),
      },
    })
    const missedAtMs = (told === 'missed' ? watch : before)?.missedAtMs
    if (missedAtMs == null || told === 'remind') return
    const place = placeOf(found, missedAtMs)
    const escalated = { ...place, key: `${place.key}:escalated` }
    if (told === 'met-late' || told === 'superseded') {
      incidents.restored(place.key, station, told)
      incidents.restored(escalated.key, station, told)
      return
    }
    incidents.occur({
      kind: 'arming-missed',
      place: told === 'escalate' ? escalated : place,
      actor: station,
      code: told === 'escalate' ? 'escalated' : codeOf(watch, kind),
      deviceAtMs: null,
      receivedAtMs: clock.now(),
    })
  }

  #keep(id: string, watch: ArmingWatch | null): void {
    const { watches } = this.#context.tables
    if (watch === null) {
      watches.remove(id)
      this.#watches.delete(id)
    } else {
      watches.put(id, watch)
      this.#watches.set(id, watch)
    }
  }
}

/** Each missed change is a place of its own, so that it rings although an older one is still being written up. */
function placeOf({ panel, partition }: SitePartition, missedAtMs: number): IncidentPlace {
  return {
    key: `${partition.id}:missed:${String(missedAtMs)}`,
    name: partition.name,
    panelId: panel.id,
    zoneId: null,
    cameraIds: [],
  }
}

function codeOf(watch: ArmingWatch, kind: 'intrusion' | 'perimeter'): string {
  if (kind === 'perimeter') return watch.dueAtMs === 0 ? 'perimeter-disarmed' : 'rearm-overdue'
  return watch.to === 'armed' ? 'arming-missed' : 'disarming-missed'
}
