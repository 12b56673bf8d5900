import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { promisify } from 'node:util'
import type { Dc09Config, Intake } from './config.ts'
import { FrameSplitter } from './splitter.ts'

const silentStrangerMs = 30_000
const defaultIdleMs = 15 * 60_000
/** Rubbish a connection may send before it is closed; a panel sends none. */
const garbageMostBytes = 4_096
/** More connections than any school has panels; beyond it new ones are refused and the panel tries again. */
const connectionsMost = 1_000

/** @throws when the port cannot be listened on */
export async function listenTcp(
  config: Dc09Config,
  intake: Intake,
): Promise<AsyncDisposable & { port: number }> {
  const sockets = new Set<Socket>()
  // Half-open: a panel may close its side right after sending, and still waits for the answer.
  const server = createServer({ noDelay: true, allowHalfOpen: true }, socket => {
    sockets.add(socket)
    void converse(socket, config.idleTimeoutMs ?? defaultIdleMs, intake).finally(() => sockets.delete(socket))
  })
  server.maxConnections = connectionsMost
  server.listen(config.port, config.host)
  await once(server, 'listening')
  const close = promisify(server.close.bind(server))
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      const closed = close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

/** One connection from open to close; frames are handled one after the other, so a slow disk slows the sender. */
async function converse(socket: Socket, idleMs: number, intake: Intake): Promise<void> {
  const source = `tcp ${socket.remoteAddress ?? '?'}:${socket.remotePort ?? 0}`
  const splitter = new FrameSplitter()
  let garbageBytes = 0
  socket.setTimeout(Math.min(idleMs, silentStrangerMs), () => socket.destroy())
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
        socket.setTimeout(idleMs)
        await written(socket, answer)
      }
    }
  } catch {
    // A connection reset is how many panels hang up; the supervision interval judges the line.
  } finally {
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
