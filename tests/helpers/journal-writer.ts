import { writeSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Journal } from '../../src/core/journal/journal.ts'
import { systemClock } from '../../src/core/platform/clock.ts'
import { openDatabase } from '../../src/core/platform/database.ts'
import { IndexKeeper } from '../../src/core/search/index-keeper.ts'

/**
 * Appends to a journal and says each entry that is on disk, as a station says it to a panel: `SEQ HASH`.
 * Between entries the search index follows, as in the station. A disk that refuses is said as `refused`, and it goes on.
 * `node journal-writer.ts DATA_DIR [--transactions N] [--checkpoint-pages N] [--synchronous NORMAL] [--name NAME]`
 * Without a number of transactions it writes until it is killed. `NORMAL` is what the station must not use.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    transactions: { type: 'string', default: 'Infinity' },
    'checkpoint-pages': { type: 'string' },
    synchronous: { type: 'string' },
    name: { type: 'string', default: '王建国' },
  },
})
const db = openDatabase(positionals[0] ?? '')
const checkpointPages = values['checkpoint-pages']
if (checkpointPages !== undefined) db.pragma(`wal_autocheckpoint = ${Number(checkpointPages)}`)
if (values.synchronous !== undefined) db.pragma(`synchronous = ${values.synchronous}`)
const journal = new Journal(db, systemClock)
const keeper = new IndexKeeper({ db, ledgersOf: () => ['duty'] })
const actor = { kind: 'user', id: 'u', name: values.name, shiftId: 1 } as const

for (let count = 0; count < Number(values.transactions); count++) {
  try {
    const last = journal.transaction(() => {
      for (let part = 0; part <= count % 3; part++)
        journal.append({
          actor,
          kind: 'duty.noted',
          subject: 'duty',
          body: { text: `第 ${count} 次巡查`, part },
        })
      return journal.head()
    })
    writeSync(1, `${last.seq} ${last.hash}\n`)
    if (count % 20 === 0) keeper.step()
  } catch (error) {
    writeSync(1, `refused ${error instanceof Error ? error.message : ''}\n`)
  }
}
db.close()
