import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { codeOf } from '../../../tests/helpers/code-of.ts'
import { dataFolder } from '../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../tests/helpers/fake-clock.ts'
import { maxAttachmentBytes } from '../../shared/contract/attachments.ts'
import type { UserActor } from '../../shared/domain/person.ts'
import { Journal } from '../journal/journal.ts'
import { openDatabase } from '../platform/database.ts'
import { Attachments } from './store.ts'

const clerk: UserActor = { kind: 'user', id: 'clerk', name: '周玲', shiftId: null }
const png = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  Buffer.from('the rest of a picture'),
])

function openStore() {
  const folder = dataFolder()
  const db = openDatabase(folder.path)
  const clock = new FakeClock()
  const journal = new Journal(db, clock)
  const store = new Attachments({ dataDir: folder.path, db, journal, clock })
  return {
    store,
    folder: folder.path,
    entries: () => journal.between(['attachment.added'], 0, 1e15),
    [Symbol.dispose]() {
      db.close()
      folder[Symbol.dispose]()
    },
  }
}

test('a scan is kept once under its hash, read by nobody else, and stands in the journal', () => {
  using room = openStore()
  const { hash } = room.store.put('批复.png', png, clerk)
  const path = join(room.folder, 'attachments', hash.slice(0, 2), hash)
  expect(readFileSync(path)).toEqual(png)
  expect(statSync(path).mode & 0o077).toBe(0)
  expect(room.store.put('again.png', png, clerk).hash).toBe(hash)
  expect(readdirSync(join(room.folder, 'attachments', hash.slice(0, 2)))).toEqual([hash])
  expect(room.entries()[0]?.body).toMatchObject({ name: '批复.png', hash, type: 'image/png' })
})

test('it is given to who put it there and to those a feature names, to nobody else', () => {
  using room = openStore()
  const { hash } = room.store.put('批复.png', png, clerk)
  room.store.readableBy((asked, personId) => asked === hash && personId === 'leader')
  expect(room.store.get(hash, 'clerk').bytes).toEqual(png)
  expect(room.store.get(hash, 'leader').type).toBe('image/png')
  expect(codeOf(() => room.store.get(hash, 'guard'))).toBe('attachments.unknown')
})

test.each([
  ['a script with the name of a picture', Buffer.from('<script>'), 'attachments.not-a-scan'],
  ['an empty file', Buffer.alloc(0), 'attachments.not-a-scan'],
  ['more than 10 MB', Buffer.concat([png, Buffer.alloc(maxAttachmentBytes)]), 'attachments.too-large'],
  ['a PDF', Buffer.from('%PDF-1.7 …'), 'done'],
  ['a JPEG', Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'done'],
])('%s', (_, bytes, code) => {
  using room = openStore()
  expect(codeOf(() => room.store.put('scan.png', bytes, clerk))).toBe(code)
})

test('a file that was changed on the disk is not passed off as what was kept', () => {
  using room = openStore()
  const { hash } = room.store.put('批复.png', png, clerk)
  writeFileSync(join(room.folder, 'attachments', hash.slice(0, 2), hash), 'another paper')
  expect(room.store.has(hash)).toBe(false)
  expect(codeOf(() => room.store.get(hash, 'clerk'))).toBe('attachments.unknown')
  // Put again, it is whole again.
  room.store.put('批复.png', png, clerk)
  expect(room.store.get(hash, 'clerk').bytes).toEqual(png)
})
