import type { Db } from '../platform/database.ts'

/** Unread entries that are looked through one by one; of more, those of the kinds alone. */
const fewUnread = 5_000

interface Question {
  /** JSON lists. */
  readonly subjects: string
  readonly kinds: string
  readonly fromMs: number
}

/**
 * Which entries belong to one matter (an incident, a look at recordings, a line of a book): those of one subject. Kept by
 * the `IndexKeeper`; what it has not read yet is looked for in the journal itself, so the answer is always whole.
 */
export class Matters {
  readonly #few: ReturnType<typeof statements>
  readonly #many: ReturnType<typeof statements>
  readonly #unread: () => number
  readonly #opened: (input: { subject: string; kind: string; seq: number }) => number | undefined

  constructor(db: Db) {
    this.#few = statements(db, 'SELECT seq FROM journal NOT INDEXED WHERE TRUE')
    this.#many = statements(
      db,
      `SELECT seq FROM journal INDEXED BY journal_kind_at
       WHERE kind IN (SELECT value FROM json_each(:kinds)) AND at_ms >= :fromMs`,
    )
    const unread = db
      .prepare<[], number>(
        `SELECT coalesce((SELECT max(seq) FROM journal), 0) - through_seq FROM journal_digest`,
      )
      .pluck()
    this.#unread = () => unread.get() ?? 0
    const opened = db
      .prepare<[{ subject: string; kind: string; seq: number }], number>(
        `SELECT at_ms FROM journal_matter AS matter CROSS JOIN journal ON journal.seq = matter.seq
         WHERE matter.subject = :subject AND matter.seq <= :seq AND kind = :kind ORDER BY matter.seq DESC LIMIT 1`,
      )
      .pluck()
    this.#opened = input => opened.get(input)
  }

  /** Numbers of the entries about these subjects since a time, in their order. */
  since(subjects: Iterable<string>, kinds: readonly string[], fromMs: number): number[] {
    return this.#statements().since.all(questionOf(subjects, kinds, fromMs))
  }

  /** Those of the subjects that have an entry since a time. */
  younger(subjects: Iterable<string>, kinds: readonly string[], fromMs: number): ReadonlySet<string> {
    return new Set(this.#statements().younger.all(questionOf(subjects, kinds, fromMs)))
  }

  /** When the row of a subject opened that an entry belongs to; null when no such entry has been read in. */
  openedAtMs(kind: string, subject: string, seq: number): number | null {
    return this.#opened({ kind, subject, seq }) ?? null
  }

  #statements(): ReturnType<typeof statements> {
    return this.#unread() > fewUnread ? this.#many : this.#few
  }
}

/** @param unread rows that the index may not have, before they are narrowed to those behind it */
function statements(db: Db, unread: string) {
  const found = `
    WITH found (seq) AS (
      SELECT seq FROM journal_matter WHERE subject IN (SELECT value FROM json_each(:subjects))
      UNION
      ${unread} AND seq > (SELECT through_seq FROM journal_digest WHERE id = 1)
        AND subject IN (SELECT value FROM json_each(:subjects))
    )`
  // The cross join keeps the order: from the matter to its few entries, never from all entries of a kind.
  const meant = `FROM found CROSS JOIN journal ON journal.seq = found.seq
    WHERE at_ms >= :fromMs AND kind IN (SELECT value FROM json_each(:kinds))`
  return {
    since: db.prepare<[Question], number>(`${found} SELECT journal.seq ${meant} ORDER BY 1`).pluck(),
    younger: db.prepare<[Question], string>(`${found} SELECT DISTINCT subject ${meant}`).pluck(),
  }
}

const questionOf = (subjects: Iterable<string>, kinds: readonly string[], fromMs: number): Question => ({
  subjects: JSON.stringify([...subjects]),
  kinds: JSON.stringify(kinds),
  fromMs,
})
