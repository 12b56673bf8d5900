import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { isIPv6 } from 'node:net'
import type { Intake } from './config.ts'
import { FrameSplitter } from './splitter.ts'

/** Datagrams that may wait for the disk; those beyond get no answer, and the panel sends them again. */
const waitingMost = 1_000

/** @throws when the port cannot be bound */
export async function listenUdp(
  address: { readonly host: string; readonly port: number },
  intake: Intake,
): Promise<AsyncDisposable> {
  const socket = createSocket(isIPv6(address.host) ? 'udp6' : 'udp4')
  let waiting = 0
  let closed = false

  async function datagram(bytes: Uint8Array, host: string, port: number): Promise<void> {
    const source = `udp ${host}:${port}`
    const splitter = new FrameSplitter()
    const pieces = splitter.push(bytes)
    const rest = splitter.flush()
    if (rest.length > 0) pieces.push({ kind: 'garbage', bytes: rest })
    if (!pieces.some(piece => piece.kind === 'frame')) return intake.garbage(bytes, source)
    for (const piece of pieces) {
      if (piece.kind === 'garbage') continue
      const answer = await intake.message(piece.bytes, source)
      // A panel that vanished cannot be told; the callback keeps the error from being thrown.
      if (answer !== null && !closed) socket.send(answer, port, host, () => {})
    }
  }

  socket.on('message', (bytes, remote) => {
    if (waiting >= waitingMost) return
    waiting++
    void datagram(bytes, remote.address, remote.port).finally(() => {
      waiting--
    })
  })
  socket.bind(address.port, address.host)
  await once(socket, 'listening')
  // Errors of single datagrams (a panel that went away) concern nobody else.
  socket.on('error', () => {})
  return {
    async [Symbol.asyncDispose]() {
      closed = true
      const done = once(socket, 'close')
      socket.close()
      await done
    },
  }
}
