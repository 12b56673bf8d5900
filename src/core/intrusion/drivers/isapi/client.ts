import { randomBytes } from 'node:crypto'
import type { Clock } from '../../../platform/clock.ts'
import { authorization, parseChallenges, type DigestChallenge } from './digest.ts'

export interface IsapiClientConfig {
  /** `http://192.168.1.64` or with a port; a path is ignored. */
  readonly baseUrl: string
  readonly user: string
  readonly password: string
  /** Longest wait for a whole answer, ms. */
  readonly requestTimeoutMs: number
}

export interface IsapiAnswer {
  readonly httpStatus: number
  /** The body as text, at most 1 MiB of it. */
  readonly body: string
}

/** The device did not answer, or nothing of use: silence, refused connection, time-out, a body not understood. */
export class IsapiUnreachable extends Error {}
/** The device does not accept user and password; trying again only locks the account. */
export class IsapiUnauthorised extends Error {}

export interface IsapiClient {
  /**
   * @param path with query, e.g. `/ISAPI/SecurityCP/status/zones?format=json`
   * @throws IsapiUnreachable, IsapiUnauthorised
   */
  request(method: 'GET' | 'PUT', path: string, signal: AbortSignal): Promise<IsapiAnswer>
}

const bodyMostBytes = 1024 * 1024

/** HTTP with digest authentication for one device. Requests must come one after the other (the nonce is counted). */
export function isapiClient(config: IsapiClientConfig, clock: Clock): IsapiClient {
  let challenge: DigestChallenge | null = null
  let nonceCount = 0

  async function attempt(method: string, path: string, signal: AbortSignal): Promise<Response> {
    const headers = new Headers({ accept: 'application/json' })
    if (challenge !== null) {
      nonceCount++
      const clientNonce = randomBytes(16).toString('hex')
      const { user, password } = config
      const request = { user, password, method, uri: path, nonceCount, clientNonce }
      headers.set('authorization', authorization(challenge, request))
    }
    return fetch(new URL(path, config.baseUrl), { method, headers, signal, redirect: 'manual' })
  }

  /** A first 401 brings the challenge, a second is final unless the nonce was only too old. */
  async function authenticated(method: string, path: string, signal: AbortSignal): Promise<Response> {
    const tried = challenge
    const first = await attempt(method, path, signal)
    if (first.status !== 401) return first
    const offered = parseChallenges(first.headers.get('www-authenticate') ?? '')[0]
    await first.body?.cancel()
    challenge = null
    if (offered === undefined) throw new IsapiUnauthorised('no digest challenge offered')
    // A nonce used before may have expired without the device saying `stale`: one more try with the new one.
    if (tried !== null && tried.nonce === offered.nonce)
      throw new IsapiUnauthorised('user or password refused')
    challenge = offered
    nonceCount = 0
    const second = await attempt(method, path, signal)
    if (second.status !== 401) return second
    await second.body?.cancel()
    challenge = null
    throw new IsapiUnauthorised('user or password refused')
  }

  return {
    async request(method, path, signal) {
      using timeout = timeoutSignal(config.requestTimeoutMs, clock)
      try {
        const response = await authenticated(method, path, AbortSignal.any([signal, timeout.signal]))
        return { httpStatus: response.status, body: await boundedText(response) }
      } catch (error) {
        if (error instanceof IsapiUnauthorised || error instanceof IsapiUnreachable) throw error
        throw new IsapiUnreachable(`${method} ${path}: ${reasonOf(error)}`, { cause: error })
      }
    },
  }
}

/** Aborts after `ms` by the clock, unless disposed before. */
function timeoutSignal(ms: number, clock: Clock): Disposable & { readonly signal: AbortSignal } {
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

/** Reads the body up to its bound. @throws IsapiUnreachable when it is longer */
async function boundedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body ?? []) {
    length += chunk.length
    if (length > bodyMostBytes) throw new IsapiUnreachable('answer too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** fetch hides the reason of a failed connection in `cause`. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  return cause instanceof Error ? cause.message || cause.name : error.message
}
