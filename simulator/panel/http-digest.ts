import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { SeededRandom } from '../random.ts'
import type { DigestAlgorithm } from './options.ts'

export interface HttpDigest {
  /** Whether the request carries the right answer to a nonce given out, with a counter not used before. */
  accepts(request: IncomingMessage): boolean
  /** Values for `WWW-Authenticate`, one for each algorithm. */
  challenges(): string[]
}

/** The server's side of HTTP digest (RFC 7616, qop=auth), written apart from the client's so that they check each other. */
export function httpDigest(
  credentials: { readonly user: string; readonly password: string },
  algorithms: readonly DigestAlgorithm[],
  random: SeededRandom,
): HttpDigest {
  const realm = 'IP Panel'
  const highestCount = new Map<string, number>()

  return {
    accepts(request) {
      const fields = new Map(
        [...(request.headers.authorization ?? '').matchAll(/(\w+)=(?:"([^"]*)"|([^\s,]+))/g)].map(
          ([, name, quoted, token]) => [name!, quoted ?? token ?? ''],
        ),
      )
      const field = (name: string): string => fields.get(name) ?? ''
      const algorithm = algorithms.find(each => each === field('algorithm'))
      const count = Number.parseInt(field('nc'), 16)
      const before = highestCount.get(field('nonce'))
      if (algorithm === undefined || before === undefined || !(count > before)) return false
      if (field('uri') !== request.url || field('username') !== credentials.user) return false
      const secret = hash(algorithm, credentials.user, realm, credentials.password)
      const target = hash(algorithm, request.method ?? '', request.url)
      const expected = hash(algorithm, secret, field('nonce'), field('nc'), field('cnonce'), 'auth', target)
      if (field('response') !== expected) return false
      highestCount.set(field('nonce'), count)
      return true
    },
    challenges() {
      const nonce = Array.from({ length: 4 }, () =>
        random.integer(0, 0xffff_ffff).toString(16).padStart(8, '0'),
      ).join('')
      highestCount.set(nonce, 0)
      return algorithms.map(
        each => `Digest realm="${realm}", nonce="${nonce}", algorithm=${each}, qop="auth", stale=false`,
      )
    },
  }
}

function hash(algorithm: DigestAlgorithm, ...parts: readonly string[]): string {
  return createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
    .update(parts.join(':'))
    .digest('hex')
}
