import { rmSync } from 'node:fs'
import type { CredentialState } from '../../shared/domain/setup.ts'
import type { Actor } from '../../shared/domain/person.ts'
import type { Journal } from '../journal/journal.ts'
import { Emitter } from '../platform/emitter.ts'
import type { Vault } from '../platform/vault.ts'
import { Credentials, type Secrets } from './site-loader.ts'

const prefix = 'credentials/'

/**
 * User and password of the devices by name: in the vault, else in the secrets file that the station was started with.
 * They leave this object to those who dial a device, and to nobody else.
 */
export class CredentialStore {
  /** Told the name that was set or removed. */
  readonly changed = new Emitter<string>()
  readonly #vault: Vault
  readonly #journal: Journal
  readonly #secretsFile: string
  #fromFile: Secrets

  constructor(options: { vault: Vault; journal: Journal; secretsFile: string; fromFile: Secrets }) {
    this.#vault = options.vault
    this.#journal = options.journal
    this.#secretsFile = options.secretsFile
    this.#fromFile = options.fromFile
  }

  /** Null when the name is not set. Ask at every dial, so that a change is used at once. */
  get(name: string): Credentials | null {
    const stored = this.#vault.get(prefix + name)
    return stored === null ? (this.#fromFile.get(name) ?? null) : parsed(stored)
  }

  /** What may be told of them: names, where they lie and when they were set. */
  list(): CredentialState[] {
    const inVault = this.#vault.entries().filter(({ name }) => name.startsWith(prefix))
    const states = new Map<string, CredentialState>()
    for (const name of this.#fromFile.keys()) states.set(name, { name, source: 'file', changedAtMs: null })
    for (const { name, changedAtMs } of inVault) {
      const own = name.slice(prefix.length)
      const isReadable = this.#vault.get(name) !== null
      states.set(own, { name: own, source: isReadable ? 'vault' : 'unreadable', changedAtMs })
    }
    return [...states.values()].toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
  }

  /** Sets or replaces. The journal gets the name, never what was set. */
  set(actor: Actor, name: string, credentials: Credentials): void {
    const isNew = this.get(name) === null
    this.#journal.transaction(() => {
      this.#journal.append({ actor, kind: 'credentials.set', subject: name, body: { name, isNew } })
      this.#vault.put(prefix + name, Buffer.from(JSON.stringify(credentials)))
    })
    this.changed.emit(name)
  }

  /** Forgets what the vault holds; gives whether there was something. One of the secrets file stays in force. */
  remove(actor: Actor, name: string): boolean {
    const removed = this.#journal.transaction(() => {
      if (!this.#vault.remove(prefix + name)) return false
      this.#journal.append({ actor, kind: 'credentials.removed', subject: name, body: { name } })
      return true
    })
    if (removed) this.changed.emit(name)
    return removed
  }

  /** Moves all of the secrets file into the vault, whose own entries win, and deletes the file. Gives the names. */
  moveFileIntoVault(actor: Actor): string[] {
    const names = [...this.#fromFile.keys()]
    if (names.length === 0) return []
    this.#journal.transaction(() => {
      for (const [name, credentials] of this.#fromFile)
        if (this.#vault.get(prefix + name) === null)
          this.#vault.put(prefix + name, Buffer.from(JSON.stringify(credentials)))
      this.#journal.append({
        actor,
        kind: 'credentials.moved',
        subject: 'vault',
        body: { names, to: 'vault' },
      })
    })
    rmSync(this.#secretsFile, { force: true })
    this.#fromFile = new Map()
    return names
  }
}

function parsed(bytes: Buffer): Credentials | null {
  const result = Credentials.safeParse(JSON.parse(bytes.toString('utf8')))
  return result.success ? result.data : null
}
