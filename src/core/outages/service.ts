import { isOver, settleApproval, type Approval } from '../../shared/domain/approval.ts'
import type { MatterOf, RequestDevice } from '../../shared/domain/approval-kinds.ts'
import type { CameraReport } from '../../shared/domain/camera.ts'
import { heldInOutage, type OutageReport } from '../../shared/domain/outage.ts'
import { station } from '../../shared/domain/person.ts'
import type { SiteFile } from '../../shared/site.ts'
import type { IncidentPlace, Occurrence } from '../incidents/occurrence.ts'
import type { Raising } from '../incidents/shelving/service.ts'
import type { Journal } from '../journal/journal.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { Emitter } from '../platform/emitter.ts'
import { outageTable, type Held, type Unseen } from './table.ts'

type Outage = Approval & { matter: MatterOf<'planned-outage'> }

export interface OutagesOptions {
  readonly db: Db
  readonly journal: Journal
  readonly clock: Clock
  /** Where it goes what no outage holds back. */
  readonly raising: Raising
  readonly site: () => Pick<SiteFile, 'panels' | 'cameras'>
  /** Outages that were consented to and are not over. */
  readonly approved: () => readonly Outage[]
  readonly cameras: () => readonly CameraReport[]
}

const lost: ReadonlySet<string> = new Set(['stalled', 'lost', 'unauthorised', 'unsupported'])

/**
 * 停用 (A-13.b, requirements section 6): while an outage that was consented to runs, faults of the devices it names are
 * written down and held back. When its time is over, what still stands becomes an incident.
 */
