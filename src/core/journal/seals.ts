import { appendFileSync } from 'node:fs'
import { z } from 'zod'
import { beijingOffsetMs } from '../../shared/domain/clock.ts'
import { station } from '../../shared/domain/person.ts'
import type { Clock } from '../platform/clock.ts'
import type { StationKey } from '../platform/station-key.ts'
import type { Journal } from './journal.ts'
import { sealedText, type DayHead } from './seal-text.ts'

export interface Seal extends DayHead {
  readonly atMs: number
  readonly keyFingerprint: string
  /** Hex; Ed25519 over `sealedText`. */
  readonly signature: string
}

const SealBody = z.object({
  day: z.string(),
  seq: z.number().int(),
  hash: z.string(),
  keyFingerprint: z.string(),
  signature: z.string(),
})

/** `2026-11-22`, Beijing time. */
export const beijingDay = (atMs: number): string =>
  new Date(atMs + beijingOffsetMs).toISOString().slice(0, 10)

/**
 * Once a day of Beijing time the head of the journal is signed with the station's key. The seal is an entry, so it is in
 * the chain; and it is a line of a file, for the backups and for whoever keeps heads elsewhere: a chain that was written
 * anew does not contain them.
 */
export class Seals {
  readonly #journal: Journal
  readonly #key: Pick<StationKey, 'sign' | 'fingerprint'>
  readonly #clock: Clock
  readonly #file: string

  constructor(options: {
    journal: Journal
    key: Pick<StationKey, 'sign' | 'fingerprint'>
    clock: Clock
    /** Lines of JSON, one a seal. */
    file: string
  }) {
    this.#journal = options.journal
    this.#key = options.key
    this.#clock = options.clock
    this.#file = options.file
  }

  /** The newest seal; null before the first. */
  last(): Seal | null {
    const entry = this.#journal.lastOf(['journal.sealed'])
    return entry === null ? null : { ...SealBody.parse(entry.body), atMs: entry.atMs }
  }

  /** All seals, the newest last. */
  all(): Seal[] {
    return this.#journal
      .between(['journal.sealed'], 0, Number.MAX_SAFE_INTEGER)
      .map(entry => ({ ...SealBody.parse(entry.body), atMs: entry.atMs }))
  }

  /** A seal of a later day is there: this one was made while the clock was wrong. */
  isAhead(): boolean {
    const last = this.last()
    return last !== null && last.day > beijingDay(this.#clock.now())
  }

  /** A clock that was set back makes no second seal for a day that has one, and none for the future holds it up. */
  #isSealed(day: string): boolean {
    return this.#journal.subjects(['journal.sealed'], 0, Number.MAX_SAFE_INTEGER).includes(day)
  }

  /** Seals the head when this day has no seal yet; gives the new seal, else null. */
  sealIfDue(): Seal | null {
    const day = beijingDay(this.#clock.now())
    const last = this.last()
    if (last?.day === day || (last !== null && last.day > day && this.#isSealed(day))) return null
    const seal = this.#journal.transaction(() => {
      const head: DayHead = { day, ...this.#journal.head() }
      const signature = this.#key.sign(Buffer.from(sealedText(head))).toString('hex')
      const body = { ...head, keyFingerprint: this.#key.fingerprint, signature }
      const { atMs } = this.#journal.append({ actor: station, kind: 'journal.sealed', subject: day, body })
      return { ...body, atMs }
    })
    appendFileSync(this.#file, `${JSON.stringify(seal)}\n`, { mode: 0o600 })
    return seal
  }
}
