import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { buildFrame, parseFrame } from '../../src/core/intrusion/drivers/dc09/frame.ts'

const answerTimeoutMs = 1_500
const retryMs = 100

export interface TortureOptions {
  readonly account: string
  readonly port: number
  readonly transport: 'tcp' | 'udp'
  readonly messages: number
  /** From the beginning of one message to that of the next, ms; less when it is behind. */
  readonly everyMs: number
}

/** What one panel went through. */
export interface TortureResult {
  /** Sequence numbers that were acknowledged, growing while it runs. */
  readonly acknowledged: Set<number>
  /** From the first try to the ACK, ms, of messages that were acknowledged at the first try. */
  readonly latenciesMs: number[]
  /** Tries that got no ACK. */
  readonly failedTries: { count: number }
  readonly done: Promise<void>
}

/**
 * A panel in a flood: sends its messages one after another, in pieces, each again and again until it is acknowledged;
 * every tenth once more after that, as if the ACK had been lost, together with a new NULL in one segment.
 */
export function tortureClient(options: TortureOptions): TortureResult {
  const acknowledged = new Set<number>()
  const latenciesMs: number[] = []
  const failedTries = { count: 0 }
  const line = options.transport === 'tcp' ? tcpLine(options.port) : udpLine(options.port)
  async function run(): Promise<void> {
    const startMs = performance.now()
    for (let sequence = 1; sequence <= options.messages; sequence++) {
      const dueMs = startMs + (sequence - 1) * options.everyMs
      await pause(Math.max(0, dueMs - performance.now()))
      const message = alarm(options.account, sequence)
      const sentMs = performance.now()
      for (let tries = 1; !(await line.acknowledged(message, sequence)); tries++) {
        failedTries.count++
        await pause(retryMs)
        if (tries === 1_000) throw new Error(`${options.account} ${sequence} is never acknowledged`)
      }
      if (!acknowledged.has(sequence)) latenciesMs.push(performance.now() - sentMs)
      acknowledged.add(sequence)
      if (sequence % 10 === 0) await line.acknowledged(message, sequence)
    }
    line.close()
  }
  return { acknowledged, latenciesMs, failedTries, done: run() }
}

function alarm(account: string, sequence: number): Uint8Array {
  const qualifier = sequence % 2 === 1 ? 1 : 3
  const common = { token: 'ADM-CID', receiver: '0', line: '0', account, sequence }
  return buildFrame({ ...common, data: `#${account}|${qualifier}130 01 001` })
}

interface Line {
  acknowledged(message: Uint8Array, sequence: number): Promise<boolean>
  close(): void
}

const isAck = (bytes: Uint8Array, sequence: number): boolean => {
  const parsed = parseFrame(bytes)
  return parsed.ok && parsed.frame.token === 'ACK' && parsed.frame.sequence === sequence
}

/** One connection as long as it lasts; a new one after each failure. */
function tcpLine(port: number): Line {
  let socket: Socket | null = null
  function drop(): void {
    socket?.destroy()
    socket = null
  }
  return {
    async acknowledged(message, sequence) {
      try {
        const signal = AbortSignal.timeout(answerTimeoutMs)
        if (socket === null) {
          socket = connect({ port, host: '127.0.0.1', noDelay: true })
          socket.on('error', () => {})
          await once(socket, 'connect', { signal })
        }
        const answered = answerFrom(socket, sequence, signal)
        const cut = sequence % message.length
        socket.write(message.subarray(0, cut))
        socket.write(message.subarray(cut))
        if (await answered) return true
      } catch {
        // Time-out, reset, refused: all the same to a panel.
      }
      drop()
      return false
    },
    close: drop,
  }
}

/** Resolves with true at the ACK of this sequence, with false when the connection ends or the time is over. */
function answerFrom(socket: Socket, sequence: number, signal: AbortSignal): Promise<boolean> {
  return new Promise(resolve => {
    let held = Buffer.alloc(0)
    const finish = (result: boolean): void => {
      socket.off('data', take)
      socket.off('close', lost)
      signal.removeEventListener('abort', lost)
      resolve(result)
    }
    const lost = (): void => finish(false)
    const take = (chunk: Buffer): void => {
      held = Buffer.concat([held, chunk])
      for (let end = held.indexOf(0x0d); end >= 0; end = held.indexOf(0x0d)) {
        if (isAck(held.subarray(0, end + 1), sequence)) return finish(true)
        held = held.subarray(end + 1)
      }
    }
    socket.on('data', take)
    socket.on('close', lost)
    signal.addEventListener('abort', lost)
  })
}

function udpLine(port: number): Line {
  const socket = createSocket('udp4')
  socket.on('error', () => {})
  return {
    async acknowledged(message, sequence) {
      try {
        const signal = AbortSignal.timeout(answerTimeoutMs)
        socket.send(message, port, '127.0.0.1')
        for (;;) {
          const [datagram] = (await once(socket, 'message', { signal })) as [Buffer]
          if (isAck(datagram, sequence)) return true
        }
      } catch {
        return false
      }
    },
    close: () => void socket.close(),
  }
}
