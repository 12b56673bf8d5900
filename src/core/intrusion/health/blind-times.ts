import { station } from '../../../shared/domain/person.ts'
import type { Journal } from '../../journal/journal.ts'
import type { Clock } from '../../platform/clock.ts'

/** Why a panel could not be heard. */
export type BlindCause = 'station-off' | 'line' | 'settings'

interface Blind {
  readonly fromMs: number
  readonly cause: BlindCause
}

/** How far back an open loss of a line is looked for. */
const lookBackMs = 30 * 86_400_000

/**
 * Times in which a panel could not report to this station. Nothing is known of them: what the panel can still tell it
 * tells afterwards, all else is an entry `intrusion.blind` when it is heard again, with how long and why (A-10.a).
 */
export class BlindTimes {
  readonly #journal: Journal
  readonly #clock: Clock
  readonly #blind = new Map<string, Blind>()
  readonly #stationFromMs: number | null
  readonly #heard = new Set<string>()

  /** Made at the start of the station, after it wrote down its own blind time. */
  constructor(journal: Journal, clock: Clock) {
    this.#journal = journal
    this.#clock = clock
    const off = journal.lastOf(['station.blind'])
    const started = journal.lastOf(['station.started'])
    const isOfThisStart = off !== null && started !== null && off.seq === started.seq - 1
    const fromMs = isOfThisStart ? off.body['fromMs'] : null
    this.#stationFromMs = typeof fromMs === 'number' ? fromMs : null
    if (this.#stationFromMs !== null) this.#findLost(this.#stationFromMs)
  }

  /** It cannot be heard from now on. */
  begin(panelId: string, cause: BlindCause): void {
    if (!this.#blind.has(panelId)) this.#blind.set(panelId, { fromMs: this.#clock.now(), cause })
  }

  /** It is heard. Call in the transaction of what says so. */
  end(panelId: string, name: string): void {
    const known = this.#blind.get(panelId)
    const isFirst = !this.#heard.has(panelId)
    // What a failed commit takes back is still to be told.
    this.#journal.afterCommit(() => {
      this.#heard.add(panelId)
      this.#blind.delete(panelId)
    })
    const off: Blind | null =
      isFirst && this.#stationFromMs !== null ? { fromMs: this.#stationFromMs, cause: 'station-off' } : null
    const blind = off === null || (known !== undefined && known.fromMs < off.fromMs) ? known : off
    if (blind === undefined) return
    const toMs = this.#clock.now()
    this.#journal.append({
      actor: station,
      kind: 'intrusion.blind',
      subject: panelId,
      body: {
        name,
        fromMs: Math.round(Math.min(blind.fromMs, toMs)),
        toMs: Math.round(toMs),
        cause: blind.cause,
      },
    })
  }

  /** Panels that were lost already when the last run of the station ended. */
  #findLost(untilMs: number): void {
    const turns = this.#journal.between(
      ['intrusion.line-lost', 'intrusion.line-back'],
      untilMs - lookBackMs,
      untilMs + 1,
    )
    for (const { kind, subject, atMs } of turns)
      if (kind === 'intrusion.line-lost') this.#blind.set(subject, { fromMs: atMs, cause: 'line' })
      else this.#blind.delete(subject)
  }
}
