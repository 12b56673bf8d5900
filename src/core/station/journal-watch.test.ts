import { closeSync, openSync, writeSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { dataFolder } from '../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../tests/helpers/fake-clock.ts'
import { station } from '../../shared/domain/person.ts'
import { Journal } from '../journal/journal.ts'
import { databaseFile, openDatabase } from '../platform/database.ts'
import { openLog } from '../platform/log.ts'
import { JournalWatch } from './journal-watch.ts'

/** A data folder whose journal has pages full of nonsense, as a bad disk leaves them. */
function spoil(path: string): void {
  const db = openDatabase(path)
  const journal = new Journal(db, new FakeClock())
  for (let number = 0; number < 400; number++)
    journal.append({
      actor: station,
      kind: 'test.wrote',
      subject: 'x',
      body: { text: `${number}`.padEnd(900) },
    })
  const pageBytes = Number(db.pragma('page_size', { simple: true }))
  const pages = Number(db.pragma('page_count', { simple: true }))
  db.close()
  const file = openSync(databaseFile(path), 'r+')
  const middle = Math.floor(pages / 2)
  for (let page = middle; page < middle + 20; page++)
    writeSync(file, Buffer.alloc(pageBytes, 0xa5), 0, pageBytes, page * pageBytes)
  closeSync(file)
}

test('a journal that the disk cannot give back is broken, and the watch over it goes on', async () => {
  using folder = dataFolder()
  spoil(folder.path)
  const db = openDatabase(folder.path)
  try {
    const clock = new FakeClock()
    const journal = new Journal(db, clock)
    const stopping = new AbortController().signal
    const watch = new JournalWatch({ journal, clock, log: openLog(folder.path), stopping })
    watch.look()
    await vi.waitFor(() => expect(watch.state().state).toBe('broken'))
    expect(watch.checkedAtMs()).toBe(clock.now())
    await expect(watch.check(true)).rejects.toThrow('malformed')
    expect(watch.state().state).toBe('broken')
  } finally {
    db.close()
  }
})
