import { givesPicture, type CameraReport } from '../../shared/domain/camera.ts'
import { station } from '../../shared/domain/person.ts'
import type { Camera } from '../../shared/site.ts'
import type { Raising } from '../incidents/shelving/service.ts'
import type { Journal } from '../journal/journal.ts'
import type { Clock } from '../platform/clock.ts'
import type { OpenSegment } from './open-segment.ts'

/** A hole in a recording is told after this, not found a week later (complaint 11). */
const silentAfterMs = 60_000

interface Watched {
  bytes: number
  /** When something was written last, by both clocks. */
  atMs: number
  atMonotonicMs: number
  isTold: boolean
  isFault: boolean
}

export interface SilenceOptions {
  readonly cameras: () => readonly Camera[]
  readonly openSegment: (cameraId: string) => OpenSegment | null
  readonly reportOf: (cameraId: string) => CameraReport | undefined
  readonly incidents?: Raising
  readonly journal: Journal
  readonly clock: Clock
}

/**
 * Watches that every camera that is to be recorded really is: by what reaches its file, not by what the recorder says.
 * Written down after a minute whatever the cause; a fault on the desk when any stream of the camera is live: the recorded
 * one may be refused while the other is on the wall, and then `LostCameras` sees nothing wrong.
 */
export class SilenceWatch {
  readonly #options: SilenceOptions
  readonly #watched = new Map<string, Watched>()

  constructor(options: SilenceOptions) {
    this.#options = options
  }

  look(): void {
    const recorded = this.#options
      .cameras()
      .filter(({ record, enabled, retired }) => record !== 'off' && enabled && !retired)
    const ids = new Set(recorded.map(({ id }) => id))
    for (const [id, { isFault }] of this.#watched) {
      if (ids.has(id)) continue
      this.#watched.delete(id)
      // Nobody wants it recorded any more: the fault would stand for ever.
      if (isFault) this.#options.incidents?.restored(keyOf({ id }), station, 'not-recorded')
    }
    for (const camera of recorded) this.#lookAt(camera)
  }

  /** Since when nothing was written although it should be; null while it is. */
  sinceMs(cameraId: string): number | null {
    const watched = this.#watched.get(cameraId)
    return watched?.isTold ? watched.atMs : null
  }

  #lookAt(camera: Camera): void {
    const { clock, openSegment, reportOf } = this.#options
    const nowMs = clock.now()
    const nowMonotonicMs = clock.monotonic()
    const segment = openSegment(camera.id)
    const bytes = segment === null ? 0 : segment.writer.writtenBytes
    const before = this.#watched.get(camera.id)
    if (before === undefined || (bytes > 0 && bytes !== before.bytes)) {
      if (before?.isTold) this.#back(camera, before)
      const now = { bytes, atMs: nowMs, atMonotonicMs: nowMonotonicMs, isTold: false, isFault: false }
      this.#watched.set(camera.id, now)
      return
    }
    if (nowMonotonicMs - before.atMonotonicMs < silentAfterMs) return
    if (!before.isTold) this.#write('recordings.silent', camera, { sinceMs: before.atMs })
    before.isTold = true
    if (!before.isFault && givesPicture(reportOf(camera.id))) this.#fault(camera, before)
  }

  #back(camera: Camera, { atMs, isFault }: Watched): void {
    const { clock, incidents } = this.#options
    this.#write('recordings.resumed', camera, { fromMs: atMs, toMs: clock.now() })
    if (isFault) incidents?.restored(keyOf(camera), station, '')
  }

  #fault(camera: Camera, watched: Watched): void {
    watched.isFault = true
    this.#options.incidents?.occur({
      kind: 'device-fault',
      place: {
        key: keyOf(camera),
        name: `录像中断：${camera.name}`,
        panelId: null,
        zoneId: null,
        cameraIds: [camera.id],
      },
      actor: station,
      code: 'recordings.silent',
      deviceAtMs: null,
      receivedAtMs: this.#options.clock.now(),
    })
  }

  #write(kind: string, { id, name }: Camera, body: object): void {
    this.#options.journal.append({ actor: station, kind, subject: id, body: { name, ...body } })
  }
}

const keyOf = ({ id }: Pick<Camera, 'id'>) => `recording:${id}`
