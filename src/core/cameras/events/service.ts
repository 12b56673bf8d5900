import type { CameraEventKind } from '../../../shared/domain/camera-event.ts'
import type { IncidentKind } from '../../../shared/domain/incident.ts'
import { station, type Actor } from '../../../shared/domain/person.ts'
import type { Span } from '../../../shared/domain/recording.ts'
import type { Camera } from '../../../shared/site.ts'
import type { CameraInput } from '../../../shared/site/relays.ts'
import type { Raising } from '../../incidents/shelving/service.ts'
import type { Journal } from '../../journal/journal.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import { Emitter } from '../../platform/emitter.ts'
import { spanMarks } from '../../platform/span-marks.ts'
import type { CameraMark } from '../../recordings/timeline.ts'
import { inputId } from '../../station/inputs-view.ts'
import { EdgeGate, type GateOutcome } from './edge-gate.ts'
import type { CameraEvent } from './event.ts'
import { InputStates } from './input-states.ts'
import { MotionRun } from './motion-run.ts'

export interface CameraEventsOptions {
  /** As the site file says now. */
  readonly cameras: () => readonly Camera[]
  readonly db: Db
  readonly journal: Journal
  readonly incidents: Raising
  readonly clock: Clock
}

/** Which incident an event raises; null when it is only written down. */
const incidentOf: Readonly<Record<CameraEventKind, IncidentKind | null>> = {
  motion: null,
  intrusion: null,
  tamper: 'video-tamper',
  'image-quality': null,
  'video-loss': 'video-loss',
  'digital-input': null,
  'storage-fault': 'device-fault',
}

const longestRawCharacters = 2_000
/** A timeline draws no more marks of one camera. */
const mostMarks = 2_000
/** 500 cameras with eight conditions each; a device names inputs and rules as it likes. */
const mostGates = 4_000
const forgetEveryMs = 3_600_000

/**
 * What cameras report of themselves, whatever way it comes: ONVIF, ISAPI alertStream or HTTP push call `report`. Motion
 * becomes runs on the timeline, all else entries `camera.event` in the journal; a lost or covered picture is an incident.
 * However much a camera talks, journal and disk grow slowly (`MotionRun`, `EdgeGate`).
 */
export class CameraEvents {
  /**
   * Every edge of a condition, and the beginning of every run of motion; told after it is on disk. One with `isState` may
   * be how the device was found, not what just happened.
   */
  readonly happened = new Emitter<CameraEvent>()
  readonly inputs: InputStates
  readonly #options: CameraEventsOptions
  readonly #table: ReturnType<typeof spanMarks>
  readonly #runs = new Map<string, MotionRun>()
  readonly #gates = new Map<string, EdgeGate<CameraEvent>>()
  #forgetAtMs = 0

  constructor(options: CameraEventsOptions) {
    this.#options = options
    this.inputs = new InputStates(options.cameras)
    this.#table = spanMarks(options.db, 'camera_motion')
  }

