import { connect, type Socket } from 'node:net'
import { once } from 'node:events'
import {
  buildFrame,
  parseFrame,
  type Dc09Frame,
  type FrameParts,
} from '../../src/core/intrusion/drivers/dc09/frame.ts'
import { FrameSplitter } from '../../src/core/intrusion/drivers/dc09/splitter.ts'

/** The sending end of one TCP connection, for tests that look at each answer. */
export interface Dc09Sender extends Disposable {
  readonly socket: Socket
  /** Answers so far, in order. */
  readonly answers: readonly Dc09Frame[]
  write(bytes: Uint8Array | string): void
  /** Resolves with the answer of that index. @throws Error when the connection ends before */
  answer(index: number): Promise<Dc09Frame>
  /** Resolves as soon as `holds` for the answers so far. @throws Error when the connection ends before */
  until(holds: (answers: readonly Dc09Frame[]) => boolean): Promise<void>
}

export async function dc09Sender(port: number): Promise<Dc09Sender> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await once(socket, 'connect')
  const answers: Dc09Frame[] = []
  const splitter = new FrameSplitter()
  socket.on('error', () => {})
  socket.on('data', chunk => {
    for (const { bytes } of splitter.push(chunk)) {
      const parsed = parseFrame(bytes)
      if (parsed.ok) answers.push(parsed.frame)
    }
  })
  async function until(holds: (soFar: readonly Dc09Frame[]) => boolean): Promise<void> {
    while (!holds(answers)) {
      if (socket.closed) throw new Error('connection closed without an answer')
      const done = new AbortController()
      try {
        await Promise.race(['data', 'close'].map(name => once(socket, name, { signal: done.signal })))
      } finally {
        done.abort()
      }
    }
  }
  return {
    socket,
    answers,
    write: bytes => void socket.write(bytes),
    until,
    async answer(index) {
      await until(() => answers.length > index)
      return answers[index]!
    },
    [Symbol.dispose]: () => {
      socket.destroy()
    },
  }
}

/** A Contact ID message of account 1234. */
export function contactIdMessage(
  sequence: number,
  event: string,
  parts: Partial<FrameParts> = {},
): Uint8Array {
  const common = { token: 'ADM-CID', receiver: '0', line: '0', account: '1234', data: `#1234|${event}` }
  return buildFrame({ ...common, sequence, ...parts })
}

/** A supervision message of account 1234. */
export function nullMessage(sequence: number, account = '1234'): Uint8Array {
  return buildFrame({ token: 'NULL', receiver: '0', line: '0', account, data: '', sequence })
}
