import { rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../platform/clock.ts'
import { RemoteSegment, type FetchOptions } from './remote-segment.ts'

const mostBytes = 1024 * 1024 * 1024
/** Recorders allow few playbacks at a time. */
const mostRunning = 4
const mostRunningPerCamera = 2
/** Nobody looks any more: the recorder is left alone. */
const idleFetchMs = 20_000
/** What was looked at is not kept here: the recordings of the school lie where they were recorded. */
const keptMs = 15 * 60_000
/** A moment this little ahead of a running fetch is waited for. */
const aheadMs = 5_000

/**
 * What was fetched from recorders, for as long as somebody looks at it, in a folder that is empty before the start and
 * after the end of the station.
 */
export class RemoteCache implements AsyncDisposable {
  readonly #folder: string
  readonly #clock: Clock
  readonly #segments = new Set<RemoteSegment>()
  #number = 0

  constructor(folder: string, clock: Clock) {
    this.#folder = folder
    this.#clock = clock
    rmSync(folder, { recursive: true, force: true })
  }

  /** What holds a moment, or will in a moment. */
  find(cameraId: string, atMs: number): RemoteSegment | null {
    const found = [...this.#segments].find(segment => segment.cameraId === cameraId && covers(segment, atMs))
    if (found !== undefined) found.lastUsedMs = this.#clock.monotonic()
    return found ?? null
  }

  /** Begins a fetch; the one of the same camera, or of all, that was not used for longest makes room. */
  async fetch(options: Omit<FetchOptions, 'file' | 'clock'>): Promise<RemoteSegment> {
    await this.#makeRoom(options.cameraId)
    const { cameraId } = options
    const file = join(this.#folder, cameraId, `${Math.round(options.span.fromMs)}-${++this.#number}.mp4`)
    const segment = new RemoteSegment({ ...options, file, clock: this.#clock })
    this.#segments.add(segment)
    return segment
  }

  /** Forgets a fetch that brought nothing. */
  async drop(segment: RemoteSegment): Promise<void> {
    this.#segments.delete(segment)
    await segment.stop()
    await rm(segment.file, { force: true })
  }

  /** Ends what nobody waits for, and removes what nobody looked at for long. Called now and then. */
  async sweep(): Promise<void> {
    const nowMs = this.#clock.monotonic()
    const idleMs = (segment: RemoteSegment) => nowMs - segment.lastUsedMs
    for (const segment of this.#segments) {
      if (segment.isGrowing() && idleMs(segment) > idleFetchMs) await segment.stop()
      if (!segment.isGrowing() && idleMs(segment) > keptMs) await this.drop(segment)
    }
    const oldest = [...this.#segments].toSorted((a, b) => a.lastUsedMs - b.lastUsedMs)
    let total = oldest.reduce((sum, { bytes }) => sum + bytes, 0)
    for (const segment of oldest) {
      if (total <= mostBytes) break
      if (segment.isGrowing()) continue
      total -= segment.bytes
      await this.drop(segment)
    }
  }

  async #makeRoom(cameraId: string): Promise<void> {
    const running = [...this.#segments]
      .filter(segment => segment.isGrowing())
      .toSorted((a, b) => a.lastUsedMs - b.lastUsedMs)
    const own = running.filter(segment => segment.cameraId === cameraId)
    if (own.length >= mostRunningPerCamera) await own[0]?.stop()
    else if (running.length >= mostRunning) await running[0]?.stop()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#segments].map(segment => segment.stop()))
    this.#segments.clear()
    await rm(this.#folder, { recursive: true, force: true })
  }
}

function covers(segment: RemoteSegment, atMs: number): boolean {
  if (!segment.isPlayable) return segment.isGrowing() && segment.wantedMs === atMs
  const reachMs = segment.lastFrameMs + (segment.isGrowing() ? aheadMs : 0)
  return segment.firstFrameMs <= atMs && atMs < reachMs
}
