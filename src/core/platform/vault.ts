import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { readFileSync, renameSync } from 'node:fs'
import { z } from 'zod'
import { writeFileAtomically } from './atomic-file.ts'
import type { Clock } from './clock.ts'
import type { Log } from './log.ts'

/** Bytes of the key of AES-256-GCM. */
export const vaultKeyBytes = 32
const nonceBytes = 12

const Sealed = z.object({
  nonce: z.base64(),
  tag: z.base64(),
  data: z.base64(),
  changedAtMs: z.number(),
})
type Sealed = z.infer<typeof Sealed>

const VaultFile = z.object({
  format: z.literal('zhishou-vault'),
  version: z.literal(1),
  entries: z.record(z.string(), Sealed),
})

/**
 * Secrets at rest.
 * Each entry is sealed for itself with AES-256-GCM: a fresh nonce, and its name and time as additional data, so that a
 * sealed entry cannot be put under another name.
 */
export interface Vault {
  /** Names and when they were set, ms UTC; never what is in them. */
  entries(): { readonly name: string; readonly changedAtMs: number }[]
  /** The secret; null when there is none, or when it cannot be opened with this key (said in the log). */
  get(name: string): Buffer | null
  /** On disk when it returns. @throws Error when the disk refuses; the old entry stays then */
  put(name: string, secret: Uint8Array): void
  /** Gives whether there was one. */
  remove(name: string): boolean
}

/**
 * Opens the vault; a file that is none is put aside under another name, so that the station starts all the same.
 * @param options.key 32 bytes
 */
export function openVault(options: { file: string; key: Uint8Array; clock: Clock; log: Log }): Vault {
  const { file, key, clock, log } = options
  if (key.length !== vaultKeyBytes) throw new Error(`the vault's key has ${key.length} bytes`)
  let entries = readEntries(file, log)
  const write = (next: ReadonlyMap<string, Sealed>): void => {
    const content = { format: 'zhishou-vault', version: 1, entries: Object.fromEntries(next) }
    writeFileAtomically(file, `${JSON.stringify(content, null, 2)}\n`, 0o600)
    entries = new Map(next)
  }
  return {
    entries: () => [...entries].map(([name, { changedAtMs }]) => ({ name, changedAtMs })),
    get(name) {
      const sealed = entries.get(name)
      if (sealed === undefined) return null
      try {
        return unseal(sealed, name, key)
      } catch {
        log.error({ name }, 'an entry of the vault cannot be opened with the key of this station')
        return null
      }
    },
    put(name, secret) {
      write(new Map(entries).set(name, seal(secret, name, Math.round(clock.now()), key)))
    },
    remove(name) {
      if (!entries.has(name)) return false
      write(new Map([...entries].filter(([entry]) => entry !== name)))
      return true
    },
  }
}

function readEntries(file: string, log: Log): Map<string, Sealed> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map()
    throw error
  }
  const parsed = VaultFile.safeParse(parseJson(text))
  if (parsed.success) return new Map(Object.entries(parsed.data.entries))
  const aside = `${file}.damaged-${Date.now()}`
  renameSync(file, aside)
  log.error({ file: aside }, 'the vault was no vault and was put aside; credentials must be entered again')
  return new Map()
}

function seal(secret: Uint8Array, name: string, changedAtMs: number, key: Uint8Array): Sealed {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(boundTo(name, changedAtMs))
  const data = Buffer.concat([cipher.update(secret), cipher.final()])
  const text = (bytes: Buffer): string => bytes.toString('base64')
  return { nonce: text(nonce), tag: text(cipher.getAuthTag()), data: text(data), changedAtMs }
}

function unseal({ nonce, tag, data, changedAtMs }: Sealed, name: string, key: Uint8Array): Buffer {
  const bytes = (text: string): Buffer => Buffer.from(text, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes(nonce), { authTagLength: 16 })
  decipher.setAAD(boundTo(name, changedAtMs)).setAuthTag(bytes(tag))
  return Buffer.concat([decipher.update(bytes(data)), decipher.final()])
}

const boundTo = (name: string, changedAtMs: number): Buffer =>
  Buffer.from(`zhishou-vault/1\0${changedAtMs}\0${name}`)

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
