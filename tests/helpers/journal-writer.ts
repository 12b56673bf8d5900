import { writeSync } from 'node:fs'
import { Journal } from '../../src/core/journal/journal.ts'
import { systemClock } from '../../src/core/platform/clock.ts'
import { openDatabase } from '../../src/core/platform/database.ts'
import { IndexKeeper } from '../../src/core/search/index-keeper.ts'

/**
 * Appends to a journal without end and says each entry that is on disk, as a station says it to a panel: `SEQ HASH`.
 * Between entries the search index follows, as in the station. A disk that refuses is said as `refused`, and it goes on.
 * `node journal-writer.ts DATA_DIR`
 */
const db = openDatabase(process.argv[2] ?? '')
const journal = new Journal(db, systemClock)
const keeper = new IndexKeeper({ db, ledgersOf: () => ['duty'] })
const actor = { kind: 'user', id: 'u', name: '王建国', shiftId: 1 } as const

for (let count = 0; ; count++) {
  try {
    journal.transaction(() => {
      for (let part = 0; part <= count % 3; part++)
        journal.append({
          actor,
          kind: 'duty.noted',
          subject: 'duty',
          body: { text: `第 ${count} 次巡查`, part },
        })
    })
    const { seq, hash } = journal.head()
    writeSync(1, `${seq} ${hash}\n`)
    if (count % 20 === 0) keeper.step()
  } catch (error) {
    writeSync(1, `refused ${error instanceof Error ? error.message : ''}\n`)
  }
}
