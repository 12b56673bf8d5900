import { randomBytes } from 'node:crypto'
import type { Clock } from './clock.ts'
import { authorization, parseChallenges, type DigestChallenge } from './http-digest.ts'

export interface DigestAccount {
  readonly user: string
  readonly password: string
}

/** User and password were refused, or the server asks for a scheme that this client does not speak. */
export class DigestRefused extends Error {}

export interface DigestRequest {
  readonly method: string
  readonly url: URL
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal: AbortSignal
}

/**
 * HTTP with digest authentication (RFC 7616) for one device: MD5 and SHA-256, the nonce counted. The first request goes
 * without; later ones bring the answer along at once.
 */
export class DigestFetch {
  readonly #account: DigestAccount | null
  #challenge: DigestChallenge | null = null
  #nonceCount = 0

  constructor(account: DigestAccount | null) {
    this.#account = account
  }

  /** Whether the device has asked for digest and been answered. */
  get isInUse(): boolean {
    return this.#challenge !== null
  }

  /** @throws DigestRefused; whatever fetch throws */
  async request(request: DigestRequest): Promise<Response> {
    const tried = this.#challenge
    const first = await this.#attempt(request)
    if (first.status !== 401) return first
    const offered = parseChallenges(first.headers.get('www-authenticate') ?? '')[0]
    await first.body?.cancel()
    this.#challenge = null
    if (offered === undefined || this.#account === null)
      throw new DigestRefused('no digest challenge offered, or no account to answer it')
    // A nonce used before may have expired without the device saying `stale`: one more try with the new one.
    if (tried !== null && tried.nonce === offered.nonce) throw new DigestRefused('user or password refused')
    this.#challenge = offered
    this.#nonceCount = 0
    const second = await this.#attempt(request)
    if (second.status !== 401) return second
    await second.body?.cancel()
    this.#challenge = null
    throw new DigestRefused('user or password refused')
  }

  #attempt({ method, url, headers, body, signal }: DigestRequest): Promise<Response> {
    const all = new Headers(headers)
    if (this.#challenge !== null && this.#account !== null) {
      this.#nonceCount++
      const { user, password } = this.#account
      const clientNonce = randomBytes(16).toString('hex')
      const uri = `${url.pathname}${url.search}`
      const answer = { user, password, method, uri, nonceCount: this.#nonceCount, clientNonce }
      all.set('authorization', authorization(this.#challenge, answer))
    }
    return fetch(url, { method, headers: all, signal, redirect: 'manual', body: body ?? null })
  }
}

/** Aborts after `ms` by the clock, unless disposed before. */
export function timeoutSignal(ms: number, clock: Clock): Disposable & { readonly signal: AbortSignal } {
  const done = new AbortController()
  const late = new AbortController()
  async function wait(): Promise<void> {
    await clock.sleep(ms, done.signal)
    if (!done.signal.aborted) late.abort()
  }
  void wait()
  return {
    signal: late.signal,
    [Symbol.dispose]: () => {
      done.abort()
    },
  }
}

/** The body up to a bound; null when it is longer. */
export async function boundedBody(response: Response, mostBytes: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body ?? []) {
    length += chunk.length
    if (length > mostBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** fetch hides the reason of a failed connection in `cause`. */
export function reasonOfFetch(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  return cause instanceof Error ? cause.message || cause.name : error.message
}
