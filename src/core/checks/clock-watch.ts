import { clockDeviationLimitMs } from '../../shared/domain/clock.ts'
import { station } from '../../shared/domain/person.ts'
import type { TimeServer } from '../../shared/site.ts'
import type { IncidentService } from '../incidents/service.ts'
import type { Journal } from '../journal/journal.ts'
import type { Clock } from '../platform/clock.ts'
import { Emitter } from '../platform/emitter.ts'
import type { Log } from '../platform/log.ts'
import { measureOffset } from './sntp.ts'

/** From here on the record says that somebody should look, before the rule is broken. */
const warningMs = 15_000
/** How often the servers are asked; sooner when none of them answered. */
export const measureIntervalMs = 5 * 60_000
export const retryIntervalMs = 60_000
/** What was measured longer ago than this proves nothing about now. */
export const validForMs = 60 * 60_000
/** The PC's clock moved by more than this against the monotonic one: somebody set it, or the PC slept. */
const stepMs = 1_000
/** How often the watch looks at its deadlines and for such a step. */
const lookIntervalMs = 1_000
const answerTimeoutMs = 2_000

/** What is known of the PC's clock. */
export type ClockProof =
  /** Asked, and not answered yet. */
  | { readonly kind: 'measuring' }
  | { readonly kind: 'unknown'; readonly reason: string }
  | {
      readonly kind: 'known'
      /** Above zero: the PC is ahead of the server, ms. */
      readonly deviationMs: number
      readonly uncertaintyMs: number
      /** When it was measured, by the PC's clock and by the monotonic one. */
      readonly atMs: number
      readonly atMonotonicMs: number
      readonly server: string
    }

const entryKinds = {
  ok: 'check.clock-ok',
  warned: 'check.clock-warned',
  failed: 'check.clock-failed',
  unknown: 'check.clock-unknown',
} as const

/** What a proof says about the rule; null while nothing can be said. The warning counts the uncertainty in. */
export function gradeOf(proof: ClockProof): keyof typeof entryKinds | null {
  if (proof.kind === 'measuring') return null
  if (proof.kind === 'unknown') return 'unknown'
  const deviationMs = Math.abs(proof.deviationMs)
  if (deviationMs > clockDeviationLimitMs) return 'failed'
  return deviationMs + proof.uncertaintyMs > warningMs ? 'warned' : 'ok'
}

/**
 * What is still known of a proof later on: nothing when it is too old, and it must be measured anew when the PC's clock
 * was set since.
 */
export function proofNow(proof: ClockProof, nowMs: number, monotonicMs: number): ClockProof {
  if (proof.kind !== 'known') return proof
  const agedMs = monotonicMs - proof.atMonotonicMs
  if (Math.abs(nowMs - proof.atMs - agedMs) > stepMs) return { kind: 'measuring' }
  if (agedMs > validForMs)
    return { kind: 'unknown', reason: `last measured ${Math.round(agedMs / 60_000)} min ago` }
  return proof
}

interface ClockWatchOptions {
  /** Asked in this order; the first that answers counts. */
  readonly servers: readonly TimeServer[]
  readonly journal: Journal
  readonly incidents: IncidentService
  readonly clock: Clock
  readonly log: Log
}

/** Where the incident of a clock beyond the limit lies on the guard's desk. */
const place = {
  key: 'station-clock',
  name: '值守台时钟',
  panelId: null,
  zoneId: null,
  cameraIds: [],
} as const

/** Proves the PC's clock against the school's time servers (A-15.1.4.b); without them it says that nothing is known. */
export class ClockWatch implements AsyncDisposable {
  /** After every round of questions, whether or not it brought anything. */
  readonly measured = new Emitter<ClockProof>()
  readonly #options: ClockWatchOptions
  readonly #stopping = new AbortController()
  readonly #done: Promise<void>
  #proof: ClockProof = { kind: 'measuring' }
  #dueMonotonicMs: number
  /** What the record says last, also from an earlier run. */
  #lastKind: string | null

