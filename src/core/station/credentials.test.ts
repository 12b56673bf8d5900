import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { dataFolder } from '../../../tests/helpers/data-folder.ts'
import type { UserActor } from '../../shared/domain/person.ts'
import { Journal } from '../journal/journal.ts'
import { systemClock } from '../platform/clock.ts'
import { openDatabase, type Db } from '../platform/database.ts'
import { openLog } from '../platform/log.ts'
import { openVault } from '../platform/vault.ts'
import { CredentialStore } from './credentials.ts'
import { loadSecrets } from './site-loader.ts'

const actor: UserActor = { kind: 'user', id: 'gao-yuan', name: '高远', shiftId: null }
const gate = { user: 'viewer', password: 'of the gate' }

let folder: ReturnType<typeof dataFolder>
let db: Db
let journal: Journal
let secretsFile: string

beforeEach(() => {
  folder = dataFolder()
  db = openDatabase(folder.path)
  journal = new Journal(db, systemClock)
  secretsFile = join(folder.path, 'secrets.json')
  writeFileSync(secretsFile, JSON.stringify({ gate }), { mode: 0o600 })
})
afterEach(() => {
  db.close()
  folder[Symbol.dispose]()
})

function open(key = 1): CredentialStore {
  const log = openLog(folder.path)
  const vault = openVault({
    file: join(folder.path, 'vault.bin'),
    key: Buffer.alloc(32, key),
    clock: systemClock,
    log,
  })
  return new CredentialStore({ vault, journal, secretsFile, fromFile: loadSecrets(secretsFile) })
}
const sources = (store: CredentialStore) => store.list().map(({ name, source }) => [name, source])

test('the secrets file is read as it is; the vault wins, and what it forgets the file still says', () => {
  const store = open()
  expect([store.get('gate'), store.get('nobody'), sources(store)]).toEqual([gate, null, [['gate', 'file']]])
  store.set(actor, 'gate', { user: 'viewer', password: 'new' })
  expect([store.get('gate')?.password, sources(store)]).toEqual(['new', [['gate', 'vault']]])
  expect(store.remove(actor, 'gate')).toBe(true)
  expect(store.get('gate')).toEqual(gate)
})

test('the file is moved into the vault when somebody asks, and is gone then', () => {
  const store = open()
  store.set(actor, 'yard', { user: 'viewer', password: 'of the yard' })
  expect(store.moveFileIntoVault(actor)).toEqual(['gate'])
  expect(existsSync(secretsFile)).toBe(false)
  const again = open()
  expect([again.get('gate'), again.get('yard')?.password]).toEqual([gate, 'of the yard'])
  expect(again.moveFileIntoVault(actor)).toEqual([])
})

test('every change is journaled by name and told; what was set is in no entry and no list', () => {
  const store = open()
  const told: string[] = []
  using _listening = store.changed.on(name => told.push(name))
  store.set(actor, 'yard', { user: 'somebody', password: 'of the yard' })
  store.remove(actor, 'yard')
  store.remove(actor, 'yard')
  expect(told).toEqual(['yard', 'yard'])
  const entries = journal.between(['credentials.set', 'credentials.removed'], 0, Number.MAX_SAFE_INTEGER)
  expect(entries.map(({ kind, subject }) => [kind, subject])).toEqual([
    ['credentials.set', 'yard'],
    ['credentials.removed', 'yard'],
  ])
  expect(JSON.stringify([entries, store.list()])).not.toMatch(/of the yard|somebody/)
  expect(readFileSync(join(folder.path, 'vault.bin'), 'utf8')).not.toContain('of the yard')
})

test('sealed with another key they are shown as unreadable, and can be entered again', () => {
  open().set(actor, 'yard', gate)
  const other = open(2)
  expect(other.get('yard')).toBeNull()
  expect(sources(other)).toContainEqual(['yard', 'unreadable'])
  other.set(actor, 'yard', gate)
  expect(other.get('yard')).toEqual(gate)
})
