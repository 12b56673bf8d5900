import Database from 'better-sqlite3'
import { firstBadRow, type Head } from './chain.ts'
import { rowRules } from './row-rules.ts'
import { journalTable } from './table.ts'

/** Reads the whole journal of a database file without writing to it: the line to say, and whether it is whole. */
export function verifyDatabase(file: string): { isWhole: boolean; line: string; head: Head } {
  const db = new Database(file, { readonly: true, fileMustExist: true })
  try {
    const table = journalTable(db)
    // One snapshot for head and rows: a station may be writing meanwhile.
    const { head, bad } = db.transaction(() => {
      const present = table.head()
      return { head: present, bad: firstBadRow(table.all(), present, rowRules(table.ofRules())) }
    })()
    return bad === null
      ? { isWhole: true, head, line: `journal whole: ${head.seq} entries, head ${head.hash.toString('hex')}` }
      : { isWhole: false, head, line: `journal BROKEN: entry ${bad.seq} is ${bad.why}` }
  } finally {
    db.close()
  }
}
