import type { SimCamera } from '../camera.ts'
import type { RecordedPictures } from '../sources/source.ts'

export interface NvrSpec {
  /** Path segment of its addresses, like `nvr-1`. */
  id: string
  /** Cameras that it records; they must be loops. Channel 1 is the first. */
  channels: readonly string[]
  /** How long before the start of the simulator its recordings begin. */
  historySeconds: number
  /** When it recorded nothing, seconds before the start of the simulator. */
  holes?: readonly { fromSecondsAgo: number; toSecondsAgo: number }[]
  /** How far its clock is ahead of the machine's; default 0. */
  clockOffsetSeconds?: number
  /** Whether it tells when it recorded (FindEvents); default yes. Some recorders only tell beginning and end. */
  tellsEvents?: boolean
}

/** A stretch of recorded time, ms UTC by the recorder's own clock. */
export interface RecordedSpan {
  readonly fromMs: number
  readonly toMs: number
}

/** One frame of a recording. */
export interface RecordedFrame {
  readonly atMs: number
  readonly idr: boolean
  readonly payloads: readonly Buffer[]
  /** Whether nothing was recorded right before it. */
  readonly isAfterHole: boolean
}

/** A simulated recorder with ONVIF Profile G. What it "recorded" is computed from the loops of its channels. */
export class Nvr {
  readonly spec: NvrSpec
  /** Its network side: account, clock, what commands do to it. */
  readonly device: SimCamera
  readonly channels: readonly NvrChannel[]

  constructor(
    spec: NvrSpec,
    device: SimCamera,
    channels: readonly { camera: SimCamera; pictures: RecordedPictures }[],
  ) {
    this.spec = spec
    this.device = device
    const startedMs = device.wallClockMs()
    this.channels = channels.map(
      ({ camera, pictures }, index) => new NvrChannel(index + 1, camera, pictures, device, spec, startedMs),
    )
  }
}

export class NvrChannel {
  readonly number: number
  readonly camera: SimCamera
  readonly #device: SimCamera
  readonly #pictures: RecordedPictures
  readonly #beginsMs: number
  readonly #holes: readonly RecordedSpan[]

  constructor(
    number: number,
    camera: SimCamera,
    pictures: RecordedPictures,
    device: SimCamera,
    spec: NvrSpec,
    startedMs: number,
  ) {
    this.number = number
    this.camera = camera
    this.#device = device
    this.#pictures = pictures
    this.#beginsMs = startedMs - spec.historySeconds * 1_000
    this.#holes = (spec.holes ?? []).map(({ fromSecondsAgo, toSecondsAgo }) => ({
      fromMs: startedMs - fromSecondsAgo * 1_000,
      toMs: startedMs - toSecondsAgo * 1_000,
    }))
  }

  get recordingToken(): string {
    return `recording_${this.number}`
  }

  get sourceToken(): string {
    return `channel_${this.number}`
  }

  get fps(): number {
    return this.#pictures.fps
  }

  /** From the beginning to now, holes and all. */
  get whole(): RecordedSpan {
    return { fromMs: this.#beginsMs, toMs: this.#device.wallClockMs() }
  }

  get stretches(): RecordedSpan[] {
    const stretches: RecordedSpan[] = []
    let { fromMs } = this.whole
    for (const hole of this.#holes.toSorted((a, b) => a.fromMs - b.fromMs)) {
      stretches.push({ fromMs, toMs: hole.fromMs })
      fromMs = hole.toMs
    }
    return [...stretches, { fromMs, toMs: this.whole.toMs }].filter(({ fromMs: from, toMs }) => toMs > from)
  }

  /** Number of the key frame at or before a moment, or of the first one behind the hole in which it lies. */
  keyFrameFor(atMs: number): number {
    const wantedMs = this.stretches.find(({ toMs }) => toMs > atMs)?.fromMs ?? atMs
    let number = Math.floor(((Math.max(atMs, wantedMs) - this.#beginsMs) * this.fps) / 1_000)
    number = Math.max(0, number)
    while (number > 0 && !this.#at(number).idr) number--
    return number
  }

  /** Null for a frame that is still to come. In a hole the next one that was recorded, with its own number. */
  frame(number: number): { readonly number: number; readonly frame: RecordedFrame } | null {
    let at = number
    const hole = this.#holes.find(({ fromMs, toMs }) => this.#timeOf(at) >= fromMs && this.#timeOf(at) < toMs)
    if (hole !== undefined) {
      at = Math.ceil(((hole.toMs - this.#beginsMs) * this.fps) / 1_000)
      while (!this.#at(at).idr) at++
    }
    const atMs = this.#timeOf(at)
    if (atMs > this.whole.toMs) return null
    return { number: at, frame: { ...this.#at(at), atMs, isAfterHole: hole !== undefined } }
  }

  #at(number: number): { idr: boolean; payloads: readonly Buffer[] } {
    return this.#pictures.at(number)
  }

  #timeOf(number: number): number {
    return this.#beginsMs + (number * 1_000) / this.fps
  }
}
