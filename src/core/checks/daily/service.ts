import type { DailyCheckReport } from '../../../shared/contract/daily-check.ts'
import {
  beijingDay,
  dayAfter,
  dueCheck,
  lookedAt,
  stepDailyCheck,
  type DailyCheck,
  type DailyCheckEvent,
  type DailyFinding,
  type DailyReportTarget,
} from '../../../shared/domain/daily-check.ts'
import type { Shift } from '../../../shared/domain/duty.ts'
import { acknowledgement, isUnacknowledged } from '../../../shared/domain/incident.ts'
import { station, type Actor, type UserActor } from '../../../shared/domain/person.ts'
import { Refusal } from '../../../shared/refusal.ts'
import type { IncidentService } from '../../incidents/service.ts'
import type { Journal } from '../../journal/journal.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import { Emitter } from '../../platform/emitter.ts'
import { dailyCheckTable } from './table.ts'

/** Days back over which missing rounds are written down after the station was off, and shown. */
const longestLookBackDays = 31
const shownDays = 7

export interface DailyChecksOptions {
  readonly db: Db
  readonly journal: Journal
  readonly clock: Clock
  readonly incidents: Pick<IncidentService, 'occur' | 'act'>
  readonly cameras: () => readonly { readonly id: string; readonly name: string }[]
}

interface Round {
  readonly actor: UserActor
  /** The shift under which it is done; null for somebody who stands no watch. */
  readonly shift: Shift | null
}

/**
 * The daily look at every camera, live and recorded. A round is owed for every day of Beijing time since the
 * station was first started; a day that ends without a finished one is written down as missed.
 */
export class DailyChecks {
  readonly changed = new Emitter<DailyCheckReport>()
  readonly #options: DailyChecksOptions
  readonly #table: ReturnType<typeof dailyCheckTable>

  constructor(options: DailyChecksOptions) {
    this.#options = options
    this.#table = dailyCheckTable(options.db)
    this.checkDay()
  }

  report(): DailyCheckReport {
    const day = this.#day()
    const missed = this.#table
      .since(dayAfter(day, -shownDays))
      .filter(({ missedAtMs }) => missedAtMs !== null)
      .map(check => ({ day: check.day, done: lookedAt(check), of: check.cameras.length }))
    return { today: this.#today(), missed }
  }

  /** @throws Refusal `daily-check.over` when today's round is finished */
  start({ actor, shift }: Round): DailyCheck {
    const isNew = this.#today().started === null
    const cameras = this.#options.cameras().map(({ id, name }) => ({ id, name }))
    const body = { cameras, shift: shift?.kind ?? '' }
    return this.#step(
      { type: 'start', cameras },
      actor,
      isNew ? 'daily-check.started' : 'daily-check.resumed',
      body,
    )
  }

  /** One camera was looked at. A finding raises an incident of that camera, or joins its open one. */
  look(
    { cameraId, finding, note }: { cameraId: string; finding: DailyFinding | null; note: string },
    { actor, shift }: Round,
  ): DailyCheck {
    const camera = this.#today().cameras.find(({ id }) => id === cameraId)
    if (camera === undefined) throw new Refusal('cameras.unknown', { camera: cameraId })
    return this.#options.journal.transaction(() => {
      const incidentId = finding === null ? null : this.#raise(camera, finding, note, actor)
      const said = { finding, note, incidentId }
      const body = { camera: { id: camera.id, name: camera.name }, ...said, shift: shift?.kind ?? '' }
      return this.#step({ type: 'look', cameraId, ...said }, actor, 'daily-check.looked', body)
    })
  }

  /** @throws Refusal `daily-check.cameras-left` while one camera was not looked at */
  finish(reportedTo: DailyReportTarget, { actor, shift }: Round): DailyCheck {
    const { cameras } = this.#today()
    const body = { reportedTo, cameras: cameras.length, shift: shift?.kind ?? '' }
    return this.#step({ type: 'finish', reportedTo }, actor, 'daily-check.finished', body)
  }

  /** Begins the new day, and writes down what was missed. Called every second. */
  checkDay(): void {
    const today = this.#day()
    const last = this.#table.last()
    if (last !== null && last.day >= today) return
    const { journal, clock, cameras } = this.#options
    journal.transaction(() => {
      const earliest = dayAfter(today, -longestLookBackDays)
      let day = last === null || last.day < earliest ? (last === null ? today : earliest) : last.day
      for (; day < today; day = dayAfter(day, 1)) {
        const owed = this.#table.byDay(day) ?? dueCheck(day)
        const outcome = stepDailyCheck(owed, { type: 'miss' }, { id: '', name: '' }, clock.now())
        // A finished round cannot be missed; a school without cameras owes none.
        if (!outcome.ok || cameras().length === 0) continue
        this.#table.put(outcome.check)
        this.#write(station, 'daily-check.missed', day, {
          done: lookedAt(owed),
          of: owed.cameras.length || cameras().length,
        })
      }
      this.#table.put(dueCheck(today))
    })
    this.#tell()
  }

  #day(): string {
    return beijingDay(this.#options.clock.now())
  }

  #today(): DailyCheck {
    const day = this.#day()
    return this.#table.byDay(day) ?? dueCheck(day)
  }

  #step(event: DailyCheckEvent, actor: UserActor, kind: string, body: object): DailyCheck {
    const { journal, clock } = this.#options
    const check = journal.transaction(() => {
      const outcome = stepDailyCheck(this.#today(), event, actor, clock.now())
      if (!outcome.ok) throw new Refusal(outcome.code)
      this.#table.put(outcome.check)
      this.#write(actor, kind, outcome.check.day, body)
      return outcome.check
    })
    this.#tell()
    return check
  }

  /** The guard knows of it already: the incident rings for nobody. */
  #raise(
    camera: { id: string; name: string },
    finding: DailyFinding,
    note: string,
    actor: UserActor,
  ): number {
    const { incidents, clock } = this.#options
    const incident = incidents.occur({
      kind: 'device-fault',
      place: {
        key: `daily-check:${camera.id}`,
        name: camera.name,
        panelId: null,
        zoneId: null,
        cameraIds: [camera.id],
      },
      actor,
      code: finding,
      deviceAtMs: null,
      receivedAtMs: clock.now(),
      ...(note === '' ? {} : { text: note }),
    })
    if (isUnacknowledged(incident)) incidents.act(incident.id, acknowledgement(incident), actor)
    return incident.id
  }

  #write(actor: Actor, kind: string, day: string, body: object): void {
    this.#options.journal.append({ actor, kind, subject: `daily-check/${day}`, body: { day, ...body } })
  }

  readonly #tellNow = (): void => this.changed.emit(this.report())

  #tell(): void {
    this.#options.journal.afterCommit(this.#tellNow)
  }
}
