import Database from 'better-sqlite3'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { firstBadRow } from './journal/chain.ts'
import { journalTable } from './journal/table.ts'
import { databaseFile } from './platform/database.ts'

/**
 * `npm run verify -- DATA_DIR`: reads the whole journal of a data folder, with no network and without writing to it.
 * Exit 0 and the head hash when it is whole; exit 1 and the first bad number when it is not; exit 2 when it cannot be read.
 */
function verify(dataDir: string | undefined): number {
  if (dataDir === undefined) return complain('usage: npm run verify -- DATA_DIR')
  const file = databaseFile(resolve(dataDir))
  if (!existsSync(file)) return complain(`there is no station database in ${dataDir}`)
  const db = new Database(file, { readonly: true, fileMustExist: true })
  try {
    const table = journalTable(db)
    // One snapshot for head and rows: a station may be writing meanwhile.
    const { head, bad } = db.transaction(() => {
      const present = table.head()
      return { head: present, bad: firstBadRow(table.all(), present) }
    })()
    if (bad !== null) {
      process.stdout.write(`journal BROKEN: entry ${bad.seq} is ${bad.why}\n`)
      return 1
    }
    process.stdout.write(`journal whole: ${head.seq} entries, head ${head.hash.toString('hex')}\n`)
    return 0
  } finally {
    db.close()
  }
}

function complain(text: string): number {
  process.stderr.write(`${text}\n`)
  return 2
}

process.exitCode = verify(process.argv[2])
