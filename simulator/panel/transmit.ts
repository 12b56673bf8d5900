import { createSocket } from 'node:dgram'
import { connect } from 'node:net'
import { once } from 'node:events'
import { buildEncrypted, openEncrypted, type Dc09Key } from '../../src/core/intrusion/drivers/dc09/cipher.ts'
import {
  buildFrame,
  parseFrame,
  type Dc09Frame,
  type FrameParts,
} from '../../src/core/intrusion/drivers/dc09/frame.ts'
import { FrameSplitter } from '../../src/core/intrusion/drivers/dc09/splitter.ts'
import type { Clock } from '../../src/core/platform/clock.ts'

/** What a panel wants to say; without a time stamp it gets one when it is sent encrypted. */
export type Outgoing = FrameParts & { readonly sequence: number }

/** How the receiver answered: took it, told its time (NAK), or nothing that counts: then it is tried again. */
export type Answer = 'ack' | 'none' | { readonly timeMs: number }

export interface Way {
  readonly receiver: { readonly host: string; readonly port: number }
  readonly ackTimeoutMs: number
  readonly transport?: 'tcp' | 'udp'
  readonly key?: Dc09Key
}

/** Sends one message once and waits for its answer, at most `ackTimeoutMs`. Never rejects. */
export async function transmit(parts: Outgoing, way: Way, clock: Clock, stop: AbortSignal): Promise<Answer> {
  const { key } = way
  const bytes =
    key === undefined
      ? buildFrame(parts)
      : buildEncrypted({ ...parts, timestampMs: parts.timestampMs ?? clock.now() }, key)
  const finished = new AbortController()
  const ended = AbortSignal.any([finished.signal, stop])
  const late = new AbortController()
  const waiting = clock.sleep(way.ackTimeoutMs, ended).then(() => late.abort())
  const exchange = way.transport === 'udp' ? byUdp : byTcp
  try {
    return await exchange(bytes, way.receiver, late.signal, frame => answerOf(frame, parts, key))
  } catch {
    return 'none'
  } finally {
    finished.abort()
    await waiting
  }
}

/** What an answer means for this message; null when it is of another one or of nobody. */
function answerOf(frame: Dc09Frame, sent: Outgoing, key: Dc09Key | undefined): Answer | null {
  if (frame.token === 'NAK') return frame.timestampMs === null ? null : { timeMs: frame.timestampMs }
  if (frame.token !== 'ACK' || frame.sequence !== sent.sequence) return null
  // In the name of a receiver with a key anybody could acknowledge in the clear.
  if (key === undefined) return frame.encrypted ? null : 'ack'
  return frame.encrypted && openEncrypted(frame, key) !== null ? 'ack' : null
}

type Judge = (frame: Dc09Frame) => Answer | null

async function byTcp(
  bytes: Uint8Array,
  receiver: Way['receiver'],
  late: AbortSignal,
  judge: Judge,
): Promise<Answer> {
  const socket = connect({ ...receiver, noDelay: true })
  const give = (): void => void socket.destroy()
  late.addEventListener('abort', give)
  const splitter = new FrameSplitter()
  try {
    socket.write(bytes)
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      for (const { kind, bytes: piece } of splitter.push(chunk)) {
        const parsed = kind === 'frame' ? parseFrame(piece) : null
        const answer = parsed?.ok === true ? judge(parsed.frame) : null
        if (answer !== null) return answer
      }
    }
    return 'none'
  } finally {
    late.removeEventListener('abort', give)
    socket.destroy()
  }
}

async function byUdp(
  bytes: Uint8Array,
  receiver: Way['receiver'],
  late: AbortSignal,
  judge: Judge,
): Promise<Answer> {
  const socket = createSocket('udp4')
  // What goes wrong while nobody waits (a port that refuses) is found out by the wait that follows.
  socket.on('error', () => {})
  try {
    socket.connect(receiver.port, receiver.host)
    await once(socket, 'connect', { signal: late })
    socket.send(bytes)
    for (;;) {
      const [datagram] = (await once(socket, 'message', { signal: late })) as [Buffer]
      const parsed = parseFrame(datagram)
      const answer = parsed.ok ? judge(parsed.frame) : null
      if (answer !== null) return answer
    }
  } finally {
    socket.close()
  }
}
