import type { Span } from '../../../shared/domain/recording.ts'

/** How far two looks may lie apart, beyond what the speed explains, and still be one stretch, ms. */
const slackMs = 700

/**
 * Collects what was really played. `saw` is told the position now and then while the picture moves; a jump begins a new
 * stretch. `take` gives what is new since it was last called.
 */
export class Watched {
  #fromMs: number | null = null
  #toMs = 0
  #lookedAtMs = 0
  #done: Span[] = []

  /** The picture stands at `positionMs` (recorded time) and moves at `rate`; `nowMs` is the time of the look. */
  saw(positionMs: number, rate: number, nowMs: number): void {
    const mostMs = (nowMs - this.#lookedAtMs) * rate + slackMs
    const stepMs = positionMs - this.#toMs
    this.#lookedAtMs = nowMs
    if (this.#fromMs === null || stepMs < 0 || stepMs > mostMs) this.#begin(positionMs)
    else this.#toMs = positionMs
  }

  /** One picture stood on the screen: a step, or a look while paused. */
  glimpsed({ fromMs, toMs }: Span): void {
    this.stopped()
    if (toMs > fromMs) this.#done.push({ fromMs: Math.floor(fromMs), toMs: Math.ceil(toMs) })
  }

  /** Playing stopped: paused, sought, left. */
  stopped(): void {
    this.#close()
    this.#fromMs = null
  }

  /** Stretches not yet taken; the running one goes on from its end. */
  take(): Span[] {
    const running = this.#fromMs !== null
    this.#close()
    this.#fromMs = running ? this.#toMs : null
    const done = this.#done
    this.#done = []
    return done
  }

  #begin(positionMs: number): void {
    this.#close()
    this.#fromMs = positionMs
    this.#toMs = positionMs
  }

  #close(): void {
    if (this.#fromMs !== null && this.#toMs > this.#fromMs)
      this.#done.push({ fromMs: Math.round(this.#fromMs), toMs: Math.round(this.#toMs) })
  }
}
