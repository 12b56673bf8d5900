import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import type { Clock } from '../../../platform/clock.ts'
import { boundedUnknown, type KeepUnknown } from '../dc09/bounded-unknown.ts'
import type { DriverSink } from '../driver.ts'
import { boundedBodyOf } from './body.ts'
import type { PushConfig, PushPanelConfig } from './config.ts'
import { PushPanel } from './panel.ts'
import { panelOfToken } from './tokens.ts'

/** A listening receiver of pushed events. */
export interface PushReceiver extends AsyncDisposable {
  readonly port: number
  /** From now on these panels; the line of one that stays is not touched. */
  follow(panels: readonly PushPanelConfig[]): Promise<void>
}

const longestUnknownCharacters = 1_000

/**
 * Listens for devices that push their events over HTTP. The answer is 200 only when what was sent is on disk; without it
 * the device, or whoever runs it, knows to send again.
 * @throws Error when the port cannot be opened
 */
export async function startPushReceiver(
  config: PushConfig,
  sink: DriverSink,
  clock: Clock,
): Promise<PushReceiver> {
  const panels = new Map<string, PushPanel>()
  const keepUnknown = boundedUnknown(sink, clock)
  const server = listeningServer(config, (request, response) => {
    const answering = answer({ config, panels, keepUnknown }, request, response)
    answering.catch(() => {
      // A device that hung up hears no answer; whatever else went wrong is told it, so that it sends again.
      if (response.headersSent) response.destroy()
      else respond(response, 500, 'not stored, send again')
    })
  })
  await follow(config.panels)
  server.listen(config.port, config.host)
  await once(server, 'listening')
  const close = promisify(server.close.bind(server))

  async function follow(next: readonly PushPanelConfig[]): Promise<void> {
    const wanted = new Map(next.map(panel => [panel.panelId, panel]))
    const gone = [...panels.values()].filter(({ config: known }) => wanted.get(known.panelId) !== known)
    for (const panel of gone) panels.delete(panel.config.panelId)
    for (const panel of next)
      if (!panels.has(panel.panelId)) panels.set(panel.panelId, new PushPanel(panel, sink, clock))
    await Promise.all(gone.map(panel => panel[Symbol.asyncDispose]()))
  }

  return {
    port: (server.address() as AddressInfo).port,
    follow,
    async [Symbol.asyncDispose]() {
      const closed = close()
      server.closeAllConnections()
      await closed
      await follow([])
    },
  }
}

function listeningServer(
  config: PushConfig,
  onRequest: (request: IncomingMessage, response: ServerResponse) => void,
): Server {
  const headersTimeoutMs = config.headersTimeoutMs ?? 10_000
  const server = createServer(
    {
      headersTimeout: headersTimeoutMs,
      requestTimeout: headersTimeoutMs * 2,
      connectionsCheckingInterval: Math.max(50, Math.min(1_000, headersTimeoutMs / 4)),
      keepAliveTimeout: 5_000,
      maxHeaderSize: 16 * 1024,
    },
    onRequest,
  )
  server.maxConnections = config.connectionsMost ?? 200
  server.on('clientError', (_, socket) => {
    socket.destroy()
  })
  return server
}

interface Desk {
  readonly config: PushConfig
  readonly panels: ReadonlyMap<string, PushPanel>
  readonly keepUnknown: KeepUnknown
}

async function answer(desk: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const source = `http ${request.socket.remoteAddress ?? '?'}:${request.socket.remotePort ?? 0}`
  const door = doorOf(request)
  if (door === null) return respond(response, 404, 'no such address')
  if (request.method !== 'POST' && request.method !== 'PUT') return respond(response, 405, 'send with POST')
  const body = await boundedBodyOf(request, desk.config.bodyMostBytes ?? 4 * 1024 * 1024)
  if (body === null) return respond(response, 413, 'too long')
  const configs = [...desk.panels.values()].map(panel => panel.config)
  const owner = panelOfToken(configs, door.format, door.token)
  const panel = owner === null ? undefined : desk.panels.get(owner.panelId)
  const type = request.headers['content-type'] ?? ''
  if (panel === undefined) {
    const stranger = { account: '', why: 'token-unknown' as const, code: '', partitionNumber: null }
    desk.keepUnknown(source, textOf(body, type), 'token unknown', {
      ...stranger,
      account: `http ${request.socket.remoteAddress ?? '?'}`,
      number: null,
    })
    return respond(response, 401, 'token unknown')
  }
  const outcome = await panel.take(body, type)
  if (outcome.kind === 'stored') return respond(response, 200, 'stored')
  desk.keepUnknown(source, textOf(body, type), `${panel.config.panelId}: ${outcome.reason}`)
  // A device of a brand would send the same for ever; whoever wrote a webhook wants to know what is wrong with it.
  respond(response, door.format === 'webhook' ? 400 : 200, outcome.reason)
}

interface Door {
  readonly format: PushPanelConfig['format']
  readonly token: string
}

/**
 * Which form is spoken, and with which token. Devices of a brand cannot be told a header, so theirs stands in the path.
 * The path is a secret then: it goes to no log and into no journal.
 */
function doorOf(request: IncomingMessage): Door | null {
  const [path = ''] = (request.url ?? '').split('?')
  if (path === '/webhook') {
    const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
    return { format: 'webhook', token: bearer ?? '' }
  }
  const named = /^\/hikvision\/([\w.~-]+)\/?$/.exec(path)
  return named === null ? null : { format: 'hikvision', token: named[1]! }
}

/** Text for the journal: pictures are not kept there. */
function textOf(body: Buffer, type: string): string {
  const text = body.toString('utf8').slice(0, longestUnknownCharacters)
  return /^(?:image|video)\//i.test(type) ? `${type}, ${body.length} bytes` : text
}

function respond(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' })
  response.end(`${JSON.stringify(status === 200 ? { stored: text === 'stored' } : { error: text })}\n`)
}
