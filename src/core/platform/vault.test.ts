import { verify } from 'node:crypto'
import { chmodSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { dataFolder } from '../../../tests/helpers/data-folder.ts'
import { systemClock } from './clock.ts'
import { openLog, type Log } from './log.ts'
import { stationKey } from './station-key.ts'
import { keyFromFile } from './vault-key.ts'
import { openVault, type Vault } from './vault.ts'

let folder: ReturnType<typeof dataFolder>
let log: Log
let file: string
const key = Buffer.alloc(32, 7)

beforeEach(() => {
  folder = dataFolder()
  log = openLog(folder.path)
  file = join(folder.path, 'vault.bin')
})
afterEach(() => folder[Symbol.dispose]())

const open = (withKey: Buffer = key): Vault => openVault({ file, key: withKey, clock: systemClock, log })
const secret = Buffer.from('correct horse battery staple')
/** Moves entries about inside the file, as somebody with a text editor would. */
const tamper = (edit: (entries: Record<string, Record<string, unknown>>) => void): void => {
  const content = JSON.parse(readFileSync(file, 'utf8')) as {
    entries: Record<string, Record<string, unknown>>
  }
  edit(content.entries)
  writeFileSync(file, JSON.stringify(content))
}

test('what was put is there after a restart, and nowhere in the file in the clear', () => {
  open().put('gate', secret)
  expect(open().get('gate')).toEqual(secret)
  expect(readFileSync(file).includes(secret)).toBe(false)
  expect(readFileSync(file).includes(secret.toString('base64'))).toBe(false)
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('the same secret is never sealed the same way twice', () => {
  const vault = open()
  vault.put('a', secret)
  const first = readFileSync(file, 'utf8')
  vault.put('a', secret)
  const field = (text: string, name: string): unknown =>
    (JSON.parse(text) as { entries: { a: Record<string, unknown> } }).entries.a[name]
  const second = readFileSync(file, 'utf8')
  expect(field(second, 'nonce')).not.toBe(field(first, 'nonce'))
  expect(field(second, 'data')).not.toBe(field(first, 'data'))
})

test('an entry under another name, with another time or another byte does not open; the others do', () => {
  const vault = open()
  for (const name of ['a', 'b', 'c', 'd']) vault.put(name, secret)
  tamper(entries => {
    entries['b'] = entries['a'] ?? {}
    entries['c'] = { ...entries['c'], changedAtMs: 1 }
    const data = Buffer.from(String(entries['d']?.['data']), 'base64')
    data[0] = (data[0] ?? 0) ^ 1
    entries['d'] = { ...entries['d'], data: data.toString('base64') }
  })
  const tampered = open()
  expect(['a', 'b', 'c', 'd'].map(name => tampered.get(name)?.equals(secret) ?? null)).toEqual([
    true,
    null,
    null,
    null,
  ])
})

test('with another key nothing opens, and nothing is lost: the right key finds it again', () => {
  open().put('gate', secret)
  const other = open(Buffer.alloc(32, 8))
  expect(other.get('gate')).toBeNull()
  other.put('yard', secret)
  expect(open().get('gate')).toEqual(secret)
  expect(open().get('yard')).toBeNull()
})

test('names and times are told; removing is for good', () => {
  const vault = open()
  const beforeMs = Date.now()
  vault.put('gate', secret)
  const [entry] = vault.entries()
  expect(entry?.name).toBe('gate')
  expect(entry?.changedAtMs).toBeGreaterThanOrEqual(beforeMs)
  expect([vault.remove('gate'), vault.remove('gate'), open().entries()]).toEqual([true, false, []])
})

test('a file that is no vault is put aside and said', () => {
  writeFileSync(file, 'garbage')
  expect(open().entries()).toEqual([])
  expect(readdirSync(folder.path).some(name => name.startsWith('vault.bin.damaged-'))).toBe(true)
})

test('the key file is made once, for this user alone, and refused when others can read it', () => {
  const first = keyFromFile(folder.path)
  const keyFile = join(folder.path, 'vault.key')
  expect(first).toHaveLength(32)
  expect(keyFromFile(folder.path)).toEqual(first)
  expect(statSync(keyFile).mode & 0o777).toBe(0o600)
  chmodSync(keyFile, 0o644)
  expect(() => keyFromFile(folder.path)).toThrow('0600')
  writeFileSync(join(folder.path, 'vault.key'), 'short')
  chmodSync(keyFile, 0o600)
  expect(() => keyFromFile(folder.path)).toThrow('no key')
})

test('a vault whose key was lost keeps the old signing key under its seal, and the new one is another', () => {
  const old = stationKey(open())
  const made = stationKey(open(Buffer.alloc(32, 8)))
  expect(made.isNew).toBe(true)
  expect(made.fingerprint).not.toBe(old.fingerprint)
  expect(stationKey(open(Buffer.alloc(32, 8))).fingerprint).toBe(made.fingerprint)
  expect(stationKey(open()).fingerprint).toBe(old.fingerprint)
})

test('the station signs with the same key after a restart; its public key proves it', () => {
  const made = stationKey(open())
  const again = stationKey(open())
  expect([made.isNew, again.isNew, again.fingerprint]).toEqual([true, false, made.fingerprint])
  const bytes = Buffer.from('manifest')
  expect(verify(null, bytes, made.publicKeyPem, again.sign(bytes))).toBe(true)
  expect(verify(null, Buffer.from('Manifest'), made.publicKeyPem, again.sign(bytes))).toBe(false)
})