  constructor(options: ClockWatchOptions) {
    this.#options = options
    this.#dueMonotonicMs = options.clock.monotonic()
    this.#lastKind = options.journal.lastOf(Object.values(entryKinds))?.kind ?? null
    this.#done = this.#run()
  }

  /** What is known at this moment. */
  proof(): ClockProof {
    const { clock } = this.#options
    return proofNow(this.#proof, clock.now(), clock.monotonic())
  }

  /** Whether a server vouches for the clock at this moment, within the limit of the rule. */
  isRight(): boolean {
    const proof = this.proof()
    return proof.kind === 'known' && gradeOf(proof) !== 'failed'
  }

  /** The PC's clock against the time server, ms, above zero when it is ahead; null when not known. */
  deviationMs(): number | null {
    const proof = this.proof()
    return proof.kind === 'known' ? proof.deviationMs : null
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort()
    await this.#done
  }

  async #run(): Promise<void> {
    const { clock, log } = this.#options
    const { signal } = this.#stopping
    while (!signal.aborted) {
      try {
        await this.#look()
      } catch (error) {
        log.error({ err: error }, 'the watch over the clock failed')
      }
      await clock.sleep(lookIntervalMs, signal)
    }
  }

  async #look(): Promise<void> {
    const { clock } = this.#options
    const before = this.#proof
    this.#proof = this.proof()
    const wasSet = before.kind === 'known' && this.#proof.kind === 'measuring'
    if (wasSet || clock.monotonic() >= this.#dueMonotonicMs) await this.#measure()
    else this.#note()
  }

  /** Asks the servers; when none answers, an earlier proof that still holds is kept. */
  async #measure(): Promise<void> {
    const { clock, log } = this.#options
    const round = await this.#ask()
    if (this.#stopping.signal.aborted) return
    const known = round.kind === 'known'
    if (round.kind === 'unknown') log.warn({ reason: round.reason }, 'no time server proves the clock')
    if (known || this.proof().kind !== 'known') this.#proof = round
    this.#dueMonotonicMs = clock.monotonic() + (known ? measureIntervalMs : retryIntervalMs)
    this.#note()
    this.measured.emit(this.#proof)
  }

  async #ask(): Promise<ClockProof> {
    const { servers, clock } = this.#options
    const { signal } = this.#stopping
    const reasons: string[] = []
    for (const { host, port } of servers) {
      const name = `${host}:${port}`
      const measured = await measureOffset({ host, port, timeoutMs: answerTimeoutMs, clock, signal })
      if (measured.ok) {
        const { deviationMs, uncertaintyMs } = measured
        const atMonotonicMs = clock.monotonic()
        return { kind: 'known', deviationMs, uncertaintyMs, atMs: clock.now(), atMonotonicMs, server: name }
      }
      reasons.push(`${name}: ${measured.reason}`)
    }
    return { kind: 'unknown', reason: reasons.join('; ') || 'no time server is set up' }
  }

  /** Writes down a change, and raises or ends the incident with it. */
  #note(): void {
    const { journal, incidents, clock } = this.#options
    const grade = gradeOf(this.#proof)
    if (grade === null) return
    const kind = entryKinds[grade]
    if (this.#lastKind === kind) return
    journal.transaction(() => {
      journal.append({ actor: station, kind, subject: place.key, body: bodyOf(this.#proof) })
      if (grade === 'failed')
        incidents.occur({
          kind: 'device-fault',
          place,
          actor: station,
          code: 'clock-deviation',
          deviceAtMs: null,
          receivedAtMs: clock.now(),
        })
      // Not knowing ends nothing: the clock was wrong when it was last looked at.
      else if (grade !== 'unknown') incidents.restored(place.key, station, 'clock-deviation')
    })
    this.#lastKind = kind
  }
}

function bodyOf(proof: ClockProof): object {
  if (proof.kind !== 'known') return proof.kind === 'unknown' ? { reason: proof.reason } : {}
  const { deviationMs, uncertaintyMs, server } = proof
  return { deviationMs: Math.round(deviationMs), uncertaintyMs: Math.round(uncertaintyMs), server }
}
