import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { promisify } from 'node:util'
import type { Dc09Config, Intake } from './config.ts'
import { FrameSplitter } from './splitter.ts'

const defaultIdleMs = 15 * 60_000
const defaultFrameMs = 30_000
/** Rubbish a connection may send before it is closed; a panel sends none. */
const garbageMostBytes = 4_096
/** Each of them costs a descriptor and some kB; ten times what a large campus has panels. */
const defaultConnectionsMost = 4_000

/** Connections in the order in which they were last of use. */
interface Crowd {
  readonly strangers: Set<Socket>
  readonly proven: Set<Socket>
}

/** @throws when the port cannot be listened on */
export async function listenTcp(
  config: Dc09Config,
  intake: Intake,
): Promise<AsyncDisposable & { port: number }> {
  const crowd: Crowd = { strangers: new Set(), proven: new Set() }
  const most = config.connectionsMost ?? defaultConnectionsMost
  // Half-open: a panel may close its side right after sending, and still waits for the answer.
  const server = createServer({ noDelay: true, allowHalfOpen: true }, socket => {
    makeRoom(crowd, most)
    crowd.strangers.add(socket)
    void converse(socket, config, intake, crowd).finally(() => {
      crowd.strangers.delete(socket)
      crowd.proven.delete(socket)
    })
  })
  server.listen(config.port, config.host, 1_024)
  await once(server, 'listening')
  // What fails while it accepts (no descriptor left) concerns that one connection; the panel tries again.
  server.on('error', () => {})
  const close = promisify(server.close.bind(server))
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      const closed = close()
      for (const socket of [...crowd.strangers, ...crowd.proven]) socket.destroy()
      await closed
    },
  }
}

/**
 * Whoever fills the receiver with connections must not keep a panel out: the newcomer comes in, and the oldest that
 * never sent anything usable goes; where all have, the one that was silent longest.
 */
function makeRoom({ strangers, proven }: Crowd, most: number): void {
  if (strangers.size + proven.size < most) return
  const [leaving] = strangers.size > 0 ? strangers : proven
  if (leaving === undefined) return
  strangers.delete(leaving)
  proven.delete(leaving)
  leaving.destroy()
}

/** One connection from open to close; frames are handled one after the other, so a slow disk slows the sender. */
async function converse(socket: Socket, config: Dc09Config, intake: Intake, crowd: Crowd): Promise<void> {
  const source = `tcp ${socket.remoteAddress ?? '?'}:${socket.remotePort ?? 0}`
  const splitter = new FrameSplitter()
  const frameMs = config.frameTimeoutMs ?? defaultFrameMs
  let garbageBytes = 0
  const hangUp = (): void => void socket.destroy()
  // Counts from the start or from the first byte of a frame, not from the last one: a byte now and then keeps nothing open.
  let deadline: NodeJS.Timeout | null = setTimeout(hangUp, frameMs)
  const settle = (): void => {
    if (deadline !== null) clearTimeout(deadline)
    deadline = null
  }
  socket.setTimeout(config.idleTimeoutMs ?? defaultIdleMs, hangUp)
  try {
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      for (const piece of splitter.push(chunk)) {
        if (piece.kind === 'garbage') {
          const count = meaningfulBytes(piece.bytes)
          garbageBytes += count
          if (count > 0) intake.garbage(piece.bytes.subarray(0, garbageMostBytes), source)
          if (garbageBytes > garbageMostBytes) return
          continue
        }
        const answer = await intake.message(piece.bytes, source)
        if (answer === null) continue
        settle()
        crowd.strangers.delete(socket)
        crowd.proven.delete(socket)
        crowd.proven.add(socket)
        await written(socket, answer)
      }
      if (splitter.heldBytes > 0) deadline ??= setTimeout(hangUp, frameMs)
    }
  } catch {
    // A connection reset is how many panels hang up; the supervision interval judges the line.
  } finally {
    settle()
    const rest = splitter.flush()
    if (meaningfulBytes(rest) > 0) intake.garbage(rest, source)
    socket.destroy()
  }
}

/** Resolves when the bytes are on their way, or cannot be sent any more. */
function written(socket: Socket, bytes: Uint8Array): Promise<void> {
  return new Promise(resolve => {
    socket.write(bytes, () => {
      resolve()
    })
  })
}

/** Line ends, blanks and NULs between frames are habit, not rubbish. */
const habitual: ReadonlySet<number> = new Set([0x00, 0x09, 0x0a, 0x0d, 0x20])

function meaningfulBytes(bytes: Uint8Array): number {
  return bytes.reduce((count, byte) => (habitual.has(byte) ? count : count + 1), 0)
}
