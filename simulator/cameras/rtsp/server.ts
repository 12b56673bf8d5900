import { createServer, type AddressInfo, type Socket } from 'node:net'
import { once } from 'node:events'
import type { SimCamera } from '../camera.ts'
import type { Nvr } from '../nvr/nvr.ts'
import { RtspConnection } from './connection.ts'
import { DigestRealm } from './digest.ts'
import type { RtspShared } from './shared.ts'
import { openUdpPorts } from './udp-ports.ts'

export interface RtspServer extends AsyncDisposable {
  readonly port: number
  readonly sessionCount: number
}

export interface RtspServerOptions {
  host?: string
  /** 0 = a free one. */
  port?: number
  sessionTimeoutSeconds?: number
}

/** One RTSP port for all cameras: `rtsp://host:port/<camera id>/main` and `/sub`; recordings: `/<nvr id>/replay/<channel>`. */
export async function startRtspServer(
  cameras: ReadonlyMap<string, SimCamera>,
  nvrs: ReadonlyMap<string, Nvr>,
  { host = '127.0.0.1', port = 0, sessionTimeoutSeconds = 60 }: RtspServerOptions = {},
): Promise<RtspServer> {
  const sessions: RtspShared['sessions'] = new Map()
  const udp = await openUdpPorts(host, (address, reportPort) => {
    const from = `${address}:${reportPort}`
    for (const { session, reportsFrom } of sessions.values())
      if (reportsFrom === from) session.lastSeenMs = performance.now()
  })
  const shared: RtspShared = {
    realm: new DigestRealm('school camera'),
    udp,
    sessions,
    sessionTimeoutSeconds,
    camera: id => cameras.get(id),
    nvr: id => nvrs.get(id),
  }
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    new RtspConnection(socket, shared).serve()
  })
  const reaper = setInterval(() => endSilentSessions(shared), Math.min(5000, sessionTimeoutSeconds * 500))
  server.listen(port, host)
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    get sessionCount() {
      return sessions.size
    },
    [Symbol.asyncDispose]: async () => {
      clearInterval(reaper)
      for (const { session } of sessions.values()) session[Symbol.dispose]()
      sessions.clear()
      for (const socket of sockets) socket.destroy()
      const closed = once(server, 'close')
      server.close()
      await closed
      udp[Symbol.dispose]()
    },
  }
}

function endSilentSessions({ sessions, sessionTimeoutSeconds }: RtspShared): void {
  for (const [id, { session }] of sessions) {
    if (performance.now() - session.lastSeenMs < sessionTimeoutSeconds * 1000) continue
    session[Symbol.dispose]()
    sessions.delete(id)
  }
}
