import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What the system offers for keeping a secret; Electron's `safeStorage`. */
export interface SystemKeyStore {
  isEncryptionAvailable(): boolean
  /** Linux only: `basic_text` is no protection, only a fixed password. */
  getSelectedStorageBackend?(): string
  encryptString(text: string): Buffer
  decryptString(sealed: Buffer): string
}

const isKey = (text: string): boolean => /^[0-9a-f]{64}$/.test(text)

/**
 * The key of core's vault, sealed by the system's key store in `DATA/vault.key.sealed`. Null where the system has none
 * that deserves the name (Linux without a keyring): core then keeps `DATA/vault.key` by itself, 0600.
 */
export function vaultKeyOf(
  dataDir: string,
  store: SystemKeyStore,
  log: (line: string) => void,
): string | null {
  const sealedFile = join(dataDir, 'vault.key.sealed')
  const plainFile = join(dataDir, 'vault.key')
  if (!isTrustworthy(store)) {
    log(
      existsSync(sealedFile)
        ? 'the system key store that sealed the key of the vault is not there: credentials cannot be read until it is back'
        : `this system has no key store: the key of the vault lies in ${plainFile}, readable by this user`,
    )
    return null
  }
  if (existsSync(sealedFile)) {
    try {
      const key = store.decryptString(readFileSync(sealedFile))
      if (isKey(key)) return key
    } catch {
      // Told below: what the key store says of it is of no help to anybody.
    }
    log('the sealed key of the vault cannot be opened by this user: credentials must be entered again')
    return null
  }
  // A station that ran without a key store before keeps its vault.
  const plain = existsSync(plainFile) ? readFileSync(plainFile, 'utf8').trim() : ''
  const key = isKey(plain) ? plain : randomBytes(32).toString('hex')
  mkdirSync(dataDir, { recursive: true })
  writeFileSync(sealedFile, store.encryptString(key), { mode: 0o600, flush: true })
  rmSync(plainFile, { force: true })
  return key
}

function isTrustworthy(store: SystemKeyStore): boolean {
  return store.isEncryptionAvailable() && store.getSelectedStorageBackend?.() !== 'basic_text'
}
