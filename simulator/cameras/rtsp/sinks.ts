import type { Socket } from 'node:net'
import type { PacketSink } from './session.ts'
import type { Transport } from './transport.ts'
import type { UdpPorts } from './udp-ports.ts'

/** A viewer that has this much unread is stuck; a real camera has far less memory for it. */
const maxUnreadBytes = 4 * 1024 * 1024

/** RTP and RTCP inside the RTSP connection (RFC 2326 §10.12). */
export function interleavedSink(socket: Socket, channels: Extract<Transport, { kind: 'tcp' }>): PacketSink {
  return {
    sendPicture: packets => {
      if (!socket.writable || socket.writableLength > maxUnreadBytes) return false
      socket.write(
        Buffer.concat(packets.flatMap(packet => [frameHeader(channels.rtpChannel, packet), packet])),
      )
      return true
    },
    sendReport: packet => {
      if (socket.writable) socket.write(Buffer.concat([frameHeader(channels.rtcpChannel, packet), packet]))
    },
  }
}

function frameHeader(channel: number, packet: Buffer): Buffer {
  return Buffer.of(0x24, channel, packet.length >> 8, packet.length & 0xff)
}

/** RTP and RTCP as datagrams from the server's shared pair of ports. */
export function udpSink(
  ports: UdpPorts,
  address: string,
  target: Extract<Transport, { kind: 'udp' }>,
): PacketSink {
  return {
    sendPicture: packets => {
      for (const packet of packets) ports.send('rtp', packet, target.rtpPort, address)
      return true
    },
    sendReport: packet => ports.send('rtcp', packet, target.rtcpPort, address),
  }
}
