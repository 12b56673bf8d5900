import { randomBytes } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { writeFileAtomically } from './atomic-file.ts'
import { vaultKeyBytes } from './vault.ts'

/**
 * The key of the vault where no shell keeps one: `DATA/vault.key`, made at the first start, for this user alone. It
 * protects against a copy of the vault without the key (a backup, a lost disk image), not against this user.
 * @throws Error when others can read it, or it is no key
 */
export function keyFromFile(dataDir: string): Buffer {
  const file = join(dataDir, 'vault.key')
  let text: string
  try {
    if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
      throw new Error(`${file} can be read by others; make it 0600`)
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    const key = randomBytes(vaultKeyBytes)
    writeFileAtomically(file, key.toString('hex'), 0o600)
    return key
  }
  return keyFromText(text, file)
}

/** @throws Error that names where the text is from, never what it is */
export function keyFromText(text: string, from: string): Buffer {
  if (!/^[0-9a-f]{64}$/.test(text.trim())) throw new Error(`${from} holds no key of the vault`)
  return Buffer.from(text.trim(), 'hex')
}
