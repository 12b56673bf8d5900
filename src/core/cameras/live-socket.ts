import type { WebSocket } from 'ws'
import { Refusal } from '../../shared/refusal.ts'
import { LiveQuery, type LiveMessage } from '../../shared/streams.ts'
import type { StreamServer } from '../link/server.ts'
import type { Cameras } from './service.ts'
import type { ViewerLine } from './viewer-sink.ts'

/** Close code of a media socket that is refused; the reason is the refusal's code. */
export const refusedCloseCode = 4000

/** Serves `/live?camera=ID&stream=main|sub&plays=…` (src/shared/streams.ts). The stream is wanted while the socket is open. */
export function liveServer(cameras: Cameras): StreamServer {
  return (socket, rawQuery) => {
    const query = LiveQuery.safeParse(Object.fromEntries(rawQuery))
    if (!query.success) {
      socket.close(refusedCloseCode, 'link.bad-input')
      return
    }
    try {
      const { camera, stream, plays } = query.data
      const attached = cameras.attachViewer(camera, stream, lineOver(socket), plays)
      socket.on('close', () => attached[Symbol.dispose]())
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      socket.close(refusedCloseCode, error.code)
    }
  }
}

function lineOver(socket: WebSocket): ViewerLine {
  return {
    message: (message: LiveMessage) => socket.send(JSON.stringify(message)),
    bytes: bytes => socket.send(bytes),
    bufferedBytes: () => socket.bufferedAmount,
    close: () => socket.terminate(),
  }
}
