import { createHash } from 'node:crypto'
import type { Credentials } from '../camera.ts'
import { child, SoapFault, text, type XmlNode } from './soap.ts'

/** How far `Created` may be from the camera's clock. */
const timeWindowMs = 10_000

const digestType = '#PasswordDigest'

/** Base64(SHA-1(nonce + created + password)), WS-Security UsernameToken Profile 1.0 §3.1. */
export function passwordDigest(nonce: Buffer, created: string, password: string): string {
  return createHash('sha1').update(nonce).update(created).update(password).digest('base64')
}

/** Checks the WS-UsernameToken of a request. Remembers tokens for the time in which they could be used again. */
export class TokenCheck {
  readonly #seen = new Map<string, number>()

  /**
   * @param nowMs the camera's own clock, ms since 1970 UTC
   * @throws SoapFault `NotAuthorized`
   */
  verify(header: XmlNode, accepted: Credentials, nowMs: number): void {
    const token = child(child(header, 'Security'), 'UsernameToken')
    const [user, created, nonce] = [text(token, 'Username'), text(token, 'Created'), text(token, 'Nonce')]
    const given = text(token, 'Password')
    const type = child(token, 'Password')['@_Type']
    if (!user || !created || !nonce || !given) throw refused('No complete UsernameToken')
    if (typeof type !== 'string' || !type.endsWith(digestType))
      throw refused('Only PasswordDigest is accepted')
    const expected = passwordDigest(Buffer.from(nonce, 'base64'), created, accepted.password)
    if (user !== accepted.user || given !== expected) throw refused('Wrong user name or password')
    const createdMs = Date.parse(created)
    if (!(Math.abs(createdMs - nowMs) <= timeWindowMs)) throw refused('Created is outside the time window')
    // libonvif keeps one nonce for all its requests, so only nonce and time together must be new.
    this.#refuseReplay(`${nonce} ${created}`, nowMs)
  }

  #refuseReplay(token: string, nowMs: number): void {
    for (const [old, seenMs] of this.#seen) if (nowMs - seenMs > 2 * timeWindowMs) this.#seen.delete(old)
    if (this.#seen.has(token)) throw refused('Token used before')
    this.#seen.set(token, nowMs)
  }
}

function refused(reason: string): SoapFault {
  return new SoapFault('Sender', 'NotAuthorized', `Sender not authorized: ${reason}`)
}
