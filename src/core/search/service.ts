import { beijingOffsetMs } from '../../shared/domain/clock.ts'
import type { LedgerId } from '../../shared/domain/ledger.ts'
import { Actor } from '../../shared/domain/person.ts'
import type { SearchHit, SearchPage, SearchQuery, SearchSource } from '../../shared/domain/search.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { Locale } from '../../shared/text/text.ts'
import type { Entry, Journal } from '../journal/journal.ts'
import type { LedgerService } from '../ledgers/service.ts'
import { wordsIn } from '../ledgers/words.ts'
import type { Db } from '../platform/database.ts'
import { excerptOf } from './excerpt.ts'
import { searchableOf } from './fields.ts'
import { anyLedger, fieldWord, gramsToFind, normalised } from './grams.ts'
import { dayOf, type IndexKeeper } from './index-keeper.ts'
import { Matters } from './matters.ts'
import { digestTable, type DigestRow } from './table.ts'

const dayMs = 86_400_000
/** Entries that are looked at for one page; then the answer says where to go on. */
const mostLookedAt = 1_000

/** One search over all ledgers: person, plate, place, device, words, period (F35). */
export class Search {
  readonly #table: ReturnType<typeof digestTable>
  readonly #matters: Matters
  readonly #keeper: IndexKeeper
  readonly #journal: Journal
  readonly #ledgers: LedgerService

  constructor(options: { db: Db; journal: Journal; keeper: IndexKeeper; ledgers: LedgerService }) {
    this.#table = digestTable(options.db)
    this.#matters = new Matters(options.db)
    this.#keeper = options.keeper
    this.#journal = options.journal
    this.#ledgers = options.ledgers
  }

  /**
   * The newest hits first.
   * @param mayReadLog also what stands in no ledger, the station's own log
   * @throws Refusal `search.nothing-to-find` when a text has neither letter nor digit
   */
  find(query: SearchQuery, olderThanSeq: number | null, limit: number, mayReadLog: boolean): SearchPage {
    this.#keeper.catchUp()
    const waiting = Math.max(0, this.#journal.head().seq - this.#keeper.through())
    const span = this.#table.span(dayOf(query.fromMs), dayOf(query.toMs))
    if (span === null) return { hits: [], olderThanSeq: null, waiting }
    const lastSeq = Math.min(span.lastSeq, (olderThanSeq ?? Infinity) - 1)
    const words = matchOf(query, mayReadLog)
    const found =
      words === ''
        ? this.#table.every(span.firstSeq, lastSeq)
        : this.#table.matching(words, span.firstSeq, lastSeq)
    return { ...this.#collect(found, query, limit), waiting }
  }

  /** @throws Refusal `search.unknown` when there is no such entry */
  source(seq: number, ledger: LedgerId, locale: 'zh-CN' | 'en'): SearchSource {
    const row = this.#table.bySeq(seq)
    if (row === undefined) throw new Refusal('search.unknown')
    // A correction stands under the row that it is about.
    const corrected = row.kind === 'ledger.corrected' ? Number(row.subject.split(':')[1]) : Number.NaN
    if (corrected < seq) return this.source(corrected, ledger, locale)
    const opensRow = this.#ledgers.opensRow(ledger)
    const openedAtMs =
      opensRow === null ? row.atMs : (this.#matters.openedAtMs(opensRow, row.subject, seq) ?? row.atMs)
    const fromMs = dayOf(openedAtMs) * dayMs - beijingOffsetMs
    const toMs = fromMs + dayMs
    const index = this.#ledgers.indexOf({ ledger, fromMs, toMs, text: '', cameraId: '', locale }, seq)
    return { ledger, fromMs, toMs, index }
  }

  #collect(
    found: Iterable<number>,
    query: SearchQuery,
    limit: number,
  ): Pick<SearchPage, 'hits' | 'olderThanSeq'> {
    const wanted = phrasesOf(query.text)
    const hits: SearchHit[] = []
    let lookedAt = 0
    for (const seq of found) {
      // One more than fits was found, or enough was read: the rest is another question.
      if (hits.length === limit || lookedAt === mostLookedAt) return { hits, olderThanSeq: seq + 1 }
      const row = this.#table.bySeq(seq)
      // The rest of the first and the last day is passed over at no charge: an empty page would say nothing.
      if (row === undefined || row.atMs < query.fromMs || row.atMs >= query.toMs) continue
      lookedAt++
      const hit = this.#hitOf(row, wanted, query.locale)
      if (hit !== null) hits.push(hit)
    }
    return { hits, olderThanSeq: null }
  }

  /** Null where the characters of a word are all there but not one behind the other. */
  #hitOf(row: DigestRow, wanted: readonly string[], locale: Locale): SearchHit | null {
    const actor = Actor.parse(JSON.parse(row.actor))
    const body = row.body === '' ? {} : (JSON.parse(row.body) as Entry['body'])
    const { pieces } = searchableOf({ actor, kind: row.kind, body })
    const said = wanted.length === 0 ? '' : normalised(pieces.join(' '))
    if (wanted.some(phrase => !said.includes(phrase))) return null
    const who = actor.kind === 'user' ? actor.name : actor.kind === 'device' ? actor.id : ''
    const entry = { seq: row.seq, atMs: row.atMs, actor, kind: row.kind, subject: row.subject, body }
    return {
      seq: row.seq,
      atMs: row.atMs,
      kind: row.kind,
      ledgers: [...this.#ledgers.ledgersOf(row.kind, row.subject)],
      who,
      excerpt: excerptOf(
        entry,
        { cells: row.body === '' ? null : this.#ledgers.cellsOf(entry, locale), pieces, who },
        wanted,
        wordsIn(locale),
      ),
    }
  }
}

/** What is separated by blanks is looked for by itself; all of it must be there. */
const phrasesOf = (text: string): string[] =>
  text
    .split(/\s+/)
    .map(normalised)
    .filter(phrase => phrase !== '')

/** The question in the words of the index; empty when nothing but the period is asked for. */
function matchOf(query: SearchQuery, mayReadLog: boolean): string {
  const text = normalised(query.text)
  if (text === '' && query.text.trim() !== '') throw new Refusal('search.nothing-to-find')
  const fields = [
    fieldWord('person', query.person),
    fieldWord('place', query.place),
    fieldWord('device', query.device),
    query.ledger !== null
      ? fieldWord('ledger', query.ledger)
      : mayReadLog
        ? ''
        : fieldWord('ledger', anyLedger),
    fieldWord('plate', query.plate),
  ]
  return [...gramsToFind(text), ...fields]
    .filter(Boolean)
    .map(word => `"${word}"`)
    .join(' AND ')
}