  /** Takes one event of a camera of the site; of any other it is ignored. On disk when it returns. */
  report(event: CameraEvent): void {
    const camera = this.#camera(event.cameraId)
    if (camera === undefined || this.#isTooMany(event)) return
    if (event.kind === 'motion' || event.kind === 'intrusion') return this.#moved(event)
    const input = inputOf(camera, event)
    const meant = input?.activeWhen === 'false' ? inverted(event) : event
    if (input !== undefined) this.inputs.told(camera.id, input.token, meant.edge)
    this.#told(camera, this.#gate(meant).take(meant))
  }

  /** A camera cannot be heard any more: motion under way ends; what else stood is told anew when it speaks again. */
  lost(cameraId: string): void {
    this.#runs.get(cameraId)?.lost(this.#options.clock.now())
    for (const gate of this.#gatesOf(cameraId)) gate.hold()
    this.inputs.lost(cameraId)
  }

  /** A camera can be heard again. */
  heard(cameraId: string): void {
    for (const gate of this.#gatesOf(cameraId)) gate.resume(this.#options.clock.now())
  }

  /**
   * A camera has not been heard for a while, or is heard again: one whose contacts raise alarms is then a fault, for nobody
   * hears the button.
   */
  silent(cameraId: string, isSilent: boolean): void {
    const camera = this.#camera(cameraId)
    if (camera?.inputs?.some(({ alarm }) => alarm !== 'none') !== true) return
    const { incidents, clock } = this.#options
    const key = `camera:${camera.id}:inputs`
    if (!isSilent) return incidents.restored(key, station, 'heard')
    incidents.occur({
      kind: 'device-fault',
      place: { key, name: `${camera.name}：报警输入`, panelId: null, zoneId: null, cameraIds: [camera.id] },
      actor: station,
      code: 'inputs-silent',
      deviceAtMs: null,
      receivedAtMs: clock.now(),
    })
  }

  /** Motion as marks for the timeline. */
  marks(span: Span): CameraMark[] {
    const stepMs = Math.max(1, (span.toMs - span.fromMs) / mostMarks)
    return this.#options
      .cameras()
      .flatMap(({ id }) =>
        this.#table
          .within(id, span, stepMs)
          .map((run): CameraMark => ({ ...run, cameraId: id, kind: 'motion', text: '' })),
      )
  }

  /** Looks at what is due; called every second. */
  checkDue(): void {
    const nowMs = this.#options.clock.now()
    for (const run of this.#runs.values()) run.tick(nowMs)
    for (const gate of this.#gates.values()) {
      const expired = gate.expired(nowMs)
      if (expired !== null)
        this.#expired({ ...expired, edge: 'restored', deviceAtMs: null, receivedAtMs: nowMs, raw: '' })
      const outcome = gate.tick(nowMs)
      if (outcome.kind !== 'tell-joined') continue
      const camera = this.#camera(outcome.event.cameraId)
      if (camera !== undefined) this.#told(camera, outcome)
    }
    if (Math.abs(nowMs - this.#forgetAtMs) < forgetEveryMs) return
    this.#forgetAtMs = nowMs
    for (const { id, retentionDays } of this.#options.cameras())
      this.#table.forget(id, nowMs - (retentionDays + 1) * 86_400_000)
  }

  #expired(event: CameraEvent): void {
    const camera = this.#camera(event.cameraId)
    if (camera !== undefined) this.#told(camera, this.#gate(event).take(event))
  }

  #moved(event: CameraEvent): void {
    const { cameraId, receivedAtMs, edge, endsAfterMs } = event
    const source = `${event.kind}|${event.source}`
    const run = this.#runs.get(cameraId) ?? new MotionRun(span => this.#table.put(cameraId, span))
    this.#runs.set(cameraId, run)
    if (edge === 'restored') run.end(source, receivedAtMs)
    else if (run.begin(source, receivedAtMs, endsAfterMs)) this.happened.emit(event)
  }

  /** Writes down what the gate lets through. */
  #told(camera: Camera, outcome: GateOutcome<CameraEvent>): void {
    if (outcome.kind === 'nothing') return
    const { event } = outcome
    const actor: Actor = { kind: 'device', id: camera.id }
    // The first word of a device, that all is well, is no event; an open incident still hears of it.
    const isNews = outcome.kind === 'tell-joined' || !(event.isState === true && event.edge === 'restored')
    this.#options.journal.transaction(() => {
      if (isNews) this.#write(camera, outcome)
      if (outcome.kind === 'tell' || outcome.isChanged) this.#incident(camera, event, actor)
    })
    if (outcome.kind === 'tell' || outcome.isChanged) this.happened.emit(event)
  }

  #write(camera: Camera, outcome: Exclude<GateOutcome<CameraEvent>, { kind: 'nothing' }>): void {
    const { event } = outcome
    const { kind, source, edge, code } = event
    const input = inputOf(camera, event)
    const named = input === undefined ? {} : { input: input.name, alarm: input.alarm }
    const about = { name: camera.name, event: kind, source, edge, code, ...named }
    const joined = outcome.kind === 'tell-joined'
    this.#options.journal.append({
      actor: { kind: 'device', id: camera.id },
      kind: joined ? 'camera.events-joined' : 'camera.event',
      subject: camera.id,
      body: joined
        ? {
            ...about,
            count: outcome.count,
            fromMs: Math.round(outcome.fromMs),
            toMs: Math.round(this.#options.clock.now()),
          }
        : {
            ...about,
            wasFound: event.isState === true,
            deviceAtMs: event.deviceAtMs === null ? null : Math.round(event.deviceAtMs),
            raw: event.raw.slice(0, longestRawCharacters),
          },
    })
  }

  #incident(camera: Camera, event: CameraEvent, actor: Actor): void {
    const input = inputOf(camera, event)
    const kind = input === undefined || input.alarm === 'none' ? incidentOf[event.kind] : input.alarm
    if (kind === null) return
    const key = `camera:${camera.id}:${event.kind}${input === undefined ? '' : `:${input.token}`}`
    const { code, deviceAtMs, receivedAtMs } = event
    if (event.edge === 'restored') {
      // A channel may have two rules for one thing: it is over when the last one ended.
      const stillSo = [...this.#gates].some(
        ([gateKey, gate]) =>
          (input === undefined
            ? gateKey.startsWith(`${camera.id}|${event.kind}|`)
            : gateKey === keyOf(event)) && gate.edge === 'active',
      )
      if (!stillSo) this.#options.incidents.restored(key, actor, code)
      return
    }
    this.#options.incidents.occur({
      kind,
      place: {
        key,
        name: input?.name ?? camera.name,
        panelId: null,
        zoneId: null,
        ...(input === undefined ? {} : { inputId: inputId(camera.id, input.token) }),
        cameraIds: [camera.id],
      },
      actor,
      code,
      deviceAtMs,
      receivedAtMs,
    })
  }

  #gatesOf(cameraId: string): EdgeGate<CameraEvent>[] {
    return [...this.#gates].flatMap(([key, gate]) => (key.startsWith(`${cameraId}|`) ? [gate] : []))
  }

  /** A device that makes up names without end must not fill the memory. */
  #isTooMany(event: CameraEvent): boolean {
    return this.#gates.size >= mostGates && !this.#gates.has(keyOf(event))
  }

  #gate(event: CameraEvent): EdgeGate<CameraEvent> {
    const key = keyOf(event)
    const gate = this.#gates.get(key) ?? new EdgeGate<CameraEvent>()
    this.#gates.set(key, gate)
    return gate
  }

  #camera(id: string): Camera | undefined {
    return this.#options.cameras().find(camera => camera.id === id && !camera.retired)
  }
}

/** What the site file says of the contact that an event is about; undefined for all else. */
function inputOf(camera: Camera, { kind, source }: CameraEvent): CameraInput | undefined {
  return kind === 'digital-input' ? camera.inputs?.find(({ token }) => token === source) : undefined
}

function inverted(event: CameraEvent): CameraEvent {
  return { ...event, edge: event.edge === 'active' ? 'restored' : 'active' }
}

const keyOf = (event: Pick<CameraEvent, 'cameraId' | 'kind' | 'source'>): string =>
  `${event.cameraId}|${event.kind}|${event.source}`
