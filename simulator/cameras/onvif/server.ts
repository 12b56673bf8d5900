import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SimCamera } from '../camera.ts'
import type { Nvr } from '../nvr/nvr.ts'
import { DigestRealm } from '../rtsp/digest.ts'
import type { ActionContext } from './action.ts'
import { actionFor, preAuthActions, serviceNames, type ServiceName } from './actions.ts'
import { TokenCheck } from './security.ts'
import { snapshotJpeg } from './snapshot.ts'
import { envelope, faultEnvelope, parseEnvelope, SoapFault } from './soap.ts'

const maxRequestBytes = 64 * 1024

export interface OnvifServer extends AsyncDisposable {
  readonly port: number
}

interface Shared {
  cameras: ReadonlyMap<string, SimCamera>
  nvrs: ReadonlyMap<string, Nvr>
  rtspPort: number
  tokens: TokenCheck
  realm: DigestRealm
}

/**
 * ONVIF device and media service of every camera (SOAP 1.2 over HTTP), one port, one path per camera:
 * `http://host:port/<camera id>/onvif/device_service`; the snapshot is at `/<camera id>/snapshot.jpg`.
 */
export async function startOnvifServer(
  cameras: ReadonlyMap<string, SimCamera>,
  nvrs: ReadonlyMap<string, Nvr>,
  { rtspPort, host = '127.0.0.1', port = 0 }: { rtspPort: number; host?: string; port?: number },
): Promise<OnvifServer> {
  const shared: Shared = {
    cameras,
    nvrs,
    rtspPort,
    tokens: new TokenCheck(),
    realm: new DigestRealm('school camera', true),
  }
  const server = createServer((request, response) => {
    serve(request, response, shared).catch((error: unknown) => {
      console.error('onvif:', error)
      if (response.headersSent) response.destroy()
      else response.writeHead(500).end()
    })
  })
  server.listen(port, host)
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

async function serve(request: IncomingMessage, response: ServerResponse, shared: Shared): Promise<void> {
  const match = /^\/([\w-]+)\/(?:onvif\/(\w+)_service|snapshot\.jpg)(?:\?.*)?$/.exec(request.url ?? '')
  const camera = shared.cameras.get(match?.[1] ?? '')
  const service = match?.[2]
  if (!camera || (service !== undefined && !isService(service))) return void response.writeHead(404).end()
  if (camera.condition === 'dropped') return void request.destroy()
  if (service === undefined) return serveSnapshot(request, response, camera, shared)
  if (request.method !== 'POST') return void response.writeHead(405, { Allow: 'POST' }).end()
  const body = await readBody(request)
  if (body === undefined) return void response.writeHead(413).end()
  await answerSoap(body, { camera, service }, request, response, shared)
}

function isService(name: string): name is ServiceName {
  return serviceNames.some(service => service === name)
}

async function answerSoap(
  body: string,
  { camera, service }: { camera: SimCamera; service: ServiceName },
  request: IncomingMessage,
  response: ServerResponse,
  { tokens, rtspPort, nvrs }: Shared,
): Promise<void> {
  const send = (status: number, xml: string): void => {
    // With its length and not in chunks: libonvif finds no XML in a chunked answer.
    const headers = {
      'Content-Type': 'application/soap+xml; charset=utf-8',
      'Content-Length': Buffer.byteLength(xml),
    }
    response.writeHead(status, headers).end(xml)
  }
  try {
    const { action, parameters, header } = parseEnvelope(body)
    if (!preAuthActions.has(action)) tokens.verify(header, camera.accepted, camera.wallClockMs())
    const host = request.socket.localAddress ?? '127.0.0.1'
    const bases = {
      httpBase: `http://${host}:${request.socket.localPort ?? 0}/${camera.spec.id}`,
      rtspBase: `rtsp://${host}:${rtspPort}/${camera.spec.id}`,
    }
    const nvr = nvrs.get(camera.spec.id)
    const query = new URL(request.url ?? '/', 'http://camera').searchParams
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    const context: ActionContext = {
      camera,
      ...bases,
      parameters,
      query,
      gone: gone.signal,
      ...(nvr ? { nvr } : {}),
    }
    const answer = actionFor(service, action, context)
    if (!answer) throw new SoapFault('Receiver', 'ActionNotSupported', `${action} is not supported`)
    send(200, envelope(await answer(context)))
  } catch (error) {
    if (!(error instanceof SoapFault)) throw error
    send(error.who === 'Sender' ? 400 : 500, faultEnvelope(error))
  }
}

async function serveSnapshot(
  request: IncomingMessage,
  response: ServerResponse,
  camera: SimCamera,
  { realm }: Shared,
): Promise<void> {
  if (camera.asksForPassword) {
    const verdict = realm.verify(request.headers.authorization, request.method ?? 'GET', camera.accepted)
    if (verdict !== 'accepted')
      return void response.writeHead(401, { 'WWW-Authenticate': realm.challenge(verdict === 'stale') }).end()
  }
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  const jpeg = await snapshotJpeg(camera, gone.signal)
  if (!jpeg) return void response.writeHead(503).end()
  response.writeHead(200, { 'Content-Type': 'image/jpeg', 'Content-Length': jpeg.length }).end(jpeg)
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > maxRequestBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
