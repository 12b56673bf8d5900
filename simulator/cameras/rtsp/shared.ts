import type { SimCamera } from '../camera.ts'
import type { Nvr } from '../nvr/nvr.ts'
import type { DigestRealm } from './digest.ts'
import type { ServedSession } from './session.ts'
import type { UdpPorts } from './udp-ports.ts'

/** What the connections of one server share. */
export interface RtspShared {
  readonly realm: DigestRealm
  readonly udp: UdpPorts
  /** UDP sessions outlive their RTSP connection until the time-out, so they belong to the server. */
  readonly sessions: Map<string, { session: ServedSession; reportsFrom: string | undefined }>
  readonly sessionTimeoutSeconds: number
  camera(id: string): SimCamera | undefined
  nvr(id: string): Nvr | undefined
}
