import { randomUUID } from 'node:crypto'
import type { Scan } from '../../../shared/domain/approval.ts'
import {
  books,
  faultsOf,
  isSignature,
  type BookId,
  type BookValues,
  type Signing,
} from '../../../shared/domain/book.ts'
import type { Person } from '../../../shared/domain/duty.ts'
import type { Actor, UserActor } from '../../../shared/domain/person.ts'
import { Refusal } from '../../../shared/refusal.ts'
import type { Attachments } from '../../attachments/store.ts'
import { canonicalJson } from '../../journal/canonical.ts'
import { sha256 } from '../../journal/chain.ts'
import type { Journal } from '../../journal/journal.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import { bookTable, type BookLine } from './table.ts'

export interface BooksOptions {
  readonly db: Db
  readonly journal: Journal
  readonly clock: Clock
  readonly attachments: Pick<Attachments, 'has' | 'readableBy'>
  /** Whether a person may read the ledgers, and with them what is attached. */
  readonly mayRead: (personId: string) => boolean
  /** Proves who signs; refuses a wrong PIN. */
  readonly prove: (userId: string, pin: string) => Promise<Person>
}

/** The books that people write: lines, corrections, signatures. A line is never changed: what replaces it is a new entry. */
export class Books {
  readonly #options: BooksOptions
  readonly #table: ReturnType<typeof bookTable>

  constructor(options: BooksOptions) {
    this.#options = options
    this.#table = bookTable(options.db)
    options.attachments.readableBy(
      (hash, personId) => options.mayRead(personId) && this.#table.refersTo(hash),
    )
  }

  /**
   * Writes a line and gives its name.
   * @throws Refusal `books.incomplete` with the columns that lack something, `attachments.unknown`
   */
  enter(
    input: { book: BookId; values: BookValues; attachments: readonly Scan[] },
    actor: UserActor,
  ): { entry: string } {
    return this.put({ ...input, id: randomUUID() }, actor)
  }

  /**
   * Writes a line under a name that whoever writes it knows again; see `enter`. What the station enters by itself comes
   * this way.
   */
  put(
    input: { book: BookId; id: string; values: BookValues; attachments: readonly Scan[] },
    actor: Actor,
  ): { entry: string } {
    const { book, attachments } = input
    const values = filled(input.values)
    refuseFaults(book, values)
    this.#refuseUnknown(attachments)
    const entry = `${book}:${input.id}`
    this.#write({ entry, book, values, attachments }, actor, 'book.entered', {})
    return { entry }
  }

  /** What a line says now; null when there is none. */
  valuesOf(entry: string): BookValues | null {
    return this.#table.line(entry)?.values ?? null
  }

  /** Lines of a book that were written since, as they are now; the newest first, at most 500. */
  newest(book: BookId, sinceMs: number): BookLine[] {
    return this.#table.newest(book, sinceMs)
  }

  /** Lines of a book in which a field is empty, however old; the newest first, at most 500. */
  without(book: BookId, field: string): BookLine[] {
    return this.#table.without(book, field)
  }

