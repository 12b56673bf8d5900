import type { Db } from '../platform/database.ts'

/**
 * Which entries belong to one matter (an incident, a look at recordings, a line of a book): those of one subject. Kept by
 * the `IndexKeeper`; what it has not read yet is looked for in the journal itself, so the answer is always whole.
 */
export class Matters {
  readonly #of: (input: { subjects: string; kinds: string; fromMs: number }) => number[]
  readonly #younger: (input: { subjects: string; kinds: string; fromMs: number }) => string[]
  readonly #opened: (input: { subject: string; kind: string; seq: number }) => number | undefined

  constructor(db: Db) {
    const found = `
      WITH found (seq) AS (
        SELECT seq FROM journal_matter WHERE subject IN (SELECT value FROM json_each(:subjects))
        UNION
        SELECT seq FROM journal WHERE seq > (SELECT through_seq FROM journal_digest WHERE id = 1)
          AND subject IN (SELECT value FROM json_each(:subjects))
      )`
    // The cross join keeps the order: from the matter to its few entries, never from all entries of a kind.
    const meant = `FROM found CROSS JOIN journal ON journal.seq = found.seq
      WHERE at_ms >= :fromMs AND kind IN (SELECT value FROM json_each(:kinds))`
    const of = db
      .prepare<[{ subjects: string; kinds: string; fromMs: number }], number>(
        `${found} SELECT journal.seq ${meant} ORDER BY 1`,
      )
      .pluck()
    const younger = db
      .prepare<[{ subjects: string; kinds: string; fromMs: number }], string>(
        `${found} SELECT DISTINCT subject ${meant}`,
      )
      .pluck()
    const opened = db
      .prepare<[{ subject: string; kind: string; seq: number }], number>(
        `SELECT at_ms FROM journal_matter AS matter CROSS JOIN journal ON journal.seq = matter.seq
         WHERE matter.subject = :subject AND matter.seq <= :seq AND kind = :kind ORDER BY matter.seq DESC LIMIT 1`,
      )
      .pluck()
    this.#of = input => of.all(input)
    this.#younger = input => younger.all(input)
    this.#opened = input => opened.get(input)
  }

  /** Numbers of the entries about these subjects since a time, in their order. */
  since(subjects: Iterable<string>, kinds: readonly string[], fromMs: number): number[] {
    return this.#of(inputOf(subjects, kinds, fromMs))
  }

  /** Those of the subjects that have an entry since a time. */
  younger(subjects: Iterable<string>, kinds: readonly string[], fromMs: number): ReadonlySet<string> {
    return new Set(this.#younger(inputOf(subjects, kinds, fromMs)))
  }

  /** When the row of a subject opened that an entry belongs to; null when no such entry has been read in. */
  openedAtMs(kind: string, subject: string, seq: number): number | null {
    return this.#opened({ kind, subject, seq }) ?? null
  }
}

const inputOf = (subjects: Iterable<string>, kinds: readonly string[], fromMs: number) => ({
  subjects: JSON.stringify([...subjects]),
  kinds: JSON.stringify(kinds),
  fromMs,
})
