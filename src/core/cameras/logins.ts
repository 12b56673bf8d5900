import type { Clock } from '../platform/clock.ts'
import type { Credentials } from './ffmpeg-arguments.ts'

/** What is known of one login on one device. */
interface Login {
  state: 'unknown' | 'trying' | 'proved' | 'refused'
  /** Streams that run with it now. */
  live: number
  readonly waiting: Set<AbortController>
}

/** A device that has not answered by then will not say quickly that the password is wrong. */
const longestWaitMs = 3_000

/** The result of a dial, for the login it used. */
export type LoginResult = 'proved' | 'refused' | 'unknown'

/**
 * Keeps a wrong password from being tried once by every stream: recorders lock a user, or this PC, after five to seven
 * wrong logins, and 32 channels of one recorder share its login (complaint 9). Until a login has proved itself on a
 * device one stream alone tries it; once refused, none does until it is changed.
 */
export class Logins {
  readonly #known = new Map<string, Login>()
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Waits until this login may be used. False: the device has refused it. Also true when `signal` aborts. */
  async enter(key: string, signal: AbortSignal): Promise<boolean> {
    const login = this.#of(key)
    const untilMs = this.#clock.monotonic() + longestWaitMs
    while (login.state === 'trying' && !signal.aborted && this.#clock.monotonic() < untilMs) {
      const told = new AbortController()
      login.waiting.add(told)
      await this.#clock.sleep(untilMs - this.#clock.monotonic(), AbortSignal.any([told.signal, signal]))
      login.waiting.delete(told)
    }
    if (signal.aborted) return true
    if (login.state === 'unknown') login.state = 'trying'
    return login.state !== 'refused'
  }

  /** The end of a trial. `unknown`: the device could not be asked, so the next stream tries. */
  result(key: string, result: LoginResult): void {
    const login = this.#of(key)
    if (result === 'unknown' && login.state !== 'trying') return
    login.state = result
    for (const told of login.waiting) told.abort()
  }

  /** A stream runs with this login for as long as the handle lives. */
  holds(key: string): Disposable {
    const login = this.#of(key)
    login.live++
    let isOpen = true
    return {
      [Symbol.dispose]: () => {
        if (isOpen) login.live--
        isOpen = false
      },
    }
  }

  /** Whether a stream runs with it at this moment: then a 401 cannot be the fault of the password. */
  isLive(key: string): boolean {
    return this.#of(key).live > 0
  }

  /** Somebody says that it is right now: it may be tried again. */
  forget(key: string): void {
    const login = this.#of(key)
    if (login.state === 'refused') login.state = 'unknown'
  }

  #of(key: string): Login {
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const login: Login = { state: 'unknown', live: 0, waiting: new Set() }
    this.#known.set(key, login)
    return login
  }
}

/** One login on one device. Lives in memory only. */
export function loginKey(url: string, credentials: Credentials | null): string {
  return [new URL(url).host, credentials?.user ?? '', credentials?.password ?? ''].join('\n')
}
