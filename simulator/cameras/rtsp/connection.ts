import type { Socket } from 'node:net'
import type { SimCamera, StreamName } from '../camera.ts'
import type { Nvr, NvrChannel } from '../nvr/nvr.ts'
import { formatClock, parseReplayRange } from '../nvr/replay-range.ts'
import { ReplaySession } from '../nvr/replay-session.ts'
import {
  formatResponse,
  RtspReader,
  type RtspRequest,
  type RtspResponse,
  type RtspStatus,
} from './message.ts'
import { describeStream } from './sdp.ts'
import type { RtspShared } from './shared.ts'
import { RtpSession, type ServedSession } from './session.ts'
import { interleavedSink, udpSink } from './sinks.ts'
import { chooseTransport, formatTransport } from './transport.ts'

const methods = [
  'OPTIONS',
  'DESCRIBE',
  'SETUP',
  'PLAY',
  'PAUSE',
  'GET_PARAMETER',
  'SET_PARAMETER',
  'TEARDOWN',
]
const refuse = (status: RtspStatus): RtspResponse => ({ status })

interface Target {
  camera: SimCamera
  stream: StreamName
  /** A recording of a recorder instead of a stream. */
  replay?: { nvr: Nvr; channel: NvrChannel }
  /** Aggregate address without the track. */
  base: string
}

/** One client's RTSP connection (RFC 2326). */
export class RtspConnection {
  readonly #socket: Socket
  readonly #shared: RtspShared
  readonly #reader = new RtspReader()
  readonly #ownSessions = new Set<string>()
  readonly #hangUps = new Map<SimCamera, Disposable>()
  #answering = Promise.resolve()
  #nextChannel = 0

  constructor(socket: Socket, shared: RtspShared) {
    this.#socket = socket
    this.#shared = shared
  }

  serve(): void {
    this.#socket.on('data', (chunk: Buffer) => this.#take(chunk))
    this.#socket.on('error', () => {})
    this.#socket.on('close', () => this.#closed())
  }

