/** Seconds between 1900-01-01 (NTP) and 1970-01-01 (Unix). */
const ntpEpochOffsetSeconds = 2_208_988_800

export interface SenderReport {
  ssrc: number
  /** The sender's wall clock, ms since 1970 UTC. */
  wallClockMs: number
  /** The media clock at the same moment. */
  rtpTimestamp: number
  packetCount: number
  octetCount: number
  /** SDES CNAME, at most 255 bytes. */
  cname: string
}

/** A compound packet: sender report without report blocks (RFC 3550 §6.4.1) and SDES with the CNAME (§6.5). */
export function senderReport(report: SenderReport): Buffer {
  const sr = Buffer.alloc(28)
  sr[0] = 0x80
  sr[1] = 200
  sr.writeUInt16BE(sr.length / 4 - 1, 2)
  sr.writeUInt32BE(report.ssrc >>> 0, 4)
  const seconds = report.wallClockMs / 1000
  sr.writeUInt32BE((Math.floor(seconds) + ntpEpochOffsetSeconds) % 0x1_0000_0000, 8)
  sr.writeUInt32BE(Math.floor((seconds - Math.floor(seconds)) * 0x1_0000_0000), 12)
  sr.writeUInt32BE(report.rtpTimestamp >>> 0, 16)
  sr.writeUInt32BE(report.packetCount >>> 0, 20)
  sr.writeUInt32BE(report.octetCount >>> 0, 24)
  return Buffer.concat([sr, sourceDescription(report.ssrc, report.cname)])
}

function sourceDescription(ssrc: number, cname: string): Buffer {
  const name = Buffer.from(cname).subarray(0, 255)
  // The item list ends with at least one zero byte and is padded to a word.
  const chunkBytes = Math.ceil((4 + 2 + name.length + 1) / 4) * 4
  const packet = Buffer.alloc(4 + chunkBytes)
  packet[0] = 0x81
  packet[1] = 202
  packet.writeUInt16BE(chunkBytes / 4, 2)
  packet.writeUInt32BE(ssrc >>> 0, 4)
  packet[8] = 1
  packet[9] = name.length
  name.copy(packet, 10)
  return packet
}

/** Tells the receivers that the stream is over (RFC 3550 §6.6), behind an empty receiver report as §6.1 wants it. */
export function goodbye(ssrc: number): Buffer {
  const packet = Buffer.alloc(16)
  packet[0] = 0x80
  packet[1] = 201
  packet.writeUInt16BE(1, 2)
  packet.writeUInt32BE(ssrc >>> 0, 4)
  packet[8] = 0x81
  packet[9] = 203
  packet.writeUInt16BE(1, 10)
  packet.writeUInt32BE(ssrc >>> 0, 12)
  return packet
}
