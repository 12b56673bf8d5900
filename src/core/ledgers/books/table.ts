import { z } from 'zod'
import { Scan } from '../../../shared/domain/approval.ts'
import { BookId, BookValues } from '../../../shared/domain/book.ts'
import type { Db } from '../../platform/database.ts'

/** A line as it is now. */
export interface BookLine {
  readonly entry: string
  readonly book: BookId
  readonly values: BookValues
  /** Papers and pictures that belong to it. */
  readonly attachments: readonly Scan[]
  /** What a signature is bound to. */
  readonly contentHash: string
  /** Who wrote this version, and when. */
  readonly byName: string
  readonly atMs: number
  /** Columns that are signed for this content. */
  readonly signed: readonly string[]
}

const Said = z.object({ values: BookValues, attachments: z.array(Scan) })
const Row = z.object({
  entry: z.string(),
  book: BookId,
  said: z.string(),
  contentHash: z.string(),
  byName: z.string(),
  atMs: z.number(),
  signed: z.string(),
})

function lineOf({ said, signed, ...rest }: z.infer<typeof Row>): BookLine {
  return {
    ...rest,
    ...Said.parse(JSON.parse(said)),
    signed: z.array(z.string()).parse(JSON.parse(signed)),
  }
}

/** All SQL of the books. */
export function bookTable(db: Db) {
  const byEntry = db.prepare<[string]>(
    `SELECT entry, book, said, content_hash AS contentHash, by_name AS byName, at_ms AS atMs, signed
     FROM book_line WHERE entry = ?`,
  )
  const put = db.prepare(
    `INSERT INTO book_line (entry, book, said, content_hash, by_name, at_ms, signed)
     VALUES (:entry, :book, :said, :contentHash, :byName, :atMs, :signed)
     ON CONFLICT (entry) DO UPDATE SET said = excluded.said, content_hash = excluded.content_hash,
       by_name = excluded.by_name, at_ms = excluded.at_ms, signed = excluded.signed`,
  )
  const newest = db.prepare<[string, number]>(
    `SELECT entry, book, said, content_hash AS contentHash, by_name AS byName, at_ms AS atMs, signed
     FROM book_line WHERE book = ? AND at_ms >= ? ORDER BY at_ms DESC LIMIT 500`,
  )
  // The lines without a field are few: every line of the book is looked at, none is put together but those.
  const without = db.prepare<{ book: string; path: string }>(
    `SELECT entry, book, said, content_hash AS contentHash, by_name AS byName, at_ms AS atMs, signed
     FROM book_line WHERE book = :book AND coalesce(said ->> :path, '') = '' ORDER BY at_ms DESC LIMIT 500`,
  )
  const refersTo = db.prepare<[string]>(
    `SELECT 1 FROM book_line, json_each(said, '$.attachments') AS paper
     WHERE paper.value ->> '$.hash' = ? LIMIT 1`,
  )
  return {
    /** Null when there is no such line. */
    line(entry: string): BookLine | null {
      const row = Row.optional().parse(byEntry.get(entry))
      return row === undefined ? null : lineOf(row)
    },
    /** Lines of a book that were written since; the newest first, at most 500. */
    newest: (book: BookId, sinceMs: number): BookLine[] =>
      newest.all(book, sinceMs).map(row => lineOf(Row.parse(row))),
    /** Lines of a book in which a field is empty, however old; the newest first, at most 500. */
    without: (book: BookId, field: string): BookLine[] =>
      without.all({ book, path: `$.values.${field}` }).map(row => lineOf(Row.parse(row))),
    put({ values, attachments, signed, ...rest }: BookLine): void {
      put.run({ ...rest, said: JSON.stringify({ values, attachments }), signed: JSON.stringify(signed) })
    },
    /** Whether an attachment of this hash belongs to a line. */
    refersTo: (hash: string): boolean => refersTo.get(hash) !== undefined,
  }
}
