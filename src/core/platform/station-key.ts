import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  type KeyObject,
} from 'node:crypto'
import type { Vault } from './vault.ts'

/** The station's own key: what it signs, anybody with its public key can check. */
export interface StationKey {
  /** Ed25519 over the bytes; 64 bytes. */
  sign(bytes: Uint8Array): Buffer
  /** SPKI, PEM. */
  readonly publicKeyPem: string
  /** SHA-256 of the SPKI in hex: short enough to be read out and compared. */
  readonly fingerprint: string
  /** Made just now: whoever opens it journals the fingerprint, so that a later exchange is seen. */
  readonly isNew: boolean
}

/** `station-key`, and `station-key-2` and so on after one could not be opened any more: none is ever written over. */
const entryName = /^station-key(?:-(\d+))?$/

/**
 * The signing key of the station, kept in the vault; made at first use. Where the vault's own key was lost, the sealed
 * one stays as it is, for the day that key is found, and a new one is made beside it.
 */
export function stationKey(vault: Vault): StationKey {
  const numbers = keyNumbers(vault)
  const stored = numbers.map(number => vault.get(nameOf(number))).find(secret => secret !== null) ?? null
  const privateKey = stored === null ? make(vault, nameOf((numbers[0] ?? 0) + 1)) : privateKeyOf(stored)
  const publicKey = createPublicKey(privateKey)
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  return {
    sign: bytes => sign(null, bytes, privateKey),
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    fingerprint: createHash('sha256').update(spki).digest('hex'),
    isNew: stored === null,
  }
}

const privateKeyOf = (der: Buffer): KeyObject => createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })

/** The newest first. */
function keyNumbers(vault: Vault): number[] {
  return vault
    .entries()
    .map(({ name }) => entryName.exec(name))
    .filter(found => found !== null)
    .map(found => Number(found[1] ?? 1))
    .toSorted((a, b) => b - a)
}

const nameOf = (number: number): string => (number === 1 ? 'station-key' : `station-key-${number}`)

function make(vault: Vault, name: string): KeyObject {
  const { privateKey } = generateKeyPairSync('ed25519')
  vault.put(name, privateKey.export({ type: 'pkcs8', format: 'der' }))
  return privateKey
}
