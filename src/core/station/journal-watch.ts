import type { StationState } from '../../shared/contract/station.ts'
import { restAsLong, type Journal, type Verification } from '../journal/journal.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'

export interface JournalCheck {
  readonly entries: number
  readonly firstBadSeq: number | null
  readonly headHash: string
}

/** Whether the journal is whole, as far as it was checked: at start, once a day, and whenever somebody asks. */
export class JournalWatch {
  readonly #journal: Journal
  readonly #clock: Clock
  readonly #log: Log
  readonly #stopping: AbortSignal
  #state: StationState['journal']['state'] = 'checking'
  #firstBadSeq: number | null = null
  #checkedAtMs: number | null = null
  #isAwaited = false
  #running: Promise<JournalCheck> | null = null

  constructor(options: { journal: Journal; clock: Clock; log: Log; stopping: AbortSignal }) {
    this.#journal = options.journal
    this.#clock = options.clock
    this.#log = options.log
    this.#stopping = options.stopping
  }

  /**
   * Reads the whole chain, a piece at a time: the watch goes on meanwhile. Who asks while it is read gets the answer of
   * that reading. A broken one stays broken: nothing written later mends it.
   * @param isAwaited somebody waits for it: it takes no rests
   * @throws Error when the database cannot be read; the journal is `broken` then
   */
  check(isAwaited = false): Promise<JournalCheck> {
    this.#isAwaited ||= isAwaited
    this.#running ??= this.#read().finally(() => {
      this.#running = null
      this.#isAwaited = false
    })
    return this.#running
  }

  /** As `check`, for nobody in particular: a database that cannot be read is logged, and the watch goes on. */
  look(): void {
    this.check().catch((error: unknown) => this.#log.error({ err: error }, 'the journal cannot be read'))
  }

  /** When it was last read, to its end or as far as the database could be; null while the first reading goes on. */
  checkedAtMs(): number | null {
    return this.#checkedAtMs
  }

  state(): StationState['journal'] {
    const { seq, hash } = this.#journal.head()
    return { entries: seq, headHash: hash, state: this.#state, firstBadSeq: this.#firstBadSeq }
  }

  async #read(): Promise<JournalCheck> {
    const found = await this.#readAll()
    if (found === null) return { entries: 0, firstBadSeq: this.#firstBadSeq, headHash: '' }
    this.#checkedAtMs = this.#clock.now()
    return this.#take(found)
  }

  async #readAll(): Promise<Verification | null> {
    try {
      return await this.#journal.verifyByAndBy(this.#stopping, turnMs =>
        this.#isAwaited ? 0 : restAsLong(turnMs),
      )
    } catch (error) {
      // What cannot be read proves nothing. Counted as a look, or it would be tried again every second.
      this.#state = 'broken'
      this.#checkedAtMs = this.#clock.now()
      throw error
    }
  }

  #take({ entries, bad, head }: Verification): JournalCheck {
    if (this.#state !== 'broken' || bad !== null) {
      this.#firstBadSeq = bad?.seq ?? null
      this.#state = bad === null ? 'whole' : 'broken'
    }
    return { entries, firstBadSeq: this.#firstBadSeq, headHash: head.hash.toString('hex') }
  }
}
