import {
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from 'node:crypto'

/** DER around the 32 bytes of an X25519 key (RFC 8410). */
const privatePrefix = Buffer.from('302e020100300506032b656e04220420', 'hex')
const publicPrefix = Buffer.from('302a300506032b656e032100', 'hex')
const keyBytes = 32
/** Without I, L, O and U: what is read from paper is not mistaken. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const checkLength = 4

/** A new pair of keys: the private half for paper, the public half for the station. */
export function makeRecoveryKey(): { recoveryKey: string; publicKey: Buffer } {
  const { privateKey } = generateKeyPairSync('x25519')
  const secret = privateKey.export({ type: 'pkcs8', format: 'der' }).subarray(privatePrefix.length)
  return { recoveryKey: textOf(secret), publicKey: publicHalf(privateKey) }
}

/** The 32 bytes of the public half. */
export function publicHalf(privateKey: KeyObject): Buffer {
  return createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).subarray(publicPrefix.length)
}

/**
 * Reads what was printed; spaces, dashes and case do not matter, O is 0 and I and L are 1.
 * @throws Error with a sentence for who typed it
 */
export function recoveryKeyFrom(text: string): KeyObject {
  const plain = text.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  const secret = bytesOf(plain.slice(0, -checkLength))
  if (secret?.length !== keyBytes || checkOf(secret) !== plain.slice(-checkLength))
    throw new Error('this is no recovery key, or a character of it is wrong')
  return createPrivateKey({ key: Buffer.concat([privatePrefix, secret]), format: 'der', type: 'pkcs8' })
}

/** First 16 hex digits of the hash of the public half: enough to tell two papers apart. */
export const fingerprintOf = (publicKey: Buffer): string =>
  createHash('sha256').update(publicKey).digest('hex').slice(0, 16)

/** The key of one backup, from one private and the other public half (X25519, HKDF-SHA256); 32 bytes. */
export function sharedKey(
  own: KeyObject,
  other: Buffer,
  halves: { ephemeral: Buffer; recipient: Buffer },
): Buffer {
  const secret = diffieHellman({ privateKey: own, publicKey: publicKeyFrom(other) })
  const salt = Buffer.concat([halves.ephemeral, halves.recipient])
  return Buffer.from(hkdfSync('sha256', secret, salt, 'zhishou backup 1', 32))
}

const publicKeyFrom = (bytes: Buffer): KeyObject =>
  createPublicKey({ key: Buffer.concat([publicPrefix, bytes]), format: 'der', type: 'spki' })

/** Groups of four characters, the last group a check. */
function textOf(secret: Buffer): string {
  let bits = 0n
  for (const byte of secret) bits = (bits << 8n) | BigInt(byte)
  let text = ''
  // 256 bits and four of filling are 52 characters.
  for (let value = bits << 4n, count = 0; count < 52; count++, value >>= 5n)
    text = (alphabet[Number(value & 31n)] ?? '') + text
  return (text + checkOf(secret)).match(/.{4}/g)?.join('-') ?? ''
}

function bytesOf(text: string): Buffer | null {
  if (text.length !== 52) return null
  let bits = 0n
  for (const character of text) {
    const value = alphabet.indexOf(character)
    if (value < 0) return null
    bits = (bits << 5n) | BigInt(value)
  }
  return Buffer.from((bits >> 4n).toString(16).padStart(keyBytes * 2, '0'), 'hex')
}

function checkOf(secret: Buffer): string {
  const hash = createHash('sha256').update(secret).digest()
  return Array.from({ length: checkLength }, (_, at) => alphabet[(hash[at] ?? 0) & 31]).join('')
}
