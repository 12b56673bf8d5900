import Database from 'better-sqlite3'
import { firstBadRow, type Head } from './chain.ts'
import { rowRules } from './row-rules.ts'
import { journalTable } from './table.ts'

/**
 * Reads the whole journal of a database file without writing to it: the line to say, and whether it is whole. Heads that
 * were kept elsewhere must be in it: a chain that was written anew does not have them.
 */
export function verifyDatabase(
  file: string,
  heads: readonly { readonly seq: number; readonly hash: string }[] = [],
): { isWhole: boolean; line: string; head: Head } {
  const db = new Database(file, { readonly: true, fileMustExist: true })
  try {
    const table = journalTable(db)
    // One snapshot for head and rows: a station may be writing meanwhile.
    const { head, bad } = db.transaction(() => {
      const present = table.head()
      return { head: present, bad: firstBadRow(table.all(), present, rowRules(table.ofRules())) }
    })()
    const foreign = heads.find(({ seq, hash }) => table.hashOf(seq)?.toString('hex') !== hash)
    if (bad === null && foreign !== undefined)
      return {
        isWhole: false,
        head,
        line: `journal BROKEN: entry ${foreign.seq} is not the one of the head kept elsewhere`,
      }
    return bad === null
      ? { isWhole: true, head, line: `journal whole: ${head.seq} entries, head ${head.hash.toString('hex')}` }
      : { isWhole: false, head, line: `journal BROKEN: entry ${bad.seq} is ${bad.why}` }
  } finally {
    db.close()
  }
}
