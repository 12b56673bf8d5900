/** Begins the RTP header extension with the recorded time of a frame (ONVIF Streaming §6.3). */
const onvifExtension = 0xabac
const cleanPoint = 0x80
/** From 1900 to 1970. */
const ntpEpochSeconds = 2_208_988_800
/** Video over RTP has one rate for all codecs in use (RFC 3551, RFC 7798). */
const ticksAMillisecond = 90
/** Frames this far from where the stream's own time puts them lie behind a hole in the recording. */
const jumpMs = 1_500

/** The recorded time that a packet bears; null without the ONVIF extension, or for bytes that are no RTP. */
export function replayTimeOf(
  rtp: Buffer,
): { readonly atMs: number; readonly isCleanPoint: boolean; readonly rtpTimestamp: number } | null {
  if (rtp.length < 12 || rtp.readUInt8(0) >> 6 !== 2 || (rtp.readUInt8(0) & 0x10) === 0) return null
  const at = 12 + 4 * (rtp.readUInt8(0) & 0x0f)
  if (rtp.length < at + 16 || rtp.readUInt16BE(at) !== onvifExtension || rtp.readUInt16BE(at + 2) < 3)
    return null
  const seconds = rtp.readUInt32BE(at + 4) - ntpEpochSeconds
  const atMs = seconds * 1_000 + (rtp.readUInt32BE(at + 8) / 2 ** 32) * 1_000
  const isCleanPoint = (rtp.readUInt8(at + 12) & cleanPoint) !== 0
  return { atMs, isCleanPoint, rtpTimestamp: rtp.readUInt32BE(4) }
}

/** Follows the recorded times of a replay: when its first frame was taken, and whether it jumps over a hole. */
export class ReplayTimes {
  #first: { atMs: number; rtpTimestamp: number; isCleanPoint: boolean } | null = null

  /** When the first frame that a decoder can use was taken, ms UTC by the recorder's clock; null until it is known. */
  get firstFrameMs(): number | null {
    return this.#first?.atMs ?? null
  }

  /** @returns whether the packet belongs to a frame behind a hole: what follows is another stretch */
  take(rtp: Buffer): boolean {
    const time = replayTimeOf(rtp)
    if (time === null) return false
    // What comes before the first clean point, no decoder shows and ffmpeg leaves out.
    if (this.#first === null || (!this.#first.isCleanPoint && time.isCleanPoint)) this.#first = time
    // Signed: with B-frames a frame may be shown before the one that was sent first.
    const elapsedMs = ((time.rtpTimestamp - this.#first.rtpTimestamp) | 0) / ticksAMillisecond
    return Math.abs(time.atMs - this.#first.atMs - elapsedMs) > jumpMs
  }
}

/** `20261122T101500.250Z` (RFC 2326 §3.7). */
export function clockTime(ms: number): string {
  return new Date(ms).toISOString().replaceAll(/[-:]/g, '')
}

/** Where an answer to PLAY says that it begins: by the clock, or seconds from the beginning of the recording. */
export function rangeStart(
  header: string | null,
): { readonly clockMs: number } | { readonly nptMs: number } | null {
  const clock = /clock\s*=\s*(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d(?:\.\d+)?)Z/.exec(header ?? '')
  if (clock !== null) {
    const [, year, month, day, hour, minute, second] = clock.map(Number)
    const wholeMs = Date.UTC(year!, month! - 1, day, hour, minute)
    return { clockMs: wholeMs + second! * 1_000 }
  }
  const npt = /npt\s*=\s*(\d+(?:\.\d+)?)\s*-/.exec(header ?? '')
  return npt === null ? null : { nptMs: Number(npt[1]) * 1_000 }
}
