import type { Clock } from '../platform/clock.ts'
import {
  boundedBody,
  DigestFetch,
  DigestRefused,
  reasonOfFetch,
  timeoutSignal,
  type DigestRequest,
} from '../platform/digest-fetch.ts'
import { DeviceClock } from './device-clock.ts'
import { OnvifError } from './errors.ts'
import type { OnvifCredentials, ServiceName } from './model.ts'
import { fromCapabilities, fromServices, reachable } from './services.ts'
import { envelope, readAnswer, usernameToken } from './soap.ts'
import { escapeXml, type XmlNode } from './xml.ts'

export interface OnvifDeviceOptions {
  /** Of the device service; a bare host or `host:port` will do. */
  readonly address: string
  readonly credentials: OnvifCredentials | null
  readonly clock: Clock
  /** For one answer; default 8000 ms. */
  readonly timeoutMs?: number
}

export interface CallOptions {
  readonly signal: AbortSignal
  /** Longer for calls that the device may hold back. */
  readonly timeoutMs?: number
}

/** An answer as it came: its `…Response` element without prefixes, and the text, where prefixes still mean something. */
export interface Answer {
  readonly node: XmlNode
  readonly xml: string
}

/** What WS-Addressing adds to a call (ONVIF Core §9). */
export interface Addressing {
  /** Where the device told to ask; not the address of the service itself. */
  readonly at: URL
  /** The same as the device wrote it, for the header: some find their subscription by it. */
  readonly to?: string
  /** URI of the action. */
  readonly action: string
  /** XML for the header besides `To` and `Action`: what the device wants to hear again. */
  readonly header: string
}

interface Question {
  readonly url: URL
  readonly service: ServiceName
  readonly body: string
  readonly header: string
  readonly action?: string
}

const defaultTimeoutMs = 8_000
/** An NVR with 64 channels and three profiles each stays below 1 MiB. */
const largestAnswerBytes = 4 * 1024 * 1024
/** A refusal this soon after the device's time was read is not the clock's fault. */
const freshClockMs = 10_000

