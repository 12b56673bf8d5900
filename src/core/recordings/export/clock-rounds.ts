import type { Camera } from '../../../shared/site.ts'
import type { Journal } from '../../journal/journal.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Log } from '../../platform/log.ts'
import { measureClocks, measuredSince } from './camera-clock.ts'

const lookEveryMs = 10 * 60_000
const measureEveryMs = 24 * 3_600_000
/** A camera that did not answer is asked again after so long. */
const askAgainAfterMs = 6 * 3_600_000

/**
 * Measures the clock of every camera about once a day, one after the other, so that an export can say how far it was off
 * at the time and not only how far it is off today. The first time is some minutes after the start of the station.
 */
export class ClockRounds implements AsyncDisposable {
  readonly #options: ClockRoundsOptions
  readonly #stopping = new AbortController()
  readonly #askedAtMs = new Map<string, number>()
  readonly #going: Promise<void>

  constructor(options: ClockRoundsOptions) {
    this.#options = options
    this.#going = this.#go()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort()
    await this.#going
  }

  async #go(): Promise<void> {
    const { clock, log } = this.#options
    const { signal } = this.#stopping
    while (!signal.aborted) {
      await clock.sleep(lookEveryMs, signal)
      for (const camera of this.#due()) {
        if (signal.aborted) return
        this.#askedAtMs.set(camera.id, clock.monotonic())
        try {
          await measureClocks([camera], this.#options, signal)
        } catch (error) {
          log.error({ err: error, cameraId: camera.id }, 'the clock of a camera could not be measured')
        }
      }
    }
  }

  #due(): Camera[] {
    const { cameras, clock, journal } = this.#options
    const measured = measuredSince(journal, clock.now() - measureEveryMs, clock.now())
    const hasAsked = (id: string) =>
      clock.monotonic() - (this.#askedAtMs.get(id) ?? -Infinity) < askAgainAfterMs
    return cameras().filter(
      ({ id, onvif, enabled, retired }) =>
        onvif !== undefined && enabled && !retired && !measured.has(id) && !hasAsked(id),
    )
  }
}

interface ClockRoundsOptions {
  readonly cameras: () => readonly Camera[]
  readonly journal: Journal
  readonly clock: Clock
  readonly log: Log
}
