import type { StreamName, StreamReport } from '../../shared/domain/camera.ts'
import { Backoff } from '../platform/backoff.ts'
import type { ChildRegistry } from '../platform/child-registry.ts'
import type { Clock } from '../platform/clock.ts'
import { Emitter } from '../platform/emitter.ts'
import type { Log } from '../platform/log.ts'
import type { InitSegment, Track } from '../media/init-segment.ts'
import { runAttempt } from './attempt.ts'
import { idle, step, type AttemptEnd, type Condition, type StreamEvent } from './condition.ts'
import { attachWanting, Demand } from './demand.ts'
import type { DialGate } from './dial-gate.ts'
import { KeyFrames } from './key-frames.ts'
import type { RtspSource } from './ffmpeg-arguments.ts'
import type { FragmentSink, LiveFragment } from './fragment-sink.ts'
import { LiveHub } from './live-hub.ts'
import { loginKey, type Logins } from './logins.ts'
import { Losses } from './losses.ts'
import { Meter } from './meter.ts'
import { TranscodedStream } from './transcoded-stream.ts'
import type { TranscoderSlots } from './transcoder-slots.ts'

/** A viewer who changes the page and comes back should not cost a new dial. */
const lingerMs = 5_000
/** A device that is out of connections is not asked again sooner. */
const crowdedWaitMs = 30_000
/** It may be the password after all, changed while the other streams went on: too few tries to lock the user. */
const doubtfulWaitMs = 600_000

export interface StreamOptions {
  readonly cameraId: string
  readonly name: StreamName
  /** Asked at every dial, so that new credentials are used at once. */
  readonly source: () => RtspSource
  readonly ffmpeg: string
  readonly registry: ChildRegistry
  readonly gate: DialGate
  readonly logins: Logins
  readonly slots: TranscoderSlots
  readonly clock: Clock
  readonly log: Log
  readonly random: () => number
}

/**
 * One stream of one camera, dialled once however many want it: started with the first who wants it, ended a little after
 * the last, and kept alive in between for as long as it takes.
 */
export class CameraStream implements AsyncDisposable {
  /** Told at every change of state; not at every frame. */
  readonly changed = new Emitter<Condition>()
  readonly #options: StreamOptions
  readonly #hub: LiveHub
  readonly #meter = new Meter()
  readonly #keyFrames = new KeyFrames()
  readonly #losses = new Losses()
  readonly #demand = new Demand({ first: () => this.#first(), last: () => void this.#linger() })
  #transcoded: TranscodedStream | null = null
  #condition: Condition
  #track: Track | null = null
  #hasKeyFrame = false
  #running: AbortController | null = null
  #lingering: AbortController | null = null
  #retryNow = new AbortController()
  #finished: Promise<void> = Promise.resolve()
  #isOver = false

  constructor(options: StreamOptions) {
    this.#options = options
    this.#condition = idle(options.clock.now())
    this.#hub = new LiveHub(this.#condition)
  }