export class Outages {
  /** Another one was consented to, one began or ended. */
  readonly changed = new Emitter<OutageReport[]>()
  /** What devices tell; what an outage expects is held back. */
  readonly raising: Raising = {
    occur: occurrence => (this.#hold(occurrence) ? null : this.#options.raising.occur(occurrence)),
    restored: (placeKey, actor, code) => {
      if (this.#held.delete(placeKey)) this.#table.removeHeld(placeKey)
      this.#options.raising.restored(placeKey, actor, code)
    },
  }
  readonly #options: OutagesOptions
  readonly #table: ReturnType<typeof outageTable>
  readonly #held: Map<string, Held>
  readonly #unseen: Map<string, Unseen>
  /** Null: to be read. */
  #outages: readonly Outage[] | null = null

  constructor(options: OutagesOptions) {
    this.#options = options
    this.#table = outageTable(options.db)
    this.#held = new Map(this.#table.held().map(held => [held.place.key, held]))
    this.#unseen = new Map(this.#table.unseen().map(unseen => [unseen.cameraId, unseen]))
  }

  list(): OutageReport[] {
    return this.#approved()
      .map(outage => reportOf(outage, this.#options.clock.now()))
      .toSorted((a, b) => a.fromMs - b.fromMs)
  }

  /** A request changed; call it after each commit. */
  requestChanged({ matter }: Approval): void {
    if (matter.kind !== 'planned-outage') return
    this.#outages = null
    this.changed.emit(this.list())
  }

  /** An outage that ran is over: its cameras are to show a picture again. Call it in the transaction of its end. */
  follow(after: Approval, before: Approval): void {
    const { matter } = after
    if (matter.kind !== 'planned-outage' || !isOver(after)) return
    const ran =
      before.state.kind === 'in-use' ||
      (before.state.kind === 'authorised' &&
        settleApproval(before, this.#options.clock.now()).state.kind !== 'authorised')
    if (!ran) return
    for (const { kind, id } of matter.devices)
      if (kind === 'camera') this.#putUnseen({ cameraId: id, number: after.number, isTold: false })
  }

  /** Whether a camera is out of use as planned, or has not been seen since. */
  expectsDark(cameraId: string): boolean {
    const running = this.#running(this.#options.clock.now())
    return (
      this.#unseen.has(cameraId) ||
      running.some(({ matter }) =>
        matter.devices.some(({ kind, id }) => kind === 'camera' && id === cameraId),
      )
    )
  }

  /** Tells what still stands of outages that are over; called every second. */
  checkDue(): void {
    const nowMs = this.#options.clock.now()
    const running = new Set(this.#running(nowMs).map(({ number }) => number))
    for (const held of this.#held.values()) if (!running.has(held.number)) this.#release(held, nowMs)
    if (this.#unseen.size > 0) this.#lookForCameras(nowMs)
  }

  #approved(): readonly Outage[] {
    return (this.#outages ??= this.#options.approved())
  }

  #running(nowMs: number): readonly Outage[] {
    return this.#approved().filter(({ matter: { span } }) => span.fromMs <= nowMs && nowMs < span.toMs)
  }

  #hold(occurrence: Occurrence): boolean {
    const { clock, journal, site } = this.#options
    const { kind, place, code, deviceAtMs, actor } = occurrence
    if (!heldInOutage.has(kind)) return false
    const outage = this.#running(clock.now()).find(({ matter }) =>
      matter.devices.some(device => concerns(device, place, site())),
    )
    if (outage === undefined) return false
    const held: Held = {
      number: outage.number,
      kind,
      code,
      place: { ...place, cameraIds: [...place.cameraIds] },
      deviceAtMs,
    }
    const { cameraIds: _, ...told } = held.place
    journal.transaction(() => {
      this.#table.putHeld(held)
      journal.append({
        actor,
        kind: 'outage.held',
        subject: `outage/${outage.number}`,
        body: { kind, code, ...told, number: outage.number },
      })
    })
    this.#held.set(place.key, held)
    return true
  }

  #release(held: Held, nowMs: number): void {
    const { journal } = this.#options
    const { kind, place, code, deviceAtMs, number } = held
    this.#held.delete(place.key)
    journal.transaction(() => {
      this.#table.removeHeld(place.key)
      journal.append({
        actor: station,
        kind: 'outage.not-restored',
        subject: `outage/${number}`,
        body: { number, place: place.name, kind, code },
      })
      // Another outage may name the device as well: then that one holds it.
      this.raising.occur({ kind, place, code, deviceAtMs, actor: station, receivedAtMs: nowMs })
    })
  }

  #lookForCameras(nowMs: number): void {
    const reports = new Map(this.#options.cameras().map(report => [report.id, report]))
    const site = new Map(this.#options.site().cameras.map(camera => [camera.id, camera]))
    for (const unseen of this.#unseen.values()) {
      const camera = site.get(unseen.cameraId)
      const report = reports.get(unseen.cameraId)
      const isLive = report?.main.state === 'live' || report?.sub.state === 'live'
      if (camera === undefined || camera.retired || isLive) this.#seen(unseen)
      else if (report !== undefined && !unseen.isTold && isLost(report))
        this.#tellUnseen(unseen, camera.name, nowMs)
    }
  }

  #seen({ cameraId, isTold }: Unseen): void {
    this.#unseen.delete(cameraId)
    this.#table.removeUnseen(cameraId)
    if (isTold) this.raising.restored(unseenKey(cameraId), station, 'outage-over')
  }

  #tellUnseen({ cameraId, number }: Unseen, name: string, nowMs: number): void {
    const { journal } = this.#options
    journal.transaction(() => {
      this.#putUnseen({ cameraId, number, isTold: true })
      journal.append({
        actor: station,
        kind: 'outage.not-restored',
        subject: `outage/${number}`,
        body: { number, place: name, kind: 'device-fault', code: 'outage-over' },
      })
      const place: IncidentPlace = {
        key: unseenKey(cameraId),
        name: `停用期满未恢复：${name}`,
        panelId: null,
        zoneId: null,
        cameraIds: [cameraId],
      }
      this.raising.occur({
        kind: 'device-fault',
        place,
        actor: station,
        code: 'outage-over',
        deviceAtMs: null,
        receivedAtMs: nowMs,
      })
    })
  }

  #putUnseen(unseen: Unseen): void {
    this.#table.putUnseen(unseen)
    this.#unseen.set(unseen.cameraId, unseen)
  }
}

const unseenKey = (cameraId: string): string => `camera:${cameraId}:outage`

const isLost = ({ main, sub }: CameraReport): boolean => lost.has(main.state) || lost.has(sub.state)

function reportOf({ number, matter }: Outage, nowMs: number): OutageReport {
  const { devices, span, reason, firm, substitute } = matter
  const isRunning = span.fromMs <= nowMs && nowMs < span.toMs
  return { number, devices, fromMs: span.fromMs, toMs: span.toMs, reason, firm, substitute, isRunning }
}

/** Whether what happened there is about this device. */
function concerns(
  { kind, id }: RequestDevice,
  place: IncidentPlace,
  { panels }: Pick<SiteFile, 'panels'>,
): boolean {
  switch (kind) {
    case 'camera':
      return place.panelId === null && place.cameraIds.length === 1 && place.cameraIds[0] === id
    case 'panel':
      return place.panelId === id
    case 'partition':
      return (
        place.key.startsWith(`${id}:`) ||
        panels.some(({ zones }) => zones.some(zone => zone.id === place.zoneId && zone.partition === id))
      )
    case 'system':
      return false
  }
}
