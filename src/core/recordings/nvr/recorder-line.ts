import { randomBytes } from 'node:crypto'
import { authorization, parseChallenges } from '../../platform/http-digest.ts'
import { EarlyPackets, firstSequenceOf, type RtspPacket } from './early-packets.ts'
import type { ReplayRequest } from './replay-request.ts'
import { clockTime, rangeStart, ReplayTimes } from './replay-times.ts'
import { headerOf, statusOf, withHeaders, type RtspMessage } from './rtsp-wire.ts'

/** `jump`: a hole in the recording was reached; what lies behind it is another stretch. */
export type RelayEnd = 'unauthorised' | 'unreachable' | 'refused' | 'hung-up' | 'jump'

interface Pending {
  readonly clientCSeq: string
  /** As ffmpeg sent it, its address replaced. */
  readonly message: RtspMessage
  readonly method: string
  authTried: boolean
  /** How many ways to say it were refused. */
  variant: number
  /** What is asked once this was answered, however it was. */
  readonly next?: Pending
}

/** A replay begins at the key frame before the moment, or behind the hole in which it lies; not this far from it. */
const mostAstrayMs = 30 * 60_000

/** Invalid Range: what a server should say that cannot go to the moment. */
const elsewhere = 457

/** What follows from an answer of the recorder. */
interface LineAnswer {
  readonly toClient: RtspMessage | null
  readonly toRecorder: RtspMessage | null
  /** What had come before the answer, for ffmpeg after it. */
  readonly packets: readonly RtspPacket[]
}

/** Nothing to tell anybody. */
const ignored: LineAnswer = { toClient: null, toRecorder: null, packets: [] }

/** What is said on the line to the recorder: pure of sockets, so that it can be read in one piece. */
export class RecorderLine {
  readonly #options: ReplayRequest & { readonly localUrl: string }
  readonly #pending = new Map<string, Pending>()
  readonly #times = new ReplayTimes()
  readonly #early = new EarlyPackets()
  #cseq = 0
  #challenge: string | null = null
  #nonceCount = 0
  #startMs: number | null = null
  #rtpChannel = 0
  #isPlaying = false
  #wasElsewhere = false
  #end: RelayEnd | null = null
  #reason = ''

  constructor(options: ReplayRequest & { readonly localUrl: string }) {
    this.#options = options
  }

  get firstFrameMs(): number | null {
    return this.#times.firstFrameMs ?? this.#startMs
  }

  get end(): RelayEnd | null {
    return this.#end
  }

  get reason(): string {
    return this.#reason
  }

