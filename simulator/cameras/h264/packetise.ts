/** NAL unit types the simulator cares for (ITU-T H.264 table 7-1). */
export const nalType = { slice: 1, idr: 5, sei: 6, sps: 7, pps: 8 } as const

/** FU-A fragments carry this type in their indicator (RFC 6184 §5.8). */
const fuA = 28

/**
 * RTP payloads of one NAL unit (RFC 6184): the unit itself when it fits, else FU-A fragments (§5.8).
 * @param nal without start code or length, header byte first
 * @param maxPayloadBytes what fits into one packet after the RTP header; at least 3
 */
export function packetiseNal(nal: Buffer, maxPayloadBytes: number): Buffer[] {
  const header = nal[0]
  if (header === undefined) return []
  if (nal.length <= maxPayloadBytes) return [nal]
  const indicator = (header & 0xe0) | fuA
  const type = header & 0x1f
  const step = maxPayloadBytes - 2
  const payloads: Buffer[] = []
  for (let at = 1; at < nal.length; at += step) {
    const start = at === 1 ? 0x80 : 0
    const end = at + step >= nal.length ? 0x40 : 0
    payloads.push(Buffer.concat([Buffer.of(indicator, start | end | type), nal.subarray(at, at + step)]))
  }
  return payloads
}

/** RTP payloads of a whole access unit, in order; the last one carries the marker bit when sent. */
export function packetiseAccessUnit(nals: readonly Buffer[], maxPayloadBytes = 1400): Buffer[] {
  return nals.flatMap(nal => packetiseNal(nal, maxPayloadBytes))
}

export interface RtpHeader {
  payloadType: number
  marker: boolean
  /** 16 bits, wraps. */
  sequence: number
  /** 32 bits, wraps; 90 kHz for video. */
  timestamp: number
  ssrc: number
}

export const rtpHeaderBytes = 12

/** Writes a version 2 header without CSRC or extension (RFC 3550 §5.1) and returns the offset behind it. */
export function writeRtpHeader(target: Buffer, offset: number, header: RtpHeader): number {
  target[offset] = 0x80
  target[offset + 1] = (header.marker ? 0x80 : 0) | header.payloadType
  target.writeUInt16BE(header.sequence & 0xffff, offset + 2)
  target.writeUInt32BE(header.timestamp >>> 0, offset + 4)
  target.writeUInt32BE(header.ssrc >>> 0, offset + 8)
  return offset + rtpHeaderBytes
}
