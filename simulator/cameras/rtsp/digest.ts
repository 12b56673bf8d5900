import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Credentials } from '../camera.ts'

/** How long a nonce may be used; then the client is told that it is stale and repeats with a new one. */
const nonceLifeMs = 5 * 60_000

export type DigestVerdict = 'accepted' | 'stale' | 'refused'

const md5 = (text: string): string => createHash('md5').update(text).digest('hex')

/** Response of a digest client (RFC 2617 §3.2.2; without qop as RFC 2069). */
export function digestResponse(
  credentials: Credentials,
  parts: {
    realm: string
    nonce: string
    method: string
    uri: string
    qop?: string
    nc?: string
    cnonce?: string
  },
): string {
  const secret = md5(`${credentials.user}:${parts.realm}:${credentials.password}`)
  const request = md5(`${parts.method}:${parts.uri}`)
  if (!parts.qop) return md5(`${secret}:${parts.nonce}:${request}`)
  return md5(`${secret}:${parts.nonce}:${parts.nc ?? ''}:${parts.cnonce ?? ''}:${parts.qop}:${request}`)
}

/** The parameters of an `Authorization: Digest …` line, names in lower case; undefined for another scheme. */
export function parseDigest(header: string): ReadonlyMap<string, string> | undefined {
  const match = /^\s*Digest\s+(.*)$/is.exec(header)
  if (!match) return undefined
  const pairs = [...(match[1] ?? '').matchAll(/([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/g)]
  return new Map(pairs.map(pair => [(pair[1] ?? '').toLowerCase(), pair[2] ?? pair[3] ?? '']))
}

/** Server side of MD5 digest authentication for RTSP and HTTP. Nonces carry their age and need no memory. */
export class DigestRealm {
  readonly realm: string
  readonly #offer: string
  readonly #key = randomBytes(16)
  readonly #nowMs: () => number

  /**
   * @param qop whether to offer `qop="auth"`, as HTTP servers do; the RTSP servers of cameras rarely do
   * @param nowMs a clock that only grows
   */
  constructor(realm: string, qop = false, nowMs: () => number = () => performance.now()) {
    this.realm = realm
    this.#offer = qop ? ', qop="auth"' : ''
    this.#nowMs = nowMs
  }

  /** Value for `WWW-Authenticate`. */
  challenge(stale = false): string {
    const stamp = Math.floor(this.#nowMs()).toString(16).padStart(12, '0')
    const nonce = stamp + this.#seal(stamp)
    return `Digest realm="${this.realm}", nonce="${nonce}", algorithm="MD5"${this.#offer}${stale ? ', stale="TRUE"' : ''}`
  }

  /**
   * @param authorization the header as it came, undefined when there was none
   * @param method of the request the header came with
   */
  verify(authorization: string | undefined, method: string, accepted: Credentials): DigestVerdict {
    const given = authorization === undefined ? undefined : parseDigest(authorization)
    const [nonce, uri, response] = [given?.get('nonce'), given?.get('uri'), given?.get('response')]
    if (!given || !nonce || uri === undefined || !response) return 'refused'
    if (given.get('username') !== accepted.user || given.get('realm') !== this.realm) return 'refused'
    const stamp = nonce.slice(0, 12)
    if (!same(nonce.slice(12), this.#seal(stamp))) return 'refused'
    const optional = (name: 'qop' | 'nc' | 'cnonce'): Record<string, string> => {
      const value = given.get(name)
      return value === undefined ? {} : { [name]: value }
    }
    const extra = { ...optional('qop'), ...optional('nc'), ...optional('cnonce') }
    const expected = digestResponse(accepted, { realm: this.realm, nonce, method, uri, ...extra })
    if (!same(response.toLowerCase(), expected)) return 'refused'
    return this.#nowMs() - Number.parseInt(stamp, 16) > nonceLifeMs ? 'stale' : 'accepted'
  }

  #seal(stamp: string): string {
    return createHmac('sha256', this.#key).update(stamp).digest('hex').slice(0, 20)
  }
}

function same(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
}
