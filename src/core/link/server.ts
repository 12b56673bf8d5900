import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { timingSafeEqual } from 'node:crypto'
import { WebSocketServer, type WebSocket } from 'ws'
import type { PushName, PushValue } from '../../shared/contract.ts'
import { sha256 } from '../journal/chain.ts'
import type { Log } from '../platform/log.ts'
import { answer, type Handlers } from './answer.ts'
import type { Gate } from './gate.ts'
import { PacedPushes } from './paced.ts'
import { Screens } from './screens.ts'

/** A media socket of src/shared/streams.ts. The query is as the client sent it: not checked yet. */
export type StreamServer = (socket: WebSocket, query: URLSearchParams) => void

export interface LinkOptions {
  /** 0 = any free port. The link listens on loopback only. */
  readonly port: number
  /** Shared by the shell, the screen and core; 256 bits. */
  readonly token: string
  /** Pages that may connect. A client that sends no Origin is no page (a test, a script) and needs the token alone. */
  readonly allowedOrigins: readonly string[]
  readonly handlers: Handlers
  readonly gate: Gate
  readonly streams: Readonly<Record<string, StreamServer>>
  readonly log: Log
}

export interface Link extends AsyncDisposable {
  /** `ws://127.0.0.1:PORT` */
  readonly url: string
  /** Tells every screen. Values are of the contract's `pushes`. */
  push<K extends PushName>(name: K, value: PushValue<K>): void
}

/** The largest message is a scan of 10 MB in base64 (contract/attachments.ts). */
const maxRequestBytes = 16 * 1024 * 1024
/** Least time between two pushes of one name, ms: what an eye takes for at once. */
const pushIntervalMs = 50

/** Starts the one door into core: calls and pushes on `/link`, media on the paths of `streams`. */
export async function startLink(options: LinkOptions): Promise<Link> {
  const http = createServer((_request, response) => response.writeHead(404).end())
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxRequestBytes,
    perMessageDeflate: false,
    handleProtocols: protocols => (protocols.has('zhishou') ? 'zhishou' : false),
  })
  const screens = new Screens()
  const paced = new PacedPushes((name, value) => screens.push(name, value), pushIntervalMs)
  http.on('upgrade', (request, socket: Duplex, head) => {
    const path = new URL(request.url ?? '/', 'ws://127.0.0.1').pathname
    const refusal = refusalOf(request, options, path)
    if (refusal !== null) {
      options.log.warn({ path, refusal, origin: request.headers.origin }, 'link refused')
      socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\n\r\n`)
      return
    }
    sockets.handleUpgrade(request, socket, head, websocket => {
      const query = new URL(request.url ?? '/', 'ws://127.0.0.1').searchParams
      websocket.on('error', error => options.log.warn({ err: error, path }, 'link socket'))
      if (path === '/link') {
        screens.add(websocket, query)
        serveScreen(websocket, options, paced)
      } else options.streams[path]?.(websocket, query)
    })
  })
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject)
    http.listen(options.port, '127.0.0.1', resolve)
  })
  const { port } = http.address() as AddressInfo
  return {
    url: `ws://127.0.0.1:${port}`,
    push: (name, value) => paced.push(name, value),
    async [Symbol.asyncDispose]() {
      paced[Symbol.dispose]()
      for (const client of sockets.clients) client.terminate()
      sockets.close()
      await new Promise<void>(resolve => http.close(() => resolve()))
    },
  }
}

function refusalOf(request: IncomingMessage, options: LinkOptions, path: string): string | null {
  if (path !== '/link' && !Object.hasOwn(options.streams, path)) return '404 Not Found'
  const { origin } = request.headers
  if (origin !== undefined && !options.allowedOrigins.includes(origin)) return '403 Forbidden'
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map(part => part.trim())
  // Hashes are compared, so that neither length nor content of the token can be timed.
  const isToken = offered.some(part => timingSafeEqual(sha256(part), sha256(options.token)))
  return isToken ? null : '401 Unauthorized'
}

function serveScreen(socket: WebSocket, options: LinkOptions, paced: PacedPushes): void {
  socket.on('message', (data, isBinary) => {
    if (isBinary || !Buffer.isBuffer(data)) socket.close(1003)
    else void reply(socket, data.toString('utf8'), options, paced)
  })
}

/** Calls by which a screen only tells what it did: it waits for nothing, so they hasten no push. */
const tellingCalls: ReadonlySet<string> = new Set(['incidents.shown', 'recordings.watched', 'duty.present'])

/** Looks at the words only: a message that says it otherwise is answered all the same, with the pushes before it. */
const isTelling = (text: string): boolean => tellingCalls.has(/"call":"([^"]+)"/.exec(text)?.[1] ?? '')

async function reply(
  socket: WebSocket,
  text: string,
  { handlers, gate, log }: LinkOptions,
  paced: PacedPushes,
): Promise<void> {
  const message = await answer(text, handlers, gate, log)
  if (!isTelling(text)) paced.flush()
  if (message === null) socket.close(1007)
  else socket.send(JSON.stringify(message))
}
