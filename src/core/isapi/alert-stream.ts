import { Backoff } from '../platform/backoff.ts'
import type { Clock } from '../platform/clock.ts'
import { DigestFetch, DigestRefused, reasonOfFetch } from '../platform/digest-fetch.ts'
import { boundaryOf, MultipartError, MultipartParser, type MultipartPart } from '../platform/multipart.ts'
import { isWholeAlert, parseAlert, type Alert } from './alert.ts'

export interface AlertStreamConfig {
  /** `http://192.168.1.64`; a path is ignored. */
  readonly baseUrl: string
  readonly user: string
  readonly password: string
  /** Without any part for so long the line is lost, ms; default 60 s. Devices send a heartbeat every 10 – 30 s. */
  readonly silenceMs?: number
}

/** What a device tells over its alertStream. Called one after the other, from the stream's own loop. */
export interface AlertListener {
  /**
   * One alert with the text it came in. The stream reads on when it resolves; when it rejects (it could not be stored)
   * it is called again with the same alert until it does.
   */
  alert(alert: Alert, raw: string): Promise<void>
  /** A text that is no alert. */
  notUnderstood(raw: string): void
  /** Called on changes only. */
  line(state: 'online' | 'lost', reason: string): void
}

const path = '/ISAPI/Event/notification/alertStream'
const partMostBytes = 4 * 1024 * 1024
/** A device locks the account after some wrong passwords. */
const unauthorisedPauseMs = 10 * 60_000
const storeAgainMs = 1_000

/** The stream ended, or what came is none. */
class StreamOver extends Error {}

/** Listens to the alertStream of a device until disposed: dials, reads, waits and dials anew. */
export function followAlertStream(
  config: AlertStreamConfig,
  listener: AlertListener,
  clock: Clock,
): AsyncDisposable {
  const stop = new AbortController()
  const running = new AlertStream(config, listener, clock, stop.signal).run()
  return {
    async [Symbol.asyncDispose]() {
      stop.abort()
      await running
    },
  }
}

class AlertStream {
  readonly #config: AlertStreamConfig
  readonly #listener: AlertListener
  readonly #clock: Clock
  readonly #stop: AbortSignal
  readonly #http: DigestFetch
  readonly #backoff = new Backoff()
  #line: 'unknown' | 'online' | 'lost' = 'unknown'
  #heardAtMs = 0

  constructor(config: AlertStreamConfig, listener: AlertListener, clock: Clock, stop: AbortSignal) {
    this.#config = config
    this.#listener = listener
    this.#clock = clock
    this.#stop = stop
    this.#http = new DigestFetch({ user: config.user, password: config.password })
  }

  async run(): Promise<void> {
    while (!this.#stop.aborted) {
      let isRefused = false
      try {
        await this.#listen()
      } catch (error) {
        isRefused = error instanceof DigestRefused
        const reason = error instanceof StreamOver ? error.message : reasonOfFetch(error)
        if (!this.#stop.aborted) this.#report('lost', reason)
      }
      await this.#clock.sleep(isRefused ? unauthorisedPauseMs : this.#backoff.next(), this.#stop)
    }
  }

  /** One connection, from the dial to its end. Always throws. */
  async #listen(): Promise<never> {
    const over = new AbortController()
    const signal = AbortSignal.any([this.#stop, over.signal])
    this.#heardAtMs = this.#clock.monotonic()
    void this.#watchSilence(over)
    try {
      const headers = { accept: 'multipart/mixed, application/json, application/xml' }
      const url = new URL(path, this.#config.baseUrl)
      const response = await this.#http.request({ method: 'GET', url, headers, signal })
      const type = response.headers.get('content-type') ?? ''
      if (response.status !== 200 || !/^multipart\//i.test(type)) {
        await response.body?.cancel()
        throw new StreamOver(`HTTP ${response.status}, ${type === '' ? 'no content type' : type}`)
      }
      const parser = new MultipartParser(boundaryOf(type), { partMostBytes, isWhole: isWholeAlert })
      for await (const chunk of response.body ?? []) {
        for (const part of parser.push(chunk)) await this.#take(part)
      }
      throw new StreamOver('the device ended the stream')
    } catch (error) {
      if (over.signal.aborted && !this.#stop.aborted) throw new StreamOver('no heartbeat', { cause: error })
      if (error instanceof MultipartError) throw new StreamOver(error.message, { cause: error })
      throw error
    } finally {
      over.abort()
    }
  }

  /** Ends the connection when nothing came for too long. */
  async #watchSilence(over: AbortController): Promise<void> {
    const silenceMs = this.#config.silenceMs ?? 60_000
    const signal = AbortSignal.any([this.#stop, over.signal])
    while (!signal.aborted) {
      const leftMs = this.#heardAtMs + silenceMs - this.#clock.monotonic()
      if (leftMs <= 0) return over.abort()
      await this.#clock.sleep(leftMs, signal)
    }
  }

  async #take({ headers, body }: MultipartPart): Promise<void> {
    this.#heardAtMs = this.#clock.monotonic()
    this.#backoff.healthy()
    this.#report('online', 'alert stream heard')
    if (/^(?:image|video)\//i.test(headers.get('content-type') ?? '') || body.length === 0) return
    const raw = body.toString('utf8')
    const alert = parseAlert(raw)
    if (alert === null) return this.#listener.notUnderstood(raw)
    await this.#store(alert, raw)
  }

  async #store(alert: Alert, raw: string): Promise<void> {
    while (!this.#stop.aborted) {
      try {
        return await this.#listener.alert(alert, raw)
      } catch {
        await this.#clock.sleep(storeAgainMs, this.#stop)
        // The device is not silent: we do not listen.
        this.#heardAtMs = this.#clock.monotonic()
      }
    }
  }

  #report(state: 'online' | 'lost', reason: string): void {
    if (this.#line === state) return
    this.#line = state
    this.#listener.line(state, reason)
  }
}
