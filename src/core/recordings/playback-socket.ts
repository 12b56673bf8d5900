import type { WebSocket } from 'ws'
import { z } from 'zod'
import type { UserActor } from '../../shared/domain/person.ts'
import { Refusal } from '../../shared/refusal.ts'
import { PlaybackRequest, Plays } from '../../shared/streams.ts'
import { refusedCloseCode } from '../cameras/live-socket.ts'
import type { StreamServer } from '../link/server.ts'
import type { Log } from '../platform/log.ts'
import type { PlaybackLine, Recordings } from './service.ts'
import { TranscodingLine, type TranscodingOptions } from './transcoding-line.ts'

const Query = z.object({ grant: z.string(), camera: z.string(), plays: Plays })

/**
 * Serves `/playback?grant=ID&camera=ID&plays=…` (src/shared/streams.ts): not a byte without a grant, none after it has ended.
 * @param viewer who sits at the desk, for the record of a refused attempt
 */
export function playbackServer(
  recordings: Recordings,
  viewer: () => UserActor | null,
  log: Log,
  transcoding: TranscodingOptions,
): StreamServer {
  return (socket, rawQuery) => {
    const query = Query.safeParse(Object.fromEntries(rawQuery))
    if (!query.success) {
      socket.close(refusedCloseCode, 'link.bad-input')
      return
    }
    try {
      serve(socket, recordings, query.data, viewer, log, transcoding)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      socket.close(refusedCloseCode, error.code)
    }
  }
}

function serve(
  socket: WebSocket,
  recordings: Recordings,
  query: z.infer<typeof Query>,
  viewer: () => UserActor | null,
  log: Log,
  transcoding: TranscodingOptions,
): void {
  const failed = (reason: unknown): void => {
    log.error({ err: reason, cameraId: query.camera }, 'playback failed')
    socket.close(1011)
  }
  const direct: PlaybackLine = {
    message: message => socket.send(JSON.stringify(message)),
    bytes: bytes => socket.send(bytes),
  }
  const line = query.plays && new TranscodingLine(direct, query.plays, transcoding, failed)
  const stream = recordings.openPlayback(query.grant, query.camera, viewer, line ?? direct)
  stream.ended.addEventListener('abort', () => socket.close(refusedCloseCode, 'recordings.no-grant'))
  socket.on('close', () => {
    stream[Symbol.dispose]()
    line?.reset()
  })
  socket.on('message', (data, isBinary) => {
    const request = isBinary ? null : parse(data)
    if (request === null) {
      socket.close(1007)
      return
    }
    if (request.type === 'play') line?.reset()
    stream.ask(request).catch((error: unknown) => {
      if (error instanceof Refusal) socket.close(refusedCloseCode, error.code)
      else failed(error)
    })
  })
}

function parse(data: WebSocket.RawData): PlaybackRequest | null {
  if (!Buffer.isBuffer(data)) return null
  try {
    return PlaybackRequest.parse(JSON.parse(data.toString('utf8')))
  } catch {
    return null
  }
}
