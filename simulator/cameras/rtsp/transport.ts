export type Transport =
  | { kind: 'tcp'; rtpChannel: number; rtcpChannel: number }
  | { kind: 'udp'; rtpPort: number; rtcpPort: number }

/**
 * The first acceptable offer of a Transport header (RFC 2326 §12.39): RTP/AVP/TCP interleaved or RTP/AVP unicast.
 * Undefined when there is none (multicast, RTP/SAVP, nonsense): answer 461.
 * @param freeChannel the channel to use when the client leaves the choice to the server
 */
export function chooseTransport(header: string, freeChannel: number): Transport | undefined {
  for (const offer of header.split(',')) {
    const transport = readOffer(offer, freeChannel)
    if (transport) return transport
  }
  return undefined
}

function readOffer(offer: string, freeChannel: number): Transport | undefined {
  const [profile = '', ...parameters] = offer.split(';').map(part => part.trim())
  const pair = (name: string): [number, number] | undefined => {
    const match = new RegExp(`^${name}=(\\d+)(?:-(\\d+))?$`, 'i').exec(
      parameters.find(p => p.startsWith(name)) ?? '',
    )
    return match ? [Number(match[1]), Number(match[2] ?? Number(match[1]) + 1)] : undefined
  }
  if (parameters.includes('multicast')) return undefined
  if (/^RTP\/AVP\/TCP$/i.test(profile)) {
    const [rtpChannel, rtcpChannel] = pair('interleaved') ?? [freeChannel, freeChannel + 1]
    return rtpChannel < 256 && rtcpChannel < 256 ? { kind: 'tcp', rtpChannel, rtcpChannel } : undefined
  }
  if (!/^RTP\/AVP(?:\/UDP)?$/i.test(profile)) return undefined
  const ports = pair('client_port')
  const valid = ports?.every(port => port > 0 && port < 65536)
  return ports && valid ? { kind: 'udp', rtpPort: ports[0], rtcpPort: ports[1] } : undefined
}

/** The Transport header of the answer to SETUP. */
export function formatTransport(
  transport: Transport,
  ssrc: number,
  serverPorts: readonly [number, number],
): string {
  const source = `ssrc=${ssrc.toString(16).padStart(8, '0').toUpperCase()}`
  return transport.kind === 'tcp'
    ? `RTP/AVP/TCP;unicast;interleaved=${transport.rtpChannel}-${transport.rtcpChannel};${source}`
    : `RTP/AVP;unicast;client_port=${transport.rtpPort}-${transport.rtcpPort};server_port=${serverPorts[0]}-${serverPorts[1]};${source}`
}
