import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { Fragment } from '../../src/core/media/fragment.ts'
import { FragmentSplitter } from '../../src/core/media/splitter.ts'
import { PlaybackMessage, type PlaybackRequest } from '../../src/shared/streams.ts'

/** One thing that was received: a message, or a fragment with its time by the last `media` message. */
export type Received = PlaybackMessage | { type: 'fragment'; fragment: Fragment; atMs: number; toMs: number }

export interface PlaybackClient extends Disposable {
  /** All that came so far. */
  readonly received: Received[]
  /** The bytes since the last `media` message: a file that a decoder can read. */
  bytes(): Buffer
  /** Sends a request and waits for the end of the answer: `pause` or `end`. Gives what came for it. */
  ask(request: PlaybackRequest): Promise<Received[]>
  send(request: PlaybackRequest): void
  readonly closed: Promise<string>
}

/** A real client on a real socket. */
export async function playbackClient(url: string): Promise<PlaybackClient> {
  const socket = new WebSocket(url)
  const received: Received[] = []
  let bytes: Buffer[] = []
  let splitter = new FragmentSplitter()
  let media: { zeroAtMs: number; timescale: number } = { zeroAtMs: 0, timescale: 1 }
  let answered: () => void = () => {}
  const takeBytes = (data: Buffer) => {
    bytes.push(data)
    for (const piece of splitter.push(data)) {
      if (piece.type === 'init') media = { ...media, timescale: piece.init.track.timescale }
      else received.push({ type: 'fragment', fragment: piece.fragment, ...timesOf(piece.fragment, media) })
    }
  }
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) return takeBytes(data)
    const message = PlaybackMessage.parse(JSON.parse(data.toString('utf8')))
    received.push(message)
    if (message.type === 'media') {
      splitter = new FragmentSplitter()
      bytes = []
      media = { ...media, zeroAtMs: message.zeroAtMs }
    }
    if (message.type === 'pause' || message.type === 'end') answered()
  })
  const closed = once(socket, 'close').then(([, reason]) => String(reason))
  await Promise.race([once(socket, 'open'), closed])
  const send = (request: PlaybackRequest) => socket.send(JSON.stringify(request))
  return {
    received,
    send,
    bytes: () => Buffer.concat(bytes),
    async ask(request) {
      const from = received.length
      const done = new Promise<void>(resolve => (answered = resolve))
      send(request)
      await done
      return received.slice(from)
    },
    closed,
    [Symbol.dispose]: () => socket.close(),
  }
}

function timesOf(fragment: Fragment, media: { zeroAtMs: number; timescale: number }) {
  const ms = (ticks: number) => media.zeroAtMs + (ticks / media.timescale) * 1_000
  return { atMs: ms(fragment.decodeTicks), toMs: ms(fragment.decodeTicks + fragment.durationTicks) }
}
