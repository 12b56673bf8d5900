import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { simulatedDevice, type SimulatedDevice } from '../device.ts'

export interface SimulatedTimeServer extends AsyncDisposable {
  /** UDP. */
  readonly port: number
  readonly devices: readonly SimulatedDevice[]
}

export interface TimeServerOptions {
  readonly host?: string
  /** 0, the default, takes a free one. */
  readonly port?: number
  /** Ms since 1970 UTC; the PC's clock by default. */
  readonly now?: () => number
}

const driftMs = 37_000
const questionBytes = 48
const secondsFrom1900To1970 = 2_208_988_800

/** The school's time server (SNTP, RFC 4330), written apart from the station's client. */
export async function startTimeServer(options: TimeServerOptions = {}): Promise<SimulatedTimeServer> {
  const now = options.now ?? Date.now
  let aheadMs = 0
  let muted = false
  const socket = createSocket('udp4')
  socket.on('message', (question, from) => {
    if (muted || question.length < questionBytes || (question.readUInt8(0) & 7) !== 3) return
    socket.send(answerTo(question, now() + aheadMs), from.port, from.address)
  })
  // A client that went away before its answer came is no matter of ours.
  socket.on('error', () => {})
  const listening = once(socket, 'listening')
  socket.bind(options.port ?? 0, options.host ?? '127.0.0.1')
  await listening
  const device = simulatedDevice('time', {
    drift: () => {
      aheadMs = driftMs
      return `the time server is ${driftMs / 1_000} s ahead: to the console its own clock looks slow`
    },
    mute: () => {
      muted = true
      return 'the time server answers nothing'
    },
    restore: () => {
      aheadMs = 0
      muted = false
      return 'the time server answers, with the right time'
    },
  })
  const close = promisify(socket.close.bind(socket))
  return { port: socket.address().port, devices: [device], [Symbol.asyncDispose]: async () => close() }
}

/** Mode 4 of the version asked for, stratum 2, both stamps the present time. */
function answerTo(question: Buffer, nowMs: number): Buffer {
  const answer = Buffer.alloc(questionBytes)
  answer[0] = (question.readUInt8(0) & 0b00_111_000) | 4
  answer[1] = 2
  answer.writeInt8(-20, 3)
  question.copy(answer, 24, 40, 48)
  const seconds = Math.floor(nowMs / 1_000)
  const fraction = Math.floor(((nowMs - seconds * 1_000) / 1_000) * 2 ** 32)
  for (const position of [16, 32, 40]) {
    answer.writeUInt32BE((seconds + secondsFrom1900To1970) % 2 ** 32, position)
    answer.writeUInt32BE(fraction, position + 4)
  }
  return answer
}
