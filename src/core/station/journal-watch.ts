import type { StationState } from '../../shared/contract/station.ts'
import type { Journal } from '../journal/journal.ts'

/** Whether the journal is whole, as far as it was checked: at start, and again whenever somebody asks. */
export class JournalWatch {
  readonly #journal: Journal
  #state: StationState['journal']['state'] = 'checking'
  #firstBadSeq: number | null = null

  constructor(journal: Journal) {
    this.#journal = journal
  }

  /** Reads the whole chain. A broken one stays broken: nothing written later mends it. */
  check(): { entries: number; firstBadSeq: number | null; headHash: string } {
    const { entries, bad, head } = this.#journal.verify()
    this.#firstBadSeq = bad?.seq ?? null
    this.#state = bad === null ? 'whole' : 'broken'
    return { entries, firstBadSeq: this.#firstBadSeq, headHash: head.hash.toString('hex') }
  }

  state(): StationState['journal'] {
    const { seq, hash } = this.#journal.head()
    return { entries: seq, headHash: hash, state: this.#state, firstBadSeq: this.#firstBadSeq }
  }
}
