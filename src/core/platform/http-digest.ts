import { createHash } from 'node:crypto'

/** One challenge of a `WWW-Authenticate: Digest …` header (RFC 7616 §3.3). */
export interface DigestChallenge {
  readonly realm: string
  readonly nonce: string
  readonly algorithm: 'MD5' | 'SHA-256'
  /** Whether the server offers `qop=auth`; without it the old RFC 2069 form is used. */
  readonly qopAuth: boolean
  readonly opaque: string | null
  /** True: the user and password were right, only the nonce is too old. */
  readonly stale: boolean
}

/** What an answer to a challenge is made from. */
export interface DigestRequest {
  readonly user: string
  readonly password: string
  readonly method: string
  /** Path and query as they stand in the request line. */
  readonly uri: string
  /** How often this nonce was used, from 1. */
  readonly nonceCount: number
  readonly clientNonce: string
}

/**
 * Reads every digest challenge of a header (several headers joined by commas included), the strongest first.
 * Challenges of other schemes, and of algorithms this client does not speak, are left out.
 */
export function parseChallenges(header: string): DigestChallenge[] {
  const challenges: DigestChallenge[] = []
  for (const { scheme, params } of splitSchemes(header)) {
    if (scheme.toLowerCase() !== 'digest') continue
    const algorithm = (params.get('algorithm') ?? 'MD5').toUpperCase()
    const realm = params.get('realm')
    const nonce = params.get('nonce')
    if (realm === undefined || nonce === undefined) continue
    if (algorithm !== 'MD5' && algorithm !== 'SHA-256') continue
    const qop = params.get('qop')
    const offered = qop?.split(',').map(item => item.trim().toLowerCase())
    if (offered !== undefined && !offered.includes('auth')) continue
    challenges.push({
      realm,
      nonce,
      algorithm,
      qopAuth: offered !== undefined,
      opaque: params.get('opaque') ?? null,
      stale: params.get('stale')?.toLowerCase() === 'true',
    })
  }
  return challenges.toSorted((a, b) => strength(b) - strength(a))
}

function strength(challenge: DigestChallenge): number {
  return challenge.algorithm === 'SHA-256' ? 1 : 0
}

interface Scheme {
  readonly scheme: string
  readonly params: ReadonlyMap<string, string>
}

/** A word not followed by `=` begins a new scheme; everything else is `name=token` or `name="quoted"`. */
function splitSchemes(header: string): Scheme[] {
  const schemes: { scheme: string; params: Map<string, string> }[] = []
  const piece = /([!#$%&'*+.^_`|~0-9A-Za-z-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+)))?/g
  for (const [, name, quoted, token] of header.matchAll(piece)) {
    const value = quoted === undefined ? token : quoted.replaceAll(/\\(.)/g, '$1')
    if (value === undefined) schemes.push({ scheme: name!, params: new Map() })
    else schemes.at(-1)?.params.set(name!.toLowerCase(), value)
  }
  return schemes
}

/** The value of the `Authorization` header (RFC 7616 §3.4). */
export function authorization(challenge: DigestChallenge, request: DigestRequest): string {
  const { realm, nonce, algorithm, opaque } = challenge
  const nonceCount = request.nonceCount.toString(16).padStart(8, '0')
  const secret = hashed(algorithm, `${request.user}:${realm}:${request.password}`)
  const target = hashed(algorithm, `${request.method}:${request.uri}`)
  const middle = challenge.qopAuth ? `${nonce}:${nonceCount}:${request.clientNonce}:auth` : nonce
  const response = hashed(algorithm, `${secret}:${middle}:${target}`)
  const parts = [
    `username=${quote(request.user)}`,
    `realm=${quote(realm)}`,
    `nonce=${quote(nonce)}`,
    `uri=${quote(request.uri)}`,
    `algorithm=${algorithm}`,
    `response="${response}"`,
  ]
  if (challenge.qopAuth) parts.push('qop=auth', `nc=${nonceCount}`, `cnonce=${quote(request.clientNonce)}`)
  if (opaque !== null) parts.push(`opaque=${quote(opaque)}`)
  return `Digest ${parts.join(', ')}`
}

function hashed(algorithm: DigestChallenge['algorithm'], text: string): string {
  return createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
    .update(text, 'utf8')
    .digest('hex')
}

function quote(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`
}
