import { randomBytes, randomInt } from 'node:crypto'
import type { SimCamera } from '../camera.ts'
import { rtpHeaderBytes, writeRtpHeader } from '../h264/packetise.ts'
import { goodbye } from '../rtsp/rtcp.ts'
import { payloadType } from '../rtsp/sdp.ts'
import type { PacketSink, ServedSession } from '../rtsp/session.ts'
import type { Nvr, NvrChannel, RecordedFrame } from './nvr.ts'
import type { ReplayRange } from './replay-range.ts'

const clockRateHz = 90_000
const tickMs = 20
/** With `Rate-Control: no` the recorder sends as fast as the network takes it; here a bounded multiple. */
const freeRate = 20
const extensionBytes = 16
const ntpEpochSeconds = 2_208_988_800

/** One viewer of one recording. The first packet of each frame bears its recorded time (ONVIF Streaming §6.3). */
export class ReplaySession implements ServedSession {
  readonly id = randomBytes(8).toString('hex').toUpperCase()
  readonly ssrc = randomInt(0x1_0000_0000)
  readonly camera: SimCamera
  readonly channel: NvrChannel
  lastSeenMs = performance.now()
  readonly #sink: PacketSink
  readonly #baseTimestamp = randomInt(0x1_0000_0000)
  #sequence = randomInt(0x1_0000)
  #sent = 0
  #next = 0
  #untilMs: number | null = null
  #rate = 1
  #timer: NodeJS.Timeout | undefined
  #startedMs = 0
  #sentAtStart = 0

  constructor(nvr: Nvr, channel: NvrChannel, sink: PacketSink) {
    this.camera = nvr.device
    this.channel = channel
    this.#sink = sink
  }

  get playing(): boolean {
    return this.#timer !== undefined
  }

  get position(): { sequence: number; timestamp: number } {
    return { sequence: this.#sequence, timestamp: this.#timestamp() }
  }

  /** Gives the time of the first frame that it will send; undefined when there is none. */
  playFrom(range: ReplayRange, isRateControlled: boolean): number | undefined {
    const next = this.channel.frame(this.channel.keyFrameFor(range.fromMs ?? this.channel.whole.fromMs))
    if (!next || (range.toMs !== null && next.frame.atMs >= range.toMs)) return undefined
    this.pause()
    this.#next = next.number
    this.#untilMs = range.toMs
    this.#rate = isRateControlled ? 1 : freeRate
    this.play()
    return next.frame.atMs
  }

  play(): void {
    if (this.#timer) return
    this.#startedMs = performance.now()
    this.#sentAtStart = this.#sent
    this.#timer = setInterval(() => this.#sendDue(), tickMs)
  }

  pause(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  [Symbol.dispose](): void {
    if (this.playing) this.#sink.sendReport(goodbye(this.ssrc))
    this.pause()
  }

  #sendDue(): void {
    if (this.camera.condition === 'frozen') return
    const due = ((performance.now() - this.#startedMs) * this.channel.fps * this.#rate) / 1_000
    while (this.#sent - this.#sentAtStart <= due) {
      const next = this.channel.frame(this.#next)
      if (!next) return
      if (this.#untilMs !== null && next.frame.atMs >= this.#untilMs) {
        this.#sink.sendReport(goodbye(this.ssrc))
        this.pause()
        return
      }
      if (!this.#send(next.frame)) return
      this.#next = next.number + 1
      this.#sent += 1
    }
  }

  /** False when the viewer does not take it: the same frame is tried again, since a replay leaves nothing out. */
  #send(frame: RecordedFrame): boolean {
    const timestamp = this.#timestamp()
    const firstSequence = this.#sequence
    const packets = frame.payloads.map((payload, index) => {
      const marker = index === frame.payloads.length - 1
      const extension = index === 0 ? timeExtension(frame) : Buffer.alloc(0)
      const header = Buffer.alloc(rtpHeaderBytes)
      const sequence = (firstSequence + index) & 0xffff
      writeRtpHeader(header, 0, { payloadType, marker, sequence, timestamp, ssrc: this.ssrc })
      if (index === 0) header[0] = (header[0] ?? 0) | 0x10
      return Buffer.concat([header, extension, payload])
    })
    if (!this.#sink.sendPicture(packets)) return false
    this.#sequence = (firstSequence + packets.length) & 0xffff
    return true
  }

  #timestamp(): number {
    const ticks = Math.round((this.#sent * clockRateHz) / this.channel.fps)
    return (this.#baseTimestamp + ticks) % 0x1_0000_0000
  }
}

/** RTP extension 0xABAC: NTP time of the frame; C = a decoder can begin here, D = something is missing before it. */
function timeExtension(frame: RecordedFrame): Buffer {
  const bytes = Buffer.alloc(extensionBytes)
  bytes.writeUInt16BE(0xabac, 0)
  bytes.writeUInt16BE(3, 2)
  const seconds = Math.floor(frame.atMs / 1_000)
  bytes.writeUInt32BE(seconds + ntpEpochSeconds, 4)
  bytes.writeUInt32BE(Math.floor(((frame.atMs % 1_000) / 1_000) * 2 ** 32), 8)
  bytes.writeUInt8((frame.idr ? 0x80 : 0) | (frame.isAfterHole ? 0x20 : 0), 12)
  return bytes
}
