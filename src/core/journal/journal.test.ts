import { expect, test } from 'vitest'
import { dataFolder } from '../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../tests/helpers/fake-clock.ts'
import { station } from '../../shared/domain/person.ts'
import { databaseFile, openDatabase } from '../platform/database.ts'
import { Journal } from './journal.ts'
import { verifyDatabase } from './verify-database.ts'

const note = (text: string) => ({ actor: station, kind: 'duty.noted', subject: 'duty', body: { text } })

function openJournal(path: string) {
  const db = openDatabase(path)
  const clock = new FakeClock()
  return { db, clock, journal: new Journal(db, clock), [Symbol.dispose]: () => void db.close() }
}

test('what was appended is read back, in order and whole, also after the file was opened anew', () => {
  using folder = dataFolder()
  {
    using first = openJournal(folder.path)
    first.journal.append(note('a'))
    first.journal.append({ ...note('b'), actor: { kind: 'user', id: 'u', name: '王', shiftId: 3 } })
  }
  using again = openJournal(folder.path)
  again.journal.append(note('c'))
  expect(
    again.journal.between(['duty.noted'], 0, Number.MAX_SAFE_INTEGER).map(entry => entry.body['text']),
  ).toEqual(['a', 'b', 'c'])
  expect(again.journal.verify()).toMatchObject({ entries: 3, bad: null })
})

test('the database refuses to change or remove a row', () => {
  using folder = dataFolder()
  using opened = openJournal(folder.path)
  opened.journal.append(note('a'))
  expect(() => opened.db.exec(`UPDATE journal SET body = '{}'`)).toThrow('append-only')
  expect(() => opened.db.exec('DELETE FROM journal')).toThrow('append-only')
})

test('a transaction that fails leaves neither entries nor news of them', () => {
  using folder = dataFolder()
  using opened = openJournal(folder.path)
  const told: string[] = []
  const write = (text: string): void => {
    opened.journal.append(note(text))
    opened.journal.afterCommit(() => told.push(text))
    expect(told).not.toContain(text)
  }
  expect(() =>
    opened.journal.transaction(() => {
      write('lost')
      throw new Error('no')
    }),
  ).toThrow('no')
  opened.journal.transaction(() => opened.journal.transaction(() => write('kept')))
  opened.journal.afterCommit(() => told.push('at once'))
  expect(told).toEqual(['kept', 'at once'])
  expect(opened.journal.verify()).toMatchObject({ entries: 1, bad: null })
})

test('two writers on one file cannot fork the chain', () => {
  using folder = dataFolder()
  using one = openJournal(folder.path)
  using two = openJournal(folder.path)
  for (let round = 0; round < 20; round++) {
    one.journal.append(note(`one ${round}`))
    two.journal.append(note(`two ${round}`))
  }
  expect(one.journal.verify()).toMatchObject({ entries: 40, bad: null })
})

test('a row written by hand beyond the head does not stop the journal, and is named', () => {
  using folder = dataFolder()
  using opened = openJournal(folder.path)
  opened.journal.append(note('a'))
  opened.db.exec(
    `INSERT INTO journal SELECT 2, at_ms, actor, kind, subject, body, body_hash, prev_hash, hash FROM journal`,
  )
  opened.journal.append(note('b'))
  expect(opened.journal.verify().bad).toEqual({ seq: 2, why: 'changed' })
})

test('a database of a newer program is refused', () => {
  using folder = dataFolder()
  openDatabase(folder.path).pragma('user_version = 999')
  expect(() => openDatabase(folder.path)).toThrow('newer')
})

test('what does not continue the head is refused by the database itself, and moves nothing', () => {
  using folder = dataFolder()
  using opened = openJournal(folder.path)
  opened.journal.append(note('a'))
  opened.journal.append(note('b'))
  const again =
    'INSERT INTO journal_next SELECT seq + 2, at_ms, actor, kind, subject, body, body_hash, prev_hash, hash'
  expect(() => opened.db.exec(`${again} FROM journal WHERE seq = 2`)).toThrow(
    'the head of the journal is another',
  )
  expect(opened.journal.append(note('c')).seq).toBe(3)
  expect(opened.journal.verify()).toMatchObject({ entries: 3, bad: null })
})

test('a database from before `journal_next` is verified as it is', () => {
  using folder = dataFolder()
  {
    using opened = openJournal(folder.path)
    opened.journal.append(note('a'))
    opened.db.exec('DROP VIEW journal_next')
  }
  expect(verifyDatabase(databaseFile(folder.path))).toMatchObject({ isWhole: true })
})

test('the newest of some kinds is the one of the greatest number, also where the clock was set back', async () => {
  using folder = dataFolder()
  using opened = openJournal(folder.path)
  const of = (kind: string) => opened.journal.append({ ...note(kind), kind })
  of('camera.lost')
  await opened.clock.advance(-60_000)
  of('camera.lost')
  of('duty.noted')
  expect(opened.journal.lastOf(['camera.lost'])?.seq).toBe(2)
  expect(opened.journal.lastOf(['camera.lost', 'duty.noted'])?.seq).toBe(3)
  expect(opened.journal.lastOf(['camera.lost', 'never'])?.seq).toBe(2)
  expect(opened.journal.lastOf(['never'])).toBe(null)
})
