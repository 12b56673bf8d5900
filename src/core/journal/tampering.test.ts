import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dataFolder } from '../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../tests/helpers/fake-clock.ts'
import { station } from '../../shared/domain/person.ts'
import { databaseFile, openDatabase } from '../platform/database.ts'
import { Journal } from './journal.ts'
import { verifyDatabase } from './verify-database.ts'

/** What somebody with the file in his hands does to it; `at` picks a row. */
interface Deed {
  readonly how: 'change' | 'remove' | 'insert' | 'swap' | 'shift'
  readonly at: number
  readonly other: number
  readonly column: 'at_ms' | 'actor' | 'kind' | 'subject' | 'body' | 'body_hash' | 'prev_hash' | 'hash'
}

const deed: fc.Arbitrary<Deed> = fc.record({
  how: fc.constantFrom('change', 'remove', 'insert', 'swap', 'shift'),
  at: fc.nat(30),
  other: fc.nat(30),
  column: fc.constantFrom('at_ms', 'actor', 'kind', 'subject', 'body', 'body_hash', 'prev_hash', 'hash'),
})
const contents = fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 8 })

function openJournal(path: string) {
  const db = openDatabase(path)
  const clock = new FakeClock()
  const journal = new Journal(db, clock)
  const rows = () =>
    new Map(
      db
        .prepare<[], { seq: number }>('SELECT * FROM journal ORDER BY seq')
        .all()
        .map(row => [row.seq, JSON.stringify(row)]),
    )
  return { db, clock, journal, rows, [Symbol.dispose]: () => void db.close() }
}

const allColumns = 'at_ms, actor, kind, subject, body, body_hash, prev_hash, hash'

function doDeed({ db }: ReturnType<typeof openJournal>, { how, at, other, column }: Deed): void {
  const seqs = db.prepare<[], number>('SELECT seq FROM journal ORDER BY seq').pluck().all()
  const seq = seqs[at % seqs.length] ?? 0
  const last = seqs.at(-1) ?? 0
  const copyTo = (to: number): void =>
    void db
      .prepare(
        `INSERT OR IGNORE INTO journal (seq, ${allColumns}) SELECT ?, ${allColumns} FROM journal WHERE seq = ?`,
      )
      .run(to, seq)
  switch (how) {
    case 'change': {
      const value = column === 'at_ms' ? 'at_ms + 1' : `CAST(${column} || x'21' AS `
      const typed = column === 'at_ms' ? value : `${value}${/hash/.test(column) ? 'BLOB' : 'TEXT'})`
      return void db.prepare(`UPDATE journal SET ${column} = ${typed} WHERE seq = ?`).run(seq)
    }
    case 'remove':
      return void db.prepare('DELETE FROM journal WHERE seq = ?').run(seq)
    case 'insert':
      // Before the first, behind the last, or into a hole that was made before.
      return copyTo([0, -1 - other, last + 1, last + 2 + other, other][at % 5] ?? 0)
    case 'swap': {
      const second = seqs[other % seqs.length] ?? 0
      if (second === seq) return
      const move = db.prepare('UPDATE journal SET seq = ? WHERE seq = ?')
      move.run(900_000, seq)
      move.run(seq, second)
      return void move.run(second, 900_000)
    }
    case 'shift':
      // A row goes, and those behind it close the hole.
      db.prepare('DELETE FROM journal WHERE seq = ?').run(seq)
      db.prepare('UPDATE journal SET seq = seq + 1000000 WHERE seq > ?').run(seq)
      return void db.prepare('UPDATE journal SET seq = seq - 1000001 WHERE seq > 900000').run()
  }
}

/** The first number at which the rows are not what they were; null when nothing was done in the end. */
function firstOther(before: ReadonlyMap<number, string>, after: ReadonlyMap<number, string>): number | null {
  const all = [...before.keys(), ...after.keys()].toSorted((a, b) => a - b)
  return all.find(seq => before.get(seq) !== after.get(seq)) ?? null
}

test('whatever is done to rows, one or many, is found, and the first of them is named', async () => {
  await fc.assert(
    fc.asyncProperty(contents, fc.array(deed, { minLength: 1, maxLength: 4 }), async (texts, deeds) => {
      using folder = dataFolder()
      using opened = openJournal(folder.path)
      for (const text of texts)
        opened.journal.append({ actor: station, kind: 'duty.noted', subject: text, body: { text } })
      const before = opened.rows()
      opened.db.exec('DROP TRIGGER journal_no_update; DROP TRIGGER journal_no_delete')
      for (const one of deeds) doDeed(opened, one)
      const first = firstOther(before, opened.rows())
      expect(opened.journal.verify().bad?.seq ?? null).toBe(first)
      expect((await opened.journal.verifyByAndBy())?.bad?.seq ?? null).toBe(first)
      const said = verifyDatabase(databaseFile(folder.path))
      expect(said.isWhole).toBe(first === null)
      if (first !== null) expect(said.line).toContain(`entry ${first} `)
    }),
    { numRuns: 40 },
  )
})

test('what is written in any script, also half a character, leaves the chain whole', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, other) => {
      using folder = dataFolder()
      using opened = openJournal(folder.path)
      const half = `${text}\ud83d`
      const actor = { kind: 'user', id: half, name: `${other}\udc00`, shiftId: null } as const
      opened.journal.append({ actor, kind: 'duty.noted', subject: half, body: { text: half, [half]: other } })
      expect(opened.journal.verify().bad).toBeNull()
      expect(opened.journal.entry(1)?.body).toEqual({ text: half, [half]: other })
    }),
    { numRuns: 20 },
  )
})

test('an entry about purges or keys whose words were made rubbish is named, and stops nothing', () => {
  for (const kind of ['journal.purged', 'station.key-made', 'journal.sealed']) {
    using folder = dataFolder()
    using opened = openJournal(folder.path)
    opened.journal.append({ actor: station, kind: 'duty.noted', subject: 'x', body: {} })
    opened.journal.append({
      actor: station,
      kind,
      subject: 'x',
      body: { fingerprint: 'a', publicKeyPem: 'b' },
    })
    opened.db.exec('DROP TRIGGER journal_no_update')
    for (const body of ['', 'no JSON', '{"fromSeq":"x"}', 'null']) {
      opened.db.prepare('UPDATE journal SET body = ? WHERE seq = 2').run(body)
      expect(opened.journal.verify().bad?.seq, `${kind} ${body}`).toBe(2)
    }
  }
})

test('a head that was moved is named, back or on or to another hash', () => {
  using folder = dataFolder()
  using opened = openJournal(folder.path)
  for (const text of ['a', 'b', 'c'])
    opened.journal.append({ actor: station, kind: 'duty.noted', subject: 'duty', body: { text } })
  const moved = (sql: string) => {
    opened.db.exec('SAVEPOINT deed')
    opened.db.exec(sql)
    const { bad } = opened.journal.verify()
    opened.db.exec('ROLLBACK TO deed; RELEASE deed')
    return bad
  }
  expect(moved('UPDATE journal_head SET seq = 2')).toEqual({ seq: 3, why: 'inserted' })
  expect(moved('UPDATE journal_head SET seq = 4')).toEqual({ seq: 4, why: 'missing' })
  expect(moved(`UPDATE journal_head SET hash = x'00'`)).toEqual({ seq: 3, why: 'changed' })
  expect(moved('DELETE FROM journal_head')).toEqual({ seq: 1, why: 'inserted' })
  expect(opened.journal.verify().bad).toBeNull()
})
