import { createSocket, type Socket } from 'node:dgram'

/** The server's pair of UDP ports, RTP even and RTCP the next one (RFC 3550 §11), shared by all its sessions. */
export interface UdpPorts extends Disposable {
  readonly ports: readonly [rtp: number, rtcp: number]
  /** Never fails: a lost datagram is what UDP is. */
  send(which: 'rtp' | 'rtcp', packet: Buffer, port: number, address: string): void
}

const attempts = 50

/** @param onReport called with the sender of each RTCP packet, the sign of life of a UDP viewer */
export async function openUdpPorts(
  host: string,
  onReport: (address: string, port: number) => void,
): Promise<UdpPorts> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const rtp = await bind(host, 0)
    if (!rtp) continue
    const port = rtp.address().port
    const rtcp = port % 2 === 0 ? await bind(host, port + 1) : undefined
    if (rtcp) return join(rtp, rtcp, onReport)
    rtp.close()
  }
  throw new Error('no free pair of UDP ports')
}

function join(rtp: Socket, rtcp: Socket, onReport: (address: string, port: number) => void): UdpPorts {
  rtcp.on('message', (_, sender) => onReport(sender.address, sender.port))
  const sockets = { rtp, rtcp }
  return {
    ports: [rtp.address().port, rtcp.address().port],
    send: (which, packet, port, address) => sockets[which].send(packet, port, address, () => {}),
    [Symbol.dispose]: () => {
      rtp.close()
      rtcp.close()
    },
  }
}

function bind(host: string, port: number): Promise<Socket | undefined> {
  const socket = createSocket('udp4')
  return new Promise(resolve => {
    socket.once('error', () => {
      socket.close()
      resolve(undefined)
    })
    socket.bind(port, host, () => {
      socket.removeAllListeners('error')
      // A viewer that is gone answers with ICMP port unreachable; its session ends by the time-out.
      socket.on('error', () => {})
      resolve(socket)
    })
  })
}