  /**
   * Says what a line should have said; papers are added to those it has.
   * @throws Refusal `books.unknown`, `books.incomplete`, `books.same` when it says nothing else, `attachments.unknown`
   */
  correct(input: Later & { reason: string }, actor: Actor): void {
    const line = this.#line(input.entry)
    const values = filled(input.values)
    const added = input.attachments ?? []
    refuseFaults(line.book, values)
    this.#refuseUnknown(added)
    if (contentHashOf(line.book, values) === line.contentHash && added.length === 0)
      throw new Refusal('books.same')
    this.#write({ ...line, values, attachments: [...line.attachments, ...added] }, actor, 'book.corrected', {
      reason: input.reason,
      corrects: { byName: line.byName, atMs: line.atMs },
    })
  }

  /**
   * Fills in what was left empty (a visitor leaves, a fault is repaired). The line stays; what was signed before stays
   * signed for what the line said then.
   * @param input the fields that are filled, and no other
   * @throws Refusal `books.unknown`, `books.incomplete`, `books.filled` for a field that says something, `books.same`
   *   when nothing is filled, `attachments.unknown`
   */
  complete(input: Later, actor: Actor): void {
    const line = this.#line(input.entry)
    const news = filled(input.values)
    const added = input.attachments ?? []
    const columns = Object.keys(news)
    if (columns.some(id => line.values[id] !== undefined)) throw new Refusal('books.filled')
    if (columns.length + added.length === 0) throw new Refusal('books.same')
    const values = { ...line.values, ...news }
    refuseFaults(line.book, values)
    this.#refuseUnknown(added)
    const { journal } = this.#options
    const attachments = [...line.attachments, ...added]
    journal.transaction(() => {
      this.#table.put({ ...line, values, attachments, contentHash: contentHashOf(line.book, values) })
      journal.append({
        actor,
        kind: 'book.completed',
        subject: line.entry,
        body: { book: line.book, values, attachments, columns },
      })
    })
  }

  /**
   * Signs a line for what it says now.
   * @throws Refusal `books.unknown`, `books.not-to-sign` for another column or one that is signed, `duty.wrong-pin`,
   *   `duty.locked`, `duty.forbidden` when the column is another role's
   */
  async sign(input: { entry: string; column: string; signing: Signing }): Promise<void> {
    const before = this.#line(input.entry)
    const by = signatureOf(before, input.column).by
    const signer = await this.#signer(by, input.signing)
    const { journal } = this.#options
    journal.transaction(() => {
      // Asked again: the PIN took a moment, and the line may say something else by now.
      const line = this.#line(input.entry)
      signatureOf(line, input.column)
      if (line.contentHash !== before.contentHash) throw new Refusal('books.changed-meanwhile')
      this.#table.put({ ...line, signed: [...line.signed, input.column] })
      journal.append({
        actor: signer.actor,
        kind: 'book.signed',
        subject: line.entry,
        body: {
          book: line.book,
          column: input.column,
          name: signer.name,
          how: input.signing.how,
          ...(input.signing.how === 'drawn' ? { strokes: input.signing.strokes } : {}),
          contentHash: line.contentHash,
        },
      })
    })
  }

  async #signer(by: Person['roles'][number] | 'anybody-drawn', signing: Signing) {
    if (signing.how === 'drawn') {
      if (by !== 'anybody-drawn') throw new Refusal('duty.forbidden')
      return { name: signing.name, actor: { kind: 'station' } as const }
    }
    const person = await this.#options.prove(signing.userId, signing.pin)
    if (by !== 'anybody-drawn' && !person.roles.includes(by)) throw new Refusal('duty.forbidden')
    return {
      name: person.name,
      actor: { kind: 'user', id: person.id, name: person.name, shiftId: null } as const,
    }
  }

  #refuseUnknown(attachments: readonly Scan[]): void {
    for (const { hash } of attachments)
      if (!this.#options.attachments.has(hash)) throw new Refusal('attachments.unknown')
  }

  #line(entry: string): BookLine {
    const line = this.#table.line(entry)
    if (line === null) throw new Refusal('books.unknown')
    return line
  }

  #write(
    { entry, book, values, attachments }: Pick<BookLine, 'entry' | 'book' | 'values' | 'attachments'>,
    actor: Actor,
    kind: string,
    body: object,
  ): void {
    const { journal, clock } = this.#options
    journal.transaction(() => {
      this.#table.put({
        entry,
        book,
        values,
        attachments,
        contentHash: contentHashOf(book, values),
        byName: actor.kind === 'user' ? actor.name : '',
        atMs: Math.round(clock.now()),
        signed: [],
      })
      journal.append({
        actor,
        kind,
        subject: entry,
        body: { book, values, attachments: [...attachments], ...body },
      })
    })
  }
}

/** What comes to a line that is written. */
interface Later {
  readonly entry: string
  readonly values: BookValues
  readonly attachments?: readonly Scan[]
}

/** What a line says, as a signature is bound to it. */
const contentHashOf = (book: BookId, values: BookValues): string =>
  sha256(canonicalJson({ book, values })).toString('hex')

/** Fields that were left empty are not part of what a line says. */
function filled(values: BookValues): BookValues {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''))
}

function refuseFaults(book: BookId, values: BookValues): void {
  const columns = faultsOf(book, values)
  if (columns.length > 0) throw new Refusal('books.incomplete', { book, columns })
}

function signatureOf(line: BookLine, id: string) {
  const column = books[line.book].columns.find(candidate => candidate.id === id)
  if (column === undefined || !isSignature(column) || line.signed.includes(id))
    throw new Refusal('books.not-to-sign')
  return column
}
