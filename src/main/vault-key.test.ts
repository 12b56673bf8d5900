import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { vaultKeyOf, type SystemKeyStore } from './vault-key.ts'

let dataDir: string
let told: string[]
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'zhishou-key-'))
  told = []
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

/** Seals by turning the bytes around, for one user. */
const keyring = (user = 1): SystemKeyStore => ({
  isEncryptionAvailable: () => true,
  getSelectedStorageBackend: () => 'gnome_libsecret',
  encryptString: text => Buffer.from([user, ...Buffer.from(text).toReversed()]),
  decryptString: sealed => {
    if (sealed[0] !== user) throw new Error('another user')
    return Buffer.from(sealed.subarray(1).toReversed()).toString()
  },
})
const basicText: SystemKeyStore = { ...keyring(), getSelectedStorageBackend: () => 'basic_text' }
const ask = (store: SystemKeyStore): string | null => vaultKeyOf(dataDir, store, line => told.push(line))

test('a key is made once and kept sealed, for this user alone', () => {
  const key = ask(keyring())
  expect(key).toMatch(/^[0-9a-f]{64}$/)
  expect(ask(keyring())).toBe(key)
  const sealed = join(dataDir, 'vault.key.sealed')
  expect(readFileSync(sealed, 'latin1')).not.toContain(key)
  expect(statSync(sealed).mode & 0o777).toBe(0o600)
  expect(told).toEqual([])
})

test('without a keyring core keeps the key itself, and it is said so', () => {
  expect(ask(basicText)).toBeNull()
  expect(ask({ ...keyring(), isEncryptionAvailable: () => false })).toBeNull()
  expect(existsSync(join(dataDir, 'vault.key.sealed'))).toBe(false)
  expect(told.every(line => line.includes('no key store'))).toBe(true)
  expect(told).toHaveLength(2)
})

test('a plain key from before is sealed and its file removed', () => {
  const plain = 'ab'.repeat(32)
  writeFileSync(join(dataDir, 'vault.key'), plain)
  expect(ask(keyring())).toBe(plain)
  expect(existsSync(join(dataDir, 'vault.key'))).toBe(false)
  expect(ask(keyring())).toBe(plain)
})

test('a key that another user sealed is not replaced: the vault may be wanted back', () => {
  ask(keyring(1))
  const sealed = readFileSync(join(dataDir, 'vault.key.sealed'))
  expect(ask(keyring(2))).toBeNull()
  expect(readFileSync(join(dataDir, 'vault.key.sealed'))).toEqual(sealed)
  expect(told).toHaveLength(1)
})
