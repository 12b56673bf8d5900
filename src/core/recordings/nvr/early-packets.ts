import type { RtspItem } from './rtsp-wire.ts'

export type RtspPacket = Extract<RtspItem, { kind: 'packet' }>

/** Some seconds of a main stream; a recorder that sends more before it answers is not waited for. */
const mostPackets = 4_000

/**
 * RTP packets that came before the answer to PLAY. A server may begin to send while it still writes that answer
 * (GStreamer does, now and then); without them the first group of pictures would be gone.
 */
export class EarlyPackets {
  #held: RtspPacket[] = []

  hold(packet: RtspPacket): void {
    this.#held.push(packet)
    if (this.#held.length > mostPackets) this.#held.shift()
  }

  /**
   * Those of the stretch that was answered for, in their order; the others are forgotten.
   * @param firstSequence of the stretch, as the answer said (RFC 2326 §12.33); null where it did not
   * @param wasElsewhere whether the recorder played another place before: without a sequence nothing is known to be of this one
   */
  release(firstSequence: number | null, wasElsewhere: boolean): RtspPacket[] {
    const held = this.#held
    this.#held = []
    if (firstSequence === null) return wasElsewhere ? [] : held
    return held.filter(({ payload }) => isAtOrAfter(payload, firstSequence))
  }
}

/** Sequence numbers are 16 bit and begin again at zero (RFC 3550 §5.1). */
function isAtOrAfter(rtp: Buffer, sequence: number): boolean {
  return rtp.length >= 12 && ((rtp.readUInt16BE(2) - sequence) & 0xffff) < 0x8000
}

/** The sequence number of the first packet out of an `RTP-Info` of one stream; null when it says none. */
export function firstSequenceOf(rtpInfo: string | null): number | null {
  const said = /;\s*seq\s*=\s*(\d{1,5})/.exec(rtpInfo ?? '')?.[1]
  return said === undefined ? null : Number(said) & 0xffff
}