  /** Wants the stream for as long as the returned handle lives. */
  attach(sink: FragmentSink): Disposable {
    return attachWanting(this.#demand, () => this.#hub.attach(sink))
  }

  /** The same in H.264, for screens that cannot decode what the camera sends. */
  get transcoded(): TranscodedStream {
    this.#transcoded ??= new TranscodedStream({ ...this.#options, source: this })
    return this.#transcoded
  }

  /** What it was coded in when it last ran, e.g. `hev1.1.6.L93.90`; empty when it never did. */
  get codec(): string {
    return this.#track?.codec ?? ''
  }

  /** What it is dialled by now. */
  source(): RtspSource {
    return this.#options.source()
  }

  get isWanted(): boolean {
    return this.#demand.isWanted
  }

  get condition(): Condition {
    return this.#condition
  }

  report(): StreamReport {
    const { codec = '', width = 0, height = 0 } = this.#track ?? {}
    const nowMs = this.#options.clock.monotonic()
    const packetsLost = this.#losses.lately(nowMs)
    return {
      ...this.#condition,
      codec,
      width,
      height,
      ...this.#meter.rates(nowMs),
      keyFrameIntervalMs: this.#keyFrames.intervalMs,
      packetsLost,
      warnings: [
        ...(this.#keyFrames.isSparse ? (['smart-codec'] as const) : []),
        ...(packetsLost > 0 ? (['packet-loss'] as const) : []),
      ],
    }
  }

  /** The credentials were changed: the one thing that ends `unauthorised`. Also cuts a back-off short. */
  retry(): void {
    const { source, logins } = this.#options
    const { url, credentials } = source()
    if (credentials !== null) logins.forget(loginKey(url, credentials))
    this.#retryNow.abort()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#transcoded?.[Symbol.asyncDispose]()
    this.#isOver = true
    this.#lingering?.abort()
    this.#running?.abort()
    await this.#finished
  }

  #first(): void {
    this.#lingering?.abort()
    if (this.#running === null) this.#start()
  }

  #start(): void {
    const running = new AbortController()
    this.#running = running
    this.#apply({ type: 'wanted' })
    // The camera is never asked twice: a new run waits until the ffmpeg of the run before is gone.
    this.#finished = this.#finished.then(() => this.#keepStreaming(running.signal))
  }

  async #linger(): Promise<void> {
    if (this.#isOver) return
    const lingering = new AbortController()
    this.#lingering = lingering
    await this.#options.clock.sleep(lingerMs, lingering.signal)
    if (lingering.signal.aborted || this.#demand.isWanted) return
    this.#running?.abort()
    this.#running = null
    this.#apply({ type: 'unwanted' })
    this.#meter.clear()
    this.#keyFrames.reset()
  }

  async #keepStreaming(signal: AbortSignal): Promise<void> {
    const { log, cameraId, name, random } = this.#options
    const backoff = new Backoff(random)
    while (!signal.aborted) {
      // Before the dial reads the credentials: new ones that come in the middle of it must not be waited out.
      this.#retryNow = new AbortController()
      const end = await this.#dial(backoff, signal)
      if (end === null || signal.aborted) break
      log.warn({ cameraId, stream: name, ...end }, 'camera stream ended')
      this.#apply({ type: 'ended', end })
      await this.#wait(waitAfter(end, this.#condition.attempts, backoff), signal)
    }
  }

  /** One dial to its end, in its turn and with a login that the device has not refused; null when not wanted any more. */
  async #dial(backoff: Backoff, signal: AbortSignal): Promise<AttemptEnd | null> {
    const { gate, logins } = this.#options
    const source = this.#options.source()
    const login = source.credentials === null ? null : loginKey(source.url, source.credentials)
    if (login !== null && !(await logins.enter(login, signal)))
      return { cause: 'unauthorised', code: 'credentials-elsewhere', reason: '' }
    try {
      await gate.enter(signal)
      if (signal.aborted) return null
      this.#apply({ type: 'dialled' })
      const end = await this.#attempt(source, login, backoff, signal)
      if (login === null || end.cause !== 'unauthorised') return end
      // While another stream runs with this very login it cannot be wrong: the device is out of connections (complaint 9).
      if (logins.isLive(login)) return { ...end, cause: 'lost', code: 'login-in-use' }
      logins.result(login, 'refused')
      return end
    } finally {
      if (login !== null) logins.result(login, 'unknown')
    }
  }

  async #attempt(source: RtspSource, login: string | null, backoff: Backoff, signal: AbortSignal) {
    const { ffmpeg, registry, clock, logins } = this.#options
    using running = new DisposableStack()
    const whileRunning = (deliver: () => void) => {
      if (!signal.aborted) deliver()
    }
    let isProved = false
    return await runAttempt(
      { source, ffmpeg, registry, clock },
      {
        init: init => {
          if (login !== null && !isProved) {
            logins.result(login, 'proved')
            running.use(logins.holds(login))
          }
          isProved = true
          whileRunning(() => this.#init(init))
        },
        packetsLost: count => this.#losses.add(count, clock.monotonic()),
        fragment: fragment =>
          whileRunning(() => {
            if (this.#fragment(fragment)) backoff.healthy()
          }),
        silence: reason => whileRunning(() => this.#apply({ type: 'silence', reason })),
      },
      signal,
    )
  }

  async #wait(ms: number, signal: AbortSignal): Promise<void> {
    const either = AbortSignal.any([signal, this.#retryNow.signal])
    if (Number.isFinite(ms)) await this.#options.clock.sleep(ms, either)
    else if (!either.aborted)
      await new Promise<void>(resolve => either.addEventListener('abort', () => resolve(), { once: true }))
  }

  #init(init: InitSegment): void {
    this.#track = init.track
    this.#meter.clear()
    this.#keyFrames.reset()
    this.#hasKeyFrame = false
    this.#hub.init(init)
  }

  /** False before the first key frame: nobody can do anything with what comes. */
  #fragment(fragment: LiveFragment): boolean {
    this.#meter.add(fragment)
    this.#keyFrames.add(fragment, this.#track?.timescale ?? 1)
    this.#hasKeyFrame ||= fragment.beginsWithKeyFrame
    if (!this.#hasKeyFrame) {
      if (this.#keyFrames.isSparse) this.#apply({ type: 'no-key-frame' })
      return false
    }
    this.#apply({ type: 'frame' })
    this.#hub.fragment(fragment)
    return true
  }

  #apply(event: StreamEvent): void {
    const before = this.#condition
    this.#condition = step(before, event, this.#options.clock.now())
    const { state, code, reason } = this.#condition
    if (before.state === state && before.code === code && before.reason === reason) return
    this.#hub.condition(this.#condition)
    this.changed.emit(this.#condition)
  }
}

function waitAfter(end: AttemptEnd, attempts: number, backoff: Backoff): number {
  // A wrong password again and again locks the camera for everybody (complaint 9), so only a new one ends this.
  if (end.cause === 'unauthorised') return Infinity
  const waitMs = backoff.next()
  if (end.code === 'login-in-use' && attempts > 2) return doubtfulWaitMs
  const isCrowded = end.code === 'too-many-connections' || end.code === 'login-in-use'
  return isCrowded ? Math.max(waitMs, crowdedWaitMs) : waitMs
}