  /** The first end counts. */
  ends(end: RelayEnd, reason: string): void {
    if (this.#end !== null) return
    this.#end = end
    this.#reason = reason
  }

  /** A request of ffmpeg as the recorder is to get it. */
  request(message: RtspMessage): RtspMessage {
    const [method = '', url = '', version = 'RTSP/1.0'] = message.startLine.split(' ')
    const local = this.#options.localUrl
    const target = url.startsWith(local) ? `${this.#options.url}${url.slice(local.length)}` : url
    const pending: Pending = {
      clientCSeq: headerOf(message, 'cseq') ?? '0',
      message: { ...message, startLine: `${method} ${target} ${version}` },
      method,
      authTried: false,
      variant: 0,
    }
    return this.#ask(pending)
  }

  /** An answer of the recorder: for ffmpeg, or the reason to say it in another way. */
  answer(answer: RtspMessage): LineAnswer {
    const cseq = headerOf(answer, 'cseq') ?? ''
    const pending = this.#pending.get(cseq)
    if (pending === undefined) return ignored
    this.#pending.delete(cseq)
    if (pending.next !== undefined) return { ...ignored, toRecorder: this.#ask(pending.next) }
    const status = this.#isElsewhere(answer, pending) ? elsewhere : statusOf(answer)
    const again = status === 401 ? this.#afterChallenge(answer, pending) : this.#afterRefusal(status, pending)
    if (again !== null) return { ...ignored, toRecorder: again }
    if (status === 401) this.ends('unauthorised', 'user or password refused')
    else if (status >= 300 && pending.method !== 'OPTIONS' && !pending.method.endsWith('PARAMETER'))
      this.ends('refused', `${pending.method}: ${answer.startLine}`)
    if (status === 200) this.#learn(answer, pending)
    const isPlayed = status === 200 && pending.method === 'PLAY'
    return {
      toClient: withHeaders(answer, { CSeq: pending.clientCSeq }),
      toRecorder: null,
      packets: isPlayed ? this.#begin(answer) : [],
    }
  }

  /** Whether a packet goes on to ffmpeg; none of a place where the recorder was not asked to play. */
  passes(packet: RtspPacket): boolean {
    const isVideo = packet.channel === this.#rtpChannel
    if (!this.#isPlaying) {
      if (isVideo) this.#early.hold(packet)
      return false
    }
    if (isVideo && this.#times.take(packet.payload)) this.ends('jump', 'a hole in the recording')
    return this.#end === null
  }

  #begin(answer: RtspMessage): RtspPacket[] {
    this.#isPlaying = true
    const early = this.#early.release(firstSequenceOf(headerOf(answer, 'rtp-info')), this.#wasElsewhere)
    return early.filter(packet => this.passes(packet))
  }

  #ask(pending: Pending): RtspMessage {
    const cseq = String(++this.#cseq)
    this.#pending.set(cseq, pending)
    const message = withHeaders(pending.message, { CSeq: cseq, ...this.#additions(pending) })
    const [method = '', uri = ''] = message.startLine.split(' ')
    return withHeaders(message, { Authorization: this.#authorization(method, uri) })
  }

  /** What ffmpeg does not say by itself, in the ways that recorders understand, the best first. */
  #additions({ method, variant }: Pending): Record<string, string | null> {
    const { range } = this.#options
    if (range.kind === 'in-address') return method === 'PLAY' && variant === 0 ? { Range: null } : {}
    if (method === 'SETUP') return variant === 0 ? { Require: 'onvif-replay' } : {}
    if (method !== 'PLAY') return {}
    const clock = `clock=${clockTime(range.span.fromMs)}-${clockTime(range.span.toMs)}`
    if (variant === 0) return { Range: clock, Require: 'onvif-replay', 'Rate-Control': 'no' }
    if (variant === 1) return { Range: clock }
    return { Range: `npt=${((range.span.fromMs - (range.beginsMs ?? 0)) / 1_000).toFixed(3)}-` }
  }

  /** Servers that do not know absolute times may say yes and play something (GStreamer: the end of the file). */
  #isElsewhere(answer: RtspMessage, { method }: Pending): boolean {
    const { range } = this.#options
    if (method !== 'PLAY' || range.kind !== 'clock' || statusOf(answer) !== 200) return false
    const start = rangeStart(headerOf(answer, 'range'))
    const isElsewhere =
      start !== null && 'clockMs' in start && Math.abs(start.clockMs - range.span.fromMs) > mostAstrayMs
    if (isElsewhere) this.#wasElsewhere = true
    return isElsewhere
  }

  #afterRefusal(status: number, pending: Pending): RtspMessage | null {
    if (status < 400) return null
    const { range } = this.#options
    const ways = { SETUP: range.kind === 'clock' ? 2 : 1, PLAY: playWays(range) }[pending.method] ?? 1
    if (pending.variant + 1 >= ways) return null
    const next = { ...pending, variant: pending.variant + 1 }
    return status === elsewhere ? this.#pauseBefore(next) : this.#ask(next)
  }

  /** One that plays already would put the next PLAY behind what it plays (RFC 2326 §10.5). */
  #pauseBefore(next: Pending): RtspMessage {
    const [, url = '', version = 'RTSP/1.0'] = next.message.startLine.split(' ')
    const message = withHeaders(
      { ...next.message, startLine: `PAUSE ${url} ${version}` },
      { Range: null, Scale: null },
    )
    return this.#ask({ ...next, message, method: 'PAUSE', next })
  }

  #afterChallenge(answer: RtspMessage, pending: Pending): RtspMessage | null {
    const offered = answer.headers.flatMap(([name, value]) =>
      name.toLowerCase() === 'www-authenticate' ? [value] : [],
    )
    if (pending.authTried || this.#options.credentials === null || offered.length === 0) return null
    this.#challenge = offered.join(', ')
    this.#nonceCount = 0
    return this.#ask({ ...pending, authTried: true })
  }

  /** Digest (MD5 or SHA-256); Basic is not spoken: it would show the password to the whole network. */
  #authorization(method: string, uri: string): string | null {
    const { credentials } = this.#options
    const challenge = this.#challenge === null ? undefined : parseChallenges(this.#challenge)[0]
    if (challenge === undefined || credentials === null) return null
    this.#nonceCount++
    const clientNonce = randomBytes(8).toString('hex')
    return authorization(challenge, {
      ...credentials,
      method,
      uri,
      nonceCount: this.#nonceCount,
      clientNonce,
    })
  }

  #learn(answer: RtspMessage, { method, variant }: Pending): void {
    if (method === 'SETUP') {
      const channel = /interleaved=(\d+)/.exec(headerOf(answer, 'transport') ?? '')?.[1]
      if (channel !== undefined) this.#rtpChannel = Number(channel)
    }
    if (method !== 'PLAY') return
    const { range } = this.#options
    const start = rangeStart(headerOf(answer, 'range'))
    if (start !== null && 'clockMs' in start) this.#startMs = start.clockMs
    if (
      start !== null &&
      'nptMs' in start &&
      range.kind === 'clock' &&
      variant === 2 &&
      range.beginsMs !== null
    )
      this.#startMs = range.beginsMs + start.nptMs
  }
}

/** By npt only where it is known when the recording begins. */
function playWays(range: ReplayRequest['range']): number {
  if (range.kind === 'in-address') return 2
  return range.beginsMs === null ? 2 : 3
}
