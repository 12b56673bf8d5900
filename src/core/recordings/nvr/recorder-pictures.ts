import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Span } from '../../../shared/domain/recording.ts'
import type { Clock } from '../../platform/clock.ts'
import { keyFrameIn, type KeyFramePlace } from '../key-frames.ts'
import type { SchoolRecorder } from './school-recorder.ts'

/** Whoever drags on does not wait for a recorder that spins up its disk. */
const givenUpAfterMs = 8_000
/** A picture stands for so long a time: a recorder is not asked for every pixel, ms. */
const standsForMs = 10_000
/** What it did not have is not asked for again before, ms. */
const missingForMs = 30_000
const mostKept = 64
/** Slots that are known to be empty; the one found longest ago is forgotten first. */
const mostMissing = 1_000

/**
 * Single key frames of the school's recorder, for scrubbing. Recorders allow few playbacks: one is asked for at a time,
 * and of those who wait only the newest goes on.
 */
export class RecorderPictures {
  readonly #options: { school: Pick<SchoolRecorder, 'begin'>; folder: string; clock: Clock }
  readonly #kept: { cameraId: string; place: KeyFramePlace }[] = []
  readonly #missing = new Map<string, number>()
  #running: Promise<unknown> = Promise.resolve()
  #newest = 0

  constructor(options: { school: Pick<SchoolRecorder, 'begin'>; folder: string; clock: Clock }) {
    this.#options = options
  }

  /** The key frame at or shortly before a moment, never outside of `span`; null where it has none, or a newer question came. */
  async at(cameraId: string, atMs: number, span: Span): Promise<KeyFramePlace | null> {
    const mine = ++this.#newest
    await this.#running
    const known = this.#known(cameraId, atMs, span)
    if (known !== null || mine !== this.#newest || this.#isMissing(cameraId, atMs)) return known
    const asking = this.#ask(cameraId, atMs, span, mine)
    this.#running = asking.catch(() => null)
    const place = await asking
    if (place === null) this.#isEmptyAt(cameraId, atMs)
    else this.#kept.push({ cameraId, place })
    if (this.#kept.length > mostKept) this.#kept.shift()
    return place
  }

  async #ask(cameraId: string, atMs: number, span: Span, number: number): Promise<KeyFramePlace | null> {
    const { school, folder } = this.#options
    const file = join(folder, cameraId, `picture-${number}.mp4`)
    const wanted = { fromMs: atMs, toMs: Math.min(span.toMs, atMs + 1_000) }
    const segment = await school.begin(cameraId, wanted, file, AbortSignal.timeout(givenUpAfterMs))
    try {
      return segment === null ? null : await keyFrameIn(segment, atMs, span)
    } finally {
      await segment?.stop()
      await rm(file, { force: true })
    }
  }

  #known(cameraId: string, atMs: number, span: Span): KeyFramePlace | null {
    const found = this.#kept.findLast(
      ({ cameraId: of, place }) =>
        of === cameraId &&
        place.atMs <= atMs &&
        atMs < place.atMs + standsForMs &&
        place.atMs >= span.fromMs &&
        place.atMs < span.toMs,
    )
    return found?.place ?? null
  }

  #isEmptyAt(cameraId: string, atMs: number): void {
    const slot = slotOf(cameraId, atMs)
    this.#missing.delete(slot)
    this.#missing.set(slot, this.#options.clock.monotonic())
    const oldest = this.#missing.keys().next()
    if (this.#missing.size > mostMissing && oldest.done !== true) this.#missing.delete(oldest.value)
  }

  #isMissing(cameraId: string, atMs: number): boolean {
    const slot = slotOf(cameraId, atMs)
    const sinceMs = this.#missing.get(slot)
    if (sinceMs === undefined) return false
    if (this.#options.clock.monotonic() - sinceMs < missingForMs) return true
    this.#missing.delete(slot)
    return false
  }
}

const slotOf = (cameraId: string, atMs: number): string => `${cameraId} ${Math.floor(atMs / standsForMs)}`