  #take(chunk: Buffer): void {
    for (const input of this.#reader.push(chunk)) {
      if (input.kind === 'interleaved') this.#touchOwnSessions()
      // One after the other: DESCRIBE may wait for an encoder, and answers must keep the order of the requests.
      else
        this.#answering = this.#answering.then(() =>
          this.#respond(input.kind === 'bad' ? undefined : input.request),
        )
    }
  }

  #touchOwnSessions(): void {
    for (const id of this.#ownSessions) {
      const entry = this.#shared.sessions.get(id)
      if (entry) entry.session.lastSeenMs = performance.now()
    }
  }

  async #respond(request: RtspRequest | undefined): Promise<void> {
    if (this.#socket.destroyed) return
    if (!request) {
      this.#socket.end(formatResponse(refuse(400), undefined))
      return
    }
    const target = this.#target(request.uri)
    if (target?.camera.condition === 'dropped') {
      this.#socket.destroy()
      return
    }
    if (target) this.#leaveWith(target.camera)
    const response = await this.#answer(request, target).catch((error: unknown) => {
      console.error('rtsp:', error)
      return refuse(500)
    })
    if (!this.#socket.writable) return
    this.#socket.write(formatResponse(response, request.headers.get('cseq')))
  }

  async #answer(request: RtspRequest, target: Target | undefined): Promise<RtspResponse> {
    if (!request.headers.has('cseq')) return refuse(400)
    if (!methods.includes(request.method)) return refuse(501)
    if (request.method === 'OPTIONS') {
      this.#sessionOf(request)
      return { status: 200, headers: { Public: methods.join(', ') } }
    }
    if (!target) return refuse(404)
    const refusal = this.#refusalOf(request, target.camera)
    if (refusal) return refusal
    if (request.method === 'DESCRIBE') return this.#describe(target)
    if (request.method === 'SETUP') return this.#setUp(request, target)
    const session = this.#sessionOf(request)
    if (!session) return request.method.endsWith('PARAMETER') ? { status: 200 } : refuse(454)
    if (request.method === 'PLAY' && session instanceof ReplaySession) return playReplay(request, session)
    return this.#control(request.method, session, target)
  }

  #refusalOf(request: RtspRequest, camera: SimCamera): RtspResponse | undefined {
    if (!camera.asksForPassword) return undefined
    const verdict = this.#shared.realm.verify(
      request.headers.get('authorization'),
      request.method,
      camera.accepted,
    )
    if (verdict === 'accepted') return undefined
    return { status: 401, headers: { 'WWW-Authenticate': this.#shared.realm.challenge(verdict === 'stale') } }
  }

  async #describe({ camera, stream, base, replay }: Target): Promise<RtspResponse> {
    const source = (replay?.channel.camera ?? camera).source(stream)
    const title = `${camera.spec.id} ${replay?.channel.recordingToken ?? stream}`
    const address = this.#socket.localAddress ?? '127.0.0.1'
    const sdp = { title, fps: source.fps, sets: await source.parameterSets(), address }
    const whole = replay?.channel.whole
    const range = whole && `clock=${formatClock(whole.fromMs)}-${formatClock(whole.toMs)}`
    const body = describeStream(range === undefined ? sdp : { ...sdp, range })
    return { status: 200, headers: { 'Content-Base': `${base}/`, 'Content-Type': 'application/sdp' }, body }
  }

  #setUp(request: RtspRequest, { camera, stream, replay }: Target): RtspResponse {
    const transport = chooseTransport(request.headers.get('transport') ?? '', this.#nextChannel)
    if (!transport) return refuse(461)
    const address = this.#socket.remoteAddress ?? '127.0.0.1'
    const overTcp = transport.kind === 'tcp'
    const sink = overTcp
      ? interleavedSink(this.#socket, transport)
      : udpSink(this.#shared.udp, address, transport)
    const session = replay
      ? new ReplaySession(replay.nvr, replay.channel, sink)
      : new RtpSession(camera, stream, sink)
    if (overTcp) {
      this.#nextChannel = transport.rtcpChannel + 1
      this.#ownSessions.add(session.id)
    }
    const reportsFrom = overTcp ? undefined : `${address}:${transport.rtcpPort}`
    this.#shared.sessions.set(session.id, { session, reportsFrom })
    const timeout = `timeout=${this.#shared.sessionTimeoutSeconds}`
    return {
      status: 200,
      headers: {
        Session: `${session.id};${timeout}`,
        Transport: formatTransport(transport, session.ssrc, this.#shared.udp.ports),
      },
    }
  }

  #control(method: string, session: ServedSession, { base }: Target): RtspResponse {
    const headers = { Session: session.id }
    if (method === 'PLAY') {
      const { sequence, timestamp } = session.position
      session.play()
      const info = `url=${base}/trackID=1;seq=${sequence};rtptime=${timestamp}`
      return { status: 200, headers: { ...headers, Range: 'npt=now-', 'RTP-Info': info } }
    }
    if (method === 'PAUSE' && !session.playing) return refuse(455)
    if (method === 'PAUSE') session.pause()
    if (method === 'TEARDOWN') this.#end(session.id)
    return { status: 200, headers }
  }

  #sessionOf(request: RtspRequest): ServedSession | undefined {
    const id = request.headers.get('session')?.split(';')[0]?.trim()
    const session = id === undefined ? undefined : this.#shared.sessions.get(id)?.session
    if (session) session.lastSeenMs = performance.now()
    return session
  }

  #target(uri: string): Target | undefined {
    if (!URL.canParse(uri)) return undefined
    const { pathname } = new URL(uri)
    const base = uri.replace(/[?#].*$/s, '').replace(/\/?(?:trackID=1)?\/?$/, '')
    const replay = this.#replayOf(pathname)
    if (replay) return { camera: replay.nvr.device, stream: 'main', replay, base }
    const match = /^\/([\w-]+)\/(main|sub)(?:\/trackID=1)?\/?$/.exec(pathname)
    const camera = this.#shared.camera(match?.[1] ?? '')
    if (!match || !camera) return undefined
    return { camera, stream: match[2] as StreamName, base }
  }

  #replayOf(pathname: string): { nvr: Nvr; channel: NvrChannel } | undefined {
    const match = /^\/([\w-]+)\/replay\/(\d+)(?:\/trackID=1)?\/?$/.exec(pathname)
    const nvr = this.#shared.nvr(match?.[1] ?? '')
    const channel = nvr?.channels.find(({ number }) => number === Number(match?.[2]))
    return nvr && channel && { nvr, channel }
  }

  /** From the first request on, this client is thrown out when the camera drops its clients. */
  #leaveWith(camera: SimCamera): void {
    if (this.#hangUps.has(camera)) return
    this.#hangUps.set(
      camera,
      camera.onHangUp(() => {
        for (const [id, { session }] of this.#shared.sessions) if (session.camera === camera) this.#end(id)
        this.#socket.destroy()
      }),
    )
  }

  #end(id: string): void {
    this.#shared.sessions.get(id)?.session[Symbol.dispose]()
    this.#shared.sessions.delete(id)
    this.#ownSessions.delete(id)
  }

  #closed(): void {
    for (const id of this.#ownSessions) this.#end(id)
    for (const subscription of this.#hangUps.values()) subscription[Symbol.dispose]()
    this.#hangUps.clear()
  }
}

/** PLAY of a recording (ONVIF Streaming §6): answers from when on it really plays, which is the key frame before. */
function playReplay(request: RtspRequest, session: ReplaySession): RtspResponse {
  const range = parseReplayRange(request.headers.get('range'), session.channel.whole.fromMs)
  if (!range) return refuse(457)
  const isRateControlled = request.headers.get('rate-control')?.trim().toLowerCase() !== 'no'
  const fromMs = session.playFrom(range, isRateControlled)
  if (fromMs === undefined) return refuse(457)
  const until = range.toMs === null ? '' : formatClock(range.toMs)
  return { status: 200, headers: { Session: session.id, Range: `clock=${formatClock(fromMs)}-${until}` } }
}
