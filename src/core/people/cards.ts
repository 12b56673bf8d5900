import { createHmac, randomBytes } from 'node:crypto'
import type { Db } from '../platform/database.ts'
import type { Vault } from '../platform/vault.ts'

const keyName = 'card-key'

/** Enough to tell two cards apart, too little to make one. */
export const endingOf = (number: string): string => number.slice(-3)

/**
 * Whose card is whose. A number of eight digits is guessed in a second from a plain hash, so it is kept as an HMAC whose
 * key lies in the vault: with the database alone nobody gets a number out.
 */
export class Cards {
  readonly #vault: Vault
  readonly #find
  readonly #ofUser
  readonly #put
  readonly #remove

  constructor({ db, vault }: { readonly db: Db; readonly vault: Vault }) {
    this.#vault = vault
    this.#find = db.prepare<[Buffer], { userId: string }>(
      'SELECT user_id AS userId FROM person_card WHERE hash = ?',
    )
    this.#ofUser = db.prepare<[string], { one: number }>('SELECT 1 AS one FROM person_card WHERE user_id = ?')
    this.#put = db.prepare<[string, Buffer]>(
      `INSERT INTO person_card (user_id, hash) VALUES (?, ?)
       ON CONFLICT (user_id) DO UPDATE SET hash = excluded.hash`,
    )
    this.#remove = db.prepare<[string]>('DELETE FROM person_card WHERE user_id = ?')
  }

  /** The id of whose card it is; null for a card nobody knows. */
  ownerOf(number: string): string | null {
    return this.#find.get(this.#hash(number))?.userId ?? null
  }

  has(userId: string): boolean {
    return this.#ofUser.get(userId) !== undefined
  }

  /** The card of a person; an earlier one is forgotten. */
  learn(userId: string, number: string): void {
    this.#put.run(userId, this.#hash(number))
  }

  /** Gives whether there was one. */
  forget(userId: string): boolean {
    return this.#remove.run(userId).changes > 0
  }

  #hash(number: string): Buffer {
    return createHmac('sha256', keyOf(this.#vault)).update(number).digest()
  }
}

function keyOf(vault: Vault): Buffer {
  const known = vault.get(keyName)
  if (known !== null) return known
  const key = randomBytes(32)
  vault.put(keyName, key)
  return key
}
