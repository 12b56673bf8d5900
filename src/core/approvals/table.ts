import { Approval, isOver } from '../../shared/domain/approval.ts'
import type { Db } from '../platform/database.ts'

const parse = (row: { state: string }): Approval => Approval.parse(JSON.parse(row.state))

/** All SQL of requests. */
export function approvalTable(db: Db) {
  const last = db.prepare<[], { number: number | null }>('SELECT max(number) AS number FROM approval')
  const put = db.prepare<[number, number, string]>(
    `INSERT INTO approval (number, is_over, state) VALUES (?, ?, ?)
     ON CONFLICT (number) DO UPDATE SET is_over = excluded.is_over, state = excluded.state`,
  )
  const byNumber = db.prepare<[number], { state: string }>('SELECT state FROM approval WHERE number = ?')
  const open = db.prepare<[], { state: string }>(
    'SELECT state FROM approval WHERE is_over = 0 ORDER BY number',
  )
  const before = db.prepare<[number, string, number], { state: string }>(
    'SELECT state FROM approval WHERE number < ? AND instr(state, ?) > 0 ORDER BY number DESC LIMIT ?',
  )
  const withText = db.prepare<[string], { state: string }>(
    'SELECT state FROM approval WHERE instr(state, ?) > 0',
  )
  return {
    /** Numbers are never used twice. */
    nextNumber: (): number => (last.get()?.number ?? 0) + 1,
    put: (approval: Approval): void =>
      void put.run(approval.number, isOver(approval) ? 1 : 0, JSON.stringify(approval)),
    byNumber(number: number): Approval | null {
      const row = byNumber.get(number)
      return row === undefined ? null : parse(row)
    },
    open: (): Approval[] => open.all().map(parse),
    /** Those of smaller numbers whose record has a text (empty: all of them), the newest first. */
    before: (number: number, text: string, limit: number): Approval[] =>
      before.all(number, text, limit).map(parse),
    /** Every request whose record has a text, e.g. the hash of a scan. */
    withText: (text: string): Approval[] => withText.all(text).map(parse),
  }
}
