import { Readable } from 'node:stream'
import type { Span } from '../../shared/domain/recording.ts'
import type { ChildRegistry } from '../platform/child-registry.ts'
import { startChild, type SupervisedChild } from '../platform/child-process.ts'
import type { Clock } from '../platform/clock.ts'
import { keyFrameAt, type KeyFramePlace } from './key-frames.ts'
import type { Library } from './library.ts'
import type { RecorderPictures } from './nvr/recorder-pictures.ts'

export interface Thumbnail extends Span {
  readonly jpeg: Buffer
}

export interface ThumbnailOptions {
  readonly library: Library
  /** For what only the school's recorder holds. */
  readonly recorder: Pick<RecorderPictures, 'at'>
  readonly ffmpeg: string
  readonly registry: ChildRegistry
  readonly clock: Clock
}

const widthPixels = 320
/** A picture that takes longer than this is not worth waiting for while somebody drags, ms. */
const givenUpAfterMs = 5_000
/** How long the one frame stands for in the register, ms. */
const frameMs = 40
const mostAtOnce = 2
const mostWaiting = 4
const cacheBytes = 24 * 1024 * 1024

/**
 * Small pictures for scrubbing: the key frame at or before a moment, decoded by ffmpeg. Two at most are made at a time;
 * of those that wait the newest goes first and the oldest is dropped, for the hand has moved on. Kept in memory only:
 * a folder of pictures would be a second archive that nobody guards.
 */
export class Thumbnails {
  readonly #options: ThumbnailOptions
  readonly #kept = new Map<string, Thumbnail>()
  readonly #making = new Map<string, Promise<Thumbnail | null>>()
  readonly #waiting: ((mayGo: boolean) => void)[] = []
  #keptBytes = 0
  #running = 0

  constructor(options: ThumbnailOptions) {
    this.#options = options
  }

  /** The picture of a moment inside `span`; null when nothing is there, or newer questions went first. */
  async at(cameraId: string, atMs: number, span: Span): Promise<Thumbnail | null> {
    const { library, recorder } = this.#options
    const place =
      (await keyFrameAt(library, cameraId, atMs, span)) ?? (await recorder.at(cameraId, atMs, span))
    if (place === null) return null
    const key = `${place.file} ${place.offset}`
    const kept = this.#kept.get(key)
    if (kept !== undefined) {
      // Used last, dropped last.
      this.#kept.delete(key)
      this.#kept.set(key, kept)
      return kept
    }
    const making = this.#making.get(key) ?? this.#make(key, place)
    this.#making.set(key, making)
    return await making
  }

  async #make(key: string, place: KeyFramePlace): Promise<Thumbnail | null> {
    try {
      if (!(await this.#turn())) return null
      try {
        const { init, firstFragment, atMs, untilMs } = place
        const jpeg = await this.#decode(Buffer.concat([init, firstFragment]))
        if (jpeg === null) return null
        const made = { fromMs: Math.round(atMs), toMs: Math.round(Math.min(untilMs, atMs + frameMs)), jpeg }
        this.#keep(key, made)
        return made
      } finally {
        this.#running--
        this.#next()
      }
    } finally {
      this.#making.delete(key)
    }
  }

  /** Waits until fewer are being made; false when the question was dropped. */
  #turn(): Promise<boolean> {
    return new Promise(resolve => {
      this.#waiting.push(mayGo => {
        if (mayGo) this.#running++
        resolve(mayGo)
      })
      while (this.#waiting.length > mostWaiting) this.#waiting.shift()?.(false)
      this.#next()
    })
  }

  #next(): void {
    while (this.#running < mostAtOnce && this.#waiting.length > 0) this.#waiting.pop()?.(true)
  }

  async #decode(media: Buffer): Promise<Buffer | null> {
    const { ffmpeg, registry, clock } = this.#options
    const words = '-hide_banner -loglevel error -threads 1 -f mp4 -i pipe:0 -frames:v 1 -an -q:v 6 -f mjpeg'
    await using child = startChild({
      command: ffmpeg,
      args: [...words.split(' '), '-vf', `scale=${widthPixels}:-2`, 'pipe:1'],
      input: Readable.from([media]),
      registry,
      clock,
    })
    const late = new AbortController()
    void this.#giveUp(child, clock.sleep(givenUpAfterMs, late.signal), late.signal)
    const parts: Buffer[] = []
    for await (const part of child.stdout) parts.push(part as Buffer)
    late.abort()
    const jpeg = Buffer.concat(parts)
    return jpeg.length > 0 && (await child.exited).code === 0 ? jpeg : null
  }

  async #giveUp(child: SupervisedChild, late: Promise<void>, inTime: AbortSignal): Promise<void> {
    await late
    if (!inTime.aborted) await child.stop()
  }

  #keep(key: string, made: Thumbnail): void {
    this.#kept.set(key, made)
    this.#keptBytes += made.jpeg.length
    for (const [oldest, { jpeg }] of this.#kept) {
      if (this.#keptBytes <= cacheBytes) return
      this.#kept.delete(oldest)
      this.#keptBytes -= jpeg.length
    }
  }
}
