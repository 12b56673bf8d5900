import { randomBytes, randomInt } from 'node:crypto'
import type { SimCamera, StreamName } from '../camera.ts'
import { rtpHeaderBytes, writeRtpHeader } from '../h264/packetise.ts'
import type { Frame } from '../sources/source.ts'
import { goodbye, senderReport } from './rtcp.ts'
import { payloadType } from './sdp.ts'

const clockRateHz = 90_000
const reportEveryMs = 5000

/** The way to the viewer. */
export interface PacketSink {
  /** False when the viewer does not take its data: the rest up to the next IDR picture is left out. */
  sendPicture(packets: readonly Buffer[]): boolean
  sendReport(packet: Buffer): void
}

/** What the server needs of a viewer's session, live or replay. */
export interface ServedSession extends Disposable {
  readonly id: string
  readonly ssrc: number
  readonly camera: SimCamera
  /** `performance.now()` of the last sign of life; the server ends silent sessions. */
  lastSeenMs: number
  readonly playing: boolean
  /** What PLAY answers in RTP-Info. */
  readonly position: { sequence: number; timestamp: number }
  play(): void
  pause(): void
}

/** One viewer of one stream. */
export class RtpSession implements ServedSession {
  readonly id = randomBytes(8).toString('hex').toUpperCase()
  readonly ssrc = randomInt(0x1_0000_0000)
  readonly camera: SimCamera
  readonly stream: StreamName
  lastSeenMs = performance.now()
  readonly #sink: PacketSink
  readonly #baseTimestamp = randomInt(0x1_0000_0000)
  readonly #baseMs = performance.now()
  #watching: Disposable | undefined
  #sequence = randomInt(0x1_0000)
  #awaitsIdr = true
  #packetCount = 0
  #octetCount = 0
  #nextReportMs = 0

  constructor(camera: SimCamera, stream: StreamName, sink: PacketSink) {
    this.camera = camera
    this.stream = stream
    this.#sink = sink
  }

  get playing(): boolean {
    return this.#watching !== undefined
  }

  get position(): { sequence: number; timestamp: number } {
    return { sequence: this.#sequence, timestamp: this.#timestampAt(performance.now()) }
  }

  play(): void {
    this.#awaitsIdr = true
    this.#watching ??= this.camera.watch(this.stream, frame => this.#send(frame))
  }

  pause(): void {
    this.#watching?.[Symbol.dispose]()
    this.#watching = undefined
  }

  [Symbol.dispose](): void {
    if (this.playing) this.#sink.sendReport(goodbye(this.ssrc))
    this.pause()
  }

  #timestampAt(monotonicMs: number): number {
    const ticks = Math.round(((monotonicMs - this.#baseMs) * clockRateHz) / 1000)
    return (((this.#baseTimestamp + ticks) % 0x1_0000_0000) + 0x1_0000_0000) % 0x1_0000_0000
  }

  #send(frame: Frame): void {
    if (this.#awaitsIdr && !frame.idr) return
    this.#awaitsIdr = false
    const timestamp = this.#timestampAt(frame.capturedAtMs)
    if (performance.now() >= this.#nextReportMs) this.#sendReport()
    const packets = frame.payloads.map((payload, index) => {
      const packet = Buffer.allocUnsafe(rtpHeaderBytes + payload.length)
      const marker = index === frame.payloads.length - 1
      writeRtpHeader(packet, 0, { payloadType, marker, sequence: this.#sequence, timestamp, ssrc: this.ssrc })
      payload.copy(packet, rtpHeaderBytes)
      this.#sequence = (this.#sequence + 1) & 0xffff
      this.#octetCount += payload.length
      return packet
    })
    this.#packetCount += packets.length
    this.#awaitsIdr = !this.#sink.sendPicture(packets)
  }

  /** Before the first picture, so that a viewer knows the wall clock from the first one on. */
  #sendReport(): void {
    const nowMs = performance.now()
    this.#nextReportMs = nowMs + reportEveryMs
    this.#sink.sendReport(
      senderReport({
        ssrc: this.ssrc,
        wallClockMs: this.camera.wallClockMs(),
        rtpTimestamp: this.#timestampAt(nowMs),
        packetCount: this.#packetCount,
        octetCount: this.#octetCount,
        cname: this.camera.spec.id,
      }),
    )
  }
}