/** Where a device service is: a bare host, `host:port` or a whole address. @throws TypeError for what is none of these */
function deviceServiceUrl(address: string): URL {
  const url = new URL(/^https?:\/\//i.test(address) ? address : `http://${address}`)
  url.username = ''
  url.password = ''
  if (url.pathname === '/' || url.pathname === '') url.pathname = '/onvif/device_service'
  return url
}

/**
 * One device over ONVIF: SOAP with WS-UsernameToken, or with HTTP digest where the device asks for it. The token is made
 * by the device's own clock. Calls may run at the same time.
 */
export class OnvifDevice {
  readonly address: URL
  readonly clock: Clock
  readonly credentials: OnvifCredentials | null
  readonly #timeoutMs: number
  /** Apart from pictures: many devices want the token for the one and digest for the other. */
  readonly #soap: DigestFetch
  readonly #pictures: DigestFetch
  readonly #time: DeviceClock
  #services: Promise<ReadonlyMap<ServiceName, URL>> | null = null

  constructor(options: OnvifDeviceOptions) {
    this.address = deviceServiceUrl(options.address)
    this.clock = options.clock
    this.credentials = options.credentials
    this.#timeoutMs = options.timeoutMs ?? defaultTimeoutMs
    this.#soap = new DigestFetch(options.credentials)
    this.#pictures = new DigestFetch(options.credentials)
    this.#time = new DeviceClock(options.clock)
  }

  /** What is known of the device's clock; every reading of it makes it better. */
  get time(): DeviceClock {
    return this.#time
  }

  /**
   * Asks a service.
   * @param body see `envelope`
   * @returns the `…Response` element
   * @throws OnvifError
   */
  async call(service: ServiceName, body: string, options: CallOptions): Promise<XmlNode> {
    const url = await this.#urlOf(service, options)
    return (await this.#ask({ url, service, body, header: '' }, options)).node
  }

  /** Asks with WS-Addressing, at an address that the device gave for it. @throws OnvifError */
  async callAt(
    { at, to = at.href, action, header }: Addressing,
    service: ServiceName,
    body: string,
    options: CallOptions,
  ): Promise<Answer> {
    const addressed = `<wsa:Action s:mustUnderstand="1">${escapeXml(action)}</wsa:Action><wsa:To>${escapeXml(to)}</wsa:To>${header}`
    return await this.#ask({ url: at, service, body, header: addressed, action }, options)
  }

  async #ask(question: Question, options: CallOptions): Promise<Answer> {
    if (this.credentials === null) return await this.#post(question, '', options)
    if (!this.#time.isKnown) await this.readClock(options)
    try {
      return await this.#authenticated(question, options)
    } catch (error) {
      const mayBeTheClock =
        error instanceof OnvifError && error.kind === 'unauthorised' && this.#time.ageMs > freshClockMs
      if (!mayBeTheClock) throw error
      await this.readClock(options)
      return await this.#authenticated(question, options)
    }
  }

  /** Asks the device service without user and password, for what is told to anybody. @throws OnvifError */
  async callOpenly(body: string, options: CallOptions): Promise<XmlNode> {
    return (await this.#post({ url: this.address, service: 'device', body, header: '' }, '', options)).node
  }

  /** Fetches something over HTTP, such as a snapshot. @throws OnvifError */
  async fetch(url: URL, mostBytes: number, { signal, timeoutMs }: CallOptions): Promise<Buffer> {
    const { status, body } = await this.#exchange(this.#pictures, {
      method: 'GET',
      url,
      mostBytes,
      signal,
      timeoutMs,
    })
    if (status === 401 || status === 403) throw new OnvifError('unauthorised', `HTTP ${status}`)
    if (status !== 200) throw new OnvifError('fault', `HTTP ${status} for ${url.pathname}`)
    return body
  }

  /** Reads the device's clock once. One that is not told counts as ours. @throws OnvifError `unreachable` */
  async readClock(options: CallOptions): Promise<void> {
    try {
      const sentMs = this.clock.monotonic()
      const answer = await this.callOpenly('<t:GetSystemDateAndTime/>', options)
      this.#time.learn(answer, sentMs, this.clock.monotonic())
    } catch (error) {
      if (!(error instanceof OnvifError)) throw error
      // Some devices tell even their time only to those who know it; then ours is the best guess.
      if (error.kind === 'unreachable') throw error
      this.#time.assumeOurs()
    }
  }

  /** The services that the device has, with their addresses as they can be reached from here. @throws OnvifError */
  services(options: CallOptions): Promise<ReadonlyMap<ServiceName, URL>> {
    this.#services ??= this.#readServices(options).catch((error: unknown) => {
      this.#services = null
      throw error
    })
    return this.#services
  }

  async #urlOf(service: ServiceName, options: CallOptions): Promise<URL> {
    if (service === 'device') return this.address
    const url = (await this.services(options)).get(service)
    if (url === undefined) throw new OnvifError('not-supported', `the device has no ${service} service`)
    return url
  }

  async #readServices(options: CallOptions): Promise<ReadonlyMap<ServiceName, URL>> {
    try {
      const body = '<t:GetServices><t:IncludeCapability>false</t:IncludeCapability></t:GetServices>'
      const listed = fromServices(await this.call('device', body, options))
      if (listed.size > 0) return reachable(listed, this.address)
    } catch (error) {
      if (!(error instanceof OnvifError) || error.kind === 'unauthorised' || error.kind === 'unreachable')
        throw error
    }
    const body = '<t:GetCapabilities><t:Category>All</t:Category></t:GetCapabilities>'
    return reachable(fromCapabilities(await this.call('device', body, options)), this.address)
  }

  async #authenticated(question: Question, options: CallOptions): Promise<Answer> {
    const isByToken = this.credentials !== null && !this.#soap.isInUse
    const security = isByToken ? usernameToken(this.credentials, this.#time.nowMs()) : ''
    return await this.#post(question, security, options)
  }

  async #post(question: Question, security: string, { signal, timeoutMs }: CallOptions): Promise<Answer> {
    const { url, service, action } = question
    const body = envelope(service, question.body, question.header + security)
    const named = action === undefined ? '' : `; action="${action}"`
    const headers = { 'content-type': `application/soap+xml; charset=utf-8${named}` }
    const mostBytes = largestAnswerBytes
    const exchange = { method: 'POST', url, headers, body, mostBytes, signal, timeoutMs }
    const answer = await this.#exchange(this.#soap, exchange)
    const xml = decoded(answer.body, answer.charset)
    return { node: readAnswer(answer.status, xml), xml }
  }

  async #exchange(
    http: DigestFetch,
    request: DigestRequest & {
      mostBytes: number
      timeoutMs: number | undefined
    },
  ): Promise<{ status: number; body: Buffer; charset: string | undefined }> {
    const { mostBytes, timeoutMs, ...rest } = request
    using timeout = timeoutSignal(timeoutMs ?? this.#timeoutMs, this.clock)
    try {
      const signal = AbortSignal.any([request.signal, timeout.signal])
      const response = await http.request({ ...rest, signal })
      const body = await boundedBody(response, mostBytes)
      if (body === null) throw new OnvifError('unreachable', 'the answer is too long')
      const charset = /charset="?([\w-]+)/i.exec(response.headers.get('content-type') ?? '')?.[1]
      return { status: response.status, body, charset }
    } catch (error) {
      if (error instanceof OnvifError) throw error
      if (error instanceof DigestRefused)
        throw new OnvifError('unauthorised', error.message, { cause: error })
      const reason = timeout.signal.aborted ? 'no answer in time' : reasonOfFetch(error)
      throw new OnvifError('unreachable', `${request.url.host}: ${reason}`, { cause: error })
    }
  }
}

/** Text by the charset of the header, else by the XML declaration, else UTF-8; GB2312 and its kin are one family. */
function decoded(body: Buffer, charset: string | undefined): string {
  const declared = /^<\?xml[^>]*encoding=["']([\w-]+)/.exec(body.toString('latin1', 0, 200))?.[1]
  const name = (charset ?? declared ?? 'utf-8').toLowerCase()
  return name.startsWith('gb') ? new TextDecoder('gb18030').decode(body) : body.toString('utf8')
}
