import type { Clock } from '../../../platform/clock.ts'
import {
  boundedBody,
  DigestFetch,
  DigestRefused,
  reasonOfFetch,
  timeoutSignal,
} from '../../../platform/digest-fetch.ts'

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
  const http = new DigestFetch({ user: config.user, password: config.password })
  const headers = { accept: 'application/json' }
  return {
    async request(method, path, signal) {
      using timeout = timeoutSignal(config.requestTimeoutMs, clock)
      try {
        const url = new URL(path, config.baseUrl)
        const within = AbortSignal.any([signal, timeout.signal])
        const response = await http.request({ method, url, headers, signal: within })
        const body = await boundedBody(response, bodyMostBytes)
        if (body === null) throw new IsapiUnreachable('answer too long')
        return { httpStatus: response.status, body: body.toString('utf8') }
      } catch (error) {
        if (error instanceof DigestRefused) throw new IsapiUnauthorised(error.message)
        if (error instanceof IsapiUnreachable) throw error
        throw new IsapiUnreachable(`${method} ${path}: ${reasonOfFetch(error)}`, { cause: error })
      }
    },
  }
}
