import type { Span } from '../../../shared/domain/recording.ts'
import { longestMarkMs } from '../../platform/span-marks.ts'

/** Motion that comes back within this is the same run, ms. */
const joinWithinMs = 15_000
/** From a camera that reports more runs than this in an hour, only coarser ones are kept: a tree in the wind says nothing. */
const noisyRunsPerHour = 120
const joinNoisyWithinMs = 120_000
/** A run that goes on is stored as often, so that a crash loses little of it. */
const storeEveryMs = 20_000
/** A device that said nothing more of a motion for so long has forgotten to end it. */
const longestSilenceMs = 600_000

/**
 * Joins what one camera reports of motion to runs. Several rules of a camera are one: somebody who looks for motion does
 * not ask which rule saw it. Bounded: at most one row every `joinWithinMs`, of a noisy camera every `joinNoisyWithinMs`.
 */
export class MotionRun {
  readonly #store: (run: Span) => void
  /** What moves now, with when it must be over by itself. */
  readonly #moving = new Map<string, number>()
  #run: { fromMs: number; toMs: number; storedMs: number } | null = null
  #begunInHour = 0
  #hour = 0

  constructor(store: (run: Span) => void) {
    this.#store = store
  }

  /** @returns whether a run begins with it */
  begin(source: string, atMs: number, endsAfterMs: number = longestSilenceMs): boolean {
    this.#moving.set(source, atMs + endsAfterMs)
    const run = this.#run
    if (run !== null && atMs >= run.fromMs) {
      run.toMs = Math.max(run.toMs, atMs)
      return false
    }
    this.#close()
    this.#count(atMs)
    this.#open(atMs)
    return true
  }

  end(source: string, atMs: number): void {
    if (!this.#moving.delete(source) || this.#run === null) return
    this.#run.toMs = Math.max(this.#run.toMs, atMs)
    this.#write()
  }

  /** The source cannot be heard any more: what moves is not known. */
  lost(atMs: number): void {
    for (const source of this.#moving.keys()) this.end(source, atMs)
  }

  /** Looks at what is due; called every second. */
  tick(nowMs: number): void {
    for (const [source, endsAtMs] of this.#moving) if (nowMs >= endsAtMs) this.end(source, endsAtMs)
    const run = this.#run
    if (run === null) return
    if (this.#moving.size > 0) run.toMs = Math.max(run.toMs, nowMs)
    if (run.toMs - run.storedMs >= storeEveryMs) this.#write()
    const joinMs = this.#begunInHour > noisyRunsPerHour ? joinNoisyWithinMs : joinWithinMs
    // A clock that was set back ends it as well.
    if (nowMs < run.fromMs || nowMs - run.toMs > joinMs || run.toMs - run.fromMs >= longestMarkMs)
      this.#close()
    if (this.#run === null && this.#moving.size > 0) this.#open(nowMs)
  }

  #open(atMs: number): void {
    this.#run = { fromMs: atMs, toMs: atMs + 1, storedMs: atMs }
    this.#write()
  }

  #close(): void {
    this.#write()
    this.#run = null
  }

  #write(): void {
    const run = this.#run
    if (run === null) return
    run.storedMs = run.toMs
    this.#store({ fromMs: run.fromMs, toMs: Math.min(run.toMs, run.fromMs + longestMarkMs) })
  }

  #count(atMs: number): void {
    const hour = Math.floor(atMs / 3_600_000)
    if (hour !== this.#hour) this.#begunInHour = 0
    this.#hour = hour
    this.#begunInHour++
  }
}
