import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { openChildRegistry } from '../../src/core/platform/child-registry.ts'
import { systemClock } from '../../src/core/platform/clock.ts'
import { playbackServer } from '../../src/core/recordings/playback-socket.ts'
import { startRecordings, type Recordings } from '../../src/core/recordings/service.ts'
import type { UserActor } from '../../src/shared/domain/person.ts'
import type { Camera } from '../../src/shared/site.ts'
import type { CameraRoom } from './camera-room.ts'

type RecordingsOptions = Parameters<typeof startRecordings>[0]

/** Records the cameras of a room into its folder. */
export function recordIn(
  room: CameraRoom,
  cameras: readonly Camera[],
  more: Partial<RecordingsOptions> = {},
): Promise<Recordings> {
  return startRecordings({
    cameras: () => cameras,
    streams: room.cameras,
    incidentOf: () => null,
    ffmpeg: 'ffmpeg',
    registry: openChildRegistry(room.dataDir),
    dataDir: room.dataDir,
    db: room.db,
    journal: room.journal,
    clock: systemClock,
    log: room.log,
    ...more,
  })
}

export interface PlaybackPort extends Disposable {
  /** Where a client plays a camera under a grant. */
  address(grantId: string, cameraId?: string): string
}

/** Serves recordings on a port of its own, as the link does. @param seated who sits at the desk */
export function servePlayback(
  room: CameraRoom,
  recordings: Recordings,
  seated: () => UserActor | null,
): PlaybackPort {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  const tools = { ffmpeg: 'ffmpeg', registry: openChildRegistry(room.dataDir), clock: systemClock }
  const serve = playbackServer(recordings, seated, room.log, tools)
  server.on('connection', (socket, request) =>
    serve(socket, new URL(request.url ?? '/', 'ws://x').searchParams),
  )
  return {
    address(grantId, cameraId = 'cam-1') {
      const { port } = server.address() as AddressInfo
      return `ws://127.0.0.1:${port}/playback?grant=${grantId}&camera=${cameraId}`
    },
    [Symbol.dispose]() {
      server.close()
    },
  }
}
