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

const entryName = 'station-key'

/** The signing key of the station, kept in the vault; made at first use. */
export function stationKey(vault: Vault): StationKey {
  const stored = vault.get(entryName)
  const privateKey = stored === null ? make(vault) : privateKeyOf(stored)
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

function make(vault: Vault): KeyObject {
  const { privateKey } = generateKeyPairSync('ed25519')
  vault.put(entryName, privateKey.export({ type: 'pkcs8', format: 'der' }))
  return privateKey
}
