import { generateKeyPairSync, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dataFolder } from '../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../tests/helpers/fake-clock.ts'
import { station } from '../../shared/domain/person.ts'
import { openDatabase } from '../platform/database.ts'
import { announceKey } from './announce-key.ts'
import { Journal } from './journal.ts'
import { Seals } from './seals.ts'
import { verifyDatabase } from './verify-database.ts'

const dayMs = 86_400_000

function key() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const publicKeyPem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  return {
    publicKeyPem,
    fingerprint: publicKeyPem.slice(40, 60),
    sign: (bytes: Uint8Array) => sign(null, bytes, privateKey),
  }
}

function openSeals(path: string) {
  const db = openDatabase(path)
  const clock = new FakeClock()
  const journal = new Journal(db, clock)
  const file = join(path, 'heads.jsonl')
  const sealsOf = (own: ReturnType<typeof key>) => new Seals({ journal, key: own, clock, file })
  const note = () => journal.append({ actor: station, kind: 'duty.noted', subject: 'duty', body: {} })
  return { db, clock, journal, file, sealsOf, note, [Symbol.dispose]: () => void db.close() }
}

test('one seal a day, in the journal and in the file, and none for a day that has one after the clock went back', async () => {
  using folder = dataFolder()
  using room = openSeals(folder.path)
  const own = key()
  announceKey(room.journal, own)
  const seals = room.sealsOf(own)
  expect(seals.sealIfDue()).toMatchObject({ seq: 1 })
  expect(seals.sealIfDue()).toBeNull()
  await room.clock.advance(dayMs)
  room.note()
  expect(seals.sealIfDue()).toMatchObject({ seq: 3 })
  await room.clock.advance(-dayMs)
  expect(seals.sealIfDue()).toBeNull()
  expect(readFileSync(room.file, 'utf8').trim().split('\n')).toHaveLength(2)
  expect(seals.all().map(({ seq }) => seq)).toEqual([1, 3])
  expect(room.journal.verify().bad).toBeNull()
})

test('a minute in another year leaves one seal of that year, and every day after it is sealed again', async () => {
  using folder = dataFolder()
  using room = openSeals(folder.path)
  const own = key()
  announceKey(room.journal, own)
  const seals = room.sealsOf(own)
  const today = seals.sealIfDue()
  await room.clock.advance(1_500 * dayMs)
  expect(seals.sealIfDue()).not.toBeNull()
  await room.clock.advance(-1_500 * dayMs)
  expect(seals.isAhead()).toBe(true)
  expect(seals.sealIfDue()).toBeNull()
  await room.clock.advance(dayMs)
  const next = seals.sealIfDue()
  expect((next?.day ?? '') > (today?.day ?? '')).toBe(true)
  expect(seals.isAhead()).toBe(false)
  expect(seals.sealIfDue()).toBeNull()
  await room.clock.advance(dayMs)
  expect(seals.sealIfDue()).not.toBeNull()
  expect(room.journal.verify().bad).toBeNull()
})

test('a chain that was written anew verifies by itself, but not against a head that was kept elsewhere', () => {
  using folder = dataFolder()
  using room = openSeals(folder.path)
  const own = key()
  announceKey(room.journal, own)
  room.note()
  room.sealsOf(own).sealIfDue()
  const kept = room.sealsOf(own).all()
  const file = join(folder.path, 'station.db')
  expect(verifyDatabase(file, kept)).toMatchObject({ isWhole: true })
  using other = dataFolder()
  using anew = openSeals(other.path)
  announceKey(anew.journal, own)
  anew.journal.append({ actor: station, kind: 'duty.noted', subject: 'duty', body: { text: '改过' } })
  anew.sealsOf(own).sealIfDue()
  const forged = join(other.path, 'station.db')
  expect(verifyDatabase(forged)).toMatchObject({ isWhole: true })
  expect(verifyDatabase(forged, kept)).toMatchObject({ isWhole: false })
})

test('a seal by a key that the journal does not know is named', () => {
  using folder = dataFolder()
  using room = openSeals(folder.path)
  announceKey(room.journal, key())
  room.note()
  room.sealsOf(key()).sealIfDue()
  expect(room.journal.verify().bad).toEqual({ seq: 3, why: 'seal' })
})

test('a new key is announced with the one that it replaces, and seals of the old one stay true', async () => {
  using folder = dataFolder()
  using room = openSeals(folder.path)
  const [old, made] = [key(), key()]
  expect(announceKey(room.journal, old)).toEqual({ replaces: null })
  room.sealsOf(old).sealIfDue()
  expect(announceKey(room.journal, old)).toEqual({ replaces: null })
  expect(announceKey(room.journal, made)).toEqual({ replaces: old.fingerprint })
  await room.clock.advance(dayMs)
  room.sealsOf(made).sealIfDue()
  expect(room.journal.head().seq).toBe(4)
  expect(room.journal.verify().bad).toBeNull()
  expect(await room.journal.verifyByAndBy()).toMatchObject({ entries: 4, bad: null })
})

test('reading in turns finds what reading at one go finds', async () => {
  using folder = dataFolder()
  using room = openSeals(folder.path)
  room.journal.transaction(() => {
    for (let count = 0; count < 2_500; count++) room.note()
  })
  expect(await room.journal.verifyByAndBy()).toMatchObject({ entries: 2_500, bad: null })
  room.db.exec(`DROP TRIGGER journal_no_delete; DELETE FROM journal WHERE seq = 1801`)
  const bad = { seq: 1_801, why: 'missing' }
  expect(await room.journal.verifyByAndBy()).toMatchObject({ bad })
  expect(room.journal.verify()).toMatchObject({ bad })
  room.db.exec(`DELETE FROM journal WHERE seq > 1800`)
  expect(await room.journal.verifyByAndBy()).toMatchObject({ bad })
})
