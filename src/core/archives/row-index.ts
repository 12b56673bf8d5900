import Database from 'better-sqlite3'

/**
 * Which entries make which rows, on disk: a ledger with one row for many entries needs them together, and a term may
 * have millions. Lies in the folder that is being written, and is removed before that is sealed.
 */
export class RowIndex implements Disposable {
  readonly #db: Database.Database
  readonly #open: Database.Statement<[number, string, number]>
  readonly #put: Database.Statement<[number, number, string]>
  readonly #openings: Database.Statement<[number, number, number], { subject: string; seq: number }>
  readonly #seqs: Database.Statement<[number, string], { seq: number }>

  constructor(file: string) {
    this.#db = new Database(file)
    // Thrown away with whatever breaks the work: nothing needs to be on disk at any moment.
    this.#db.pragma('journal_mode = OFF')
    this.#db.pragma('synchronous = OFF')
    this.#db.exec(`
      CREATE TABLE opening (ledger INTEGER, subject TEXT, seq INTEGER, PRIMARY KEY (ledger, subject)) WITHOUT ROWID;
      CREATE INDEX opening_order ON opening (ledger, seq);
      CREATE TABLE part (ledger INTEGER, subject TEXT, seq INTEGER, PRIMARY KEY (ledger, subject, seq)) WITHOUT ROWID;
    `)
    this.#open = this.#db.prepare('INSERT OR IGNORE INTO opening VALUES (?, ?, ?)')
    this.#put = this.#db.prepare(
      'INSERT OR IGNORE INTO part SELECT ledger, subject, ? FROM opening WHERE ledger = ? AND subject = ?',
    )
    this.#openings = this.#db.prepare(
      'SELECT subject, seq FROM opening WHERE ledger = ? AND seq > ? ORDER BY seq LIMIT ?',
    )
    this.#seqs = this.#db.prepare('SELECT seq FROM part WHERE ledger = ? AND subject = ? ORDER BY seq')
  }

  /** Many at once: one by one they would each be a transaction. */
  all(work: () => void): void {
    this.#db.transaction(work)()
  }

  /**
   * An entry in the order of the journal.
   * @param mayOpen a row may begin with it; else it belongs to one that has begun, or to none
   */
  add(ledger: number, subject: string, seq: number, mayOpen: boolean): void {
    if (mayOpen) this.#open.run(ledger, subject, seq)
    this.#put.run(seq, ledger, subject)
  }

  /** The next subjects of a ledger in the order in which they began. */
  openings(ledger: number, afterSeq: number, limit: number): { subject: string; seq: number }[] {
    return this.#openings.all(ledger, afterSeq, limit)
  }

  seqsOf(ledger: number, subject: string): number[] {
    return this.#seqs.all(ledger, subject).map(({ seq }) => seq)
  }

  [Symbol.dispose](): void {
    this.#db.close()
  }
}
