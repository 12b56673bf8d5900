import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import type { HttpDigest } from './http-digest.ts'
import type { PanelState, PartitionNow, ZoneNow } from './state.ts'

export interface IsapiServer extends AsyncDisposable {
  readonly port: number
  /** Refuses every connection while muted. */
  setMuted(muted: boolean): void
}

/** What the network may do with the panel; arming takes the exit delay into account. */
export interface RemoteControl {
  arm(partition: PartitionNow): boolean
  disarm(partition: PartitionNow): void
  /** Keeps the answer to `alertStream` open and fills it. */
  listen(response: ServerResponse): void
  /** The panel's own clock, ms UTC. */
  nowMs(): number
}

/** The part of Hikvision's ISAPI SecurityCP that a console needs: status, arm, disarm, bypass, clear, alertStream; JSON; HTTP digest. */
export async function startIsapiServer(
  address: { readonly host: string; readonly port: number },
  digest: HttpDigest,
  state: PanelState,
  control: RemoteControl,
): Promise<IsapiServer> {
  let muted = false
  const server = createServer((request, response) => {
    request.resume()
    if (!digest.accepts(request)) {
      response.setHeader('WWW-Authenticate', digest.challenges())
      respond(response, 401, status(4, 'Invalid Operation', 'unauthorized'))
      return
    }
    route(request, response, state, control)
  })
  server.on('connection', socket => {
    if (muted) socket.resetAndDestroy()
  })
  server.listen(address.port, address.host)
  await once(server, 'listening')
  const close = promisify(server.close.bind(server))
  return {
    port: (server.address() as AddressInfo).port,
    setMuted(next) {
      muted = next
      if (muted) server.closeAllConnections()
    },
    async [Symbol.asyncDispose]() {
      const closed = close()
      server.closeAllConnections()
      await closed
    },
  }
}

function route(
  request: IncomingMessage,
  response: ServerResponse,
  state: PanelState,
  control: RemoteControl,
): void {
  const { pathname } = new URL(request.url ?? '/', 'http://panel')
  if (pathname === '/ISAPI/Event/notification/alertStream') return control.listen(response)
  if (pathname === '/ISAPI/System/time') {
    const localTime = `${new Date(control.nowMs() + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`
    const xml = `<?xml version="1.0" encoding="UTF-8"?><Time version="2.0" xmlns="http://www.isapi.org/ver20/XMLSchema"><timeMode>NTP</timeMode><localTime>${localTime}</localTime><timeZone>CST-8:00:00</timeZone></Time>`
    response.writeHead(200, { 'Content-Type': 'application/xml' }).end(xml)
    return
  }
  const path = pathname.replace(/^\/ISAPI\/SecurityCP\//, '')
  if (request.method === 'GET' && path === 'status/subSystems') {
    return respond(response, 200, { SubSysList: state.partitions.map(subSystem(state)) })
  }
  if (request.method === 'GET' && path === 'status/zones') {
    return respond(response, 200, { ZoneList: state.zones.map(zoneStatus(state)) })
  }
  const bypass = /^control\/(bypass|bypassRecover)\/(\d+)$/.exec(path)
  if (request.method === 'PUT' && bypass !== null)
    return bypassZone(response, state, Number(bypass[2]), bypass[1] === 'bypass')
  const command = /^control\/(arm|disarm|clearAlarm)\/(\d+)$/.exec(path)
  if (request.method !== 'PUT' || command === null)
    return respond(response, 404, status(4, 'Invalid Operation', 'notSupport'))
  const partition = state.partition(Number(command[2]))
  if (partition === undefined) return respond(response, 400, status(6, 'Invalid Content', 'badParameters'))
  if (command[1] === 'disarm') {
    control.disarm(partition)
    return respond(response, 200, status(1, 'OK', 'ok'))
  }
  if (command[1] === 'clearAlarm') {
    state.clearAlarms(partition)
    return respond(response, 200, status(1, 'OK', 'ok'))
  }
  // Real panels word this in several ways; a console must look at the zones to learn which one it is.
  if (!control.arm(partition)) return respond(response, 400, status(4, 'Invalid Operation', 'armFailed'))
  respond(response, 200, status(1, 'OK', 'ok'))
}

function bypassZone(response: ServerResponse, state: PanelState, id: number, bypassed: boolean): void {
  const zone = state.zones.find(each => each.spec.number === id + 1)
  if (zone === undefined) return respond(response, 400, status(6, 'Invalid Content', 'badParameters'))
  if (!state.setBypassed(zone, bypassed))
    return respond(response, 400, status(4, 'Invalid Operation', 'notSupport'))
  respond(response, 200, status(1, 'OK', 'ok'))
}

function subSystem(state: PanelState) {
  return ({ spec, arming }: PartitionNow): object => {
    const alarm = state.zones.some(zone => zone.alarm && zone.spec.partition === spec.number)
    return { SubSys: { id: spec.number, arming, alarm, enabled: true, name: spec.name, delayTime: 0 } }
  }
}

function zoneStatus(state: PanelState) {
  return (zone: ZoneNow): object => ({
    Zone: {
      // SecurityCP counts from 0, the keypad from 1.
      id: zone.spec.number - 1,
      name: zone.spec.name,
      status: zone.open ? 'trigger' : 'online',
      tamperEvident: false,
      shielded: false,
      bypassed: zone.bypassed,
      armed: state.isArmed(zone),
      isArming: state.partition(zone.spec.partition)?.arming === 'arming',
      alarm: zone.alarm,
      charge: 'normal',
      signal: 180,
      subSystemNo: zone.spec.partition,
      linkageSubSystem: zone.spec.partition === 0 ? [] : [zone.spec.partition],
      detectorType: zone.panic ? 'panicButton' : 'passiveInfraredDetector',
      zoneType: zone.panic ? '24h' : 'Instant',
    },
  })
}

function status(statusCode: number, statusString: string, subStatusCode: string): object {
  return { statusCode, statusString, subStatusCode, ...(statusCode === 1 ? {} : { errorMsg: subStatusCode }) }
}

function respond(response: ServerResponse, httpStatus: number, body: object): void {
  response.writeHead(httpStatus, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}
