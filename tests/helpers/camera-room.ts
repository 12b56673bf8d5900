import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Camera } from '../../src/shared/site.ts'
import type { Credentials } from '../../src/core/cameras/ffmpeg-arguments.ts'
import { startCameras, type Cameras } from '../../src/core/cameras/service.ts'
import type { TranscoderSlots } from '../../src/core/cameras/transcoder-slots.ts'
import { Journal } from '../../src/core/journal/journal.ts'
import { openChildRegistry } from '../../src/core/platform/child-registry.ts'
import { systemClock } from '../../src/core/platform/clock.ts'
import { openDatabase, type Db } from '../../src/core/platform/database.ts'
import { openLog, type Log } from '../../src/core/platform/log.ts'

export interface CameraRoom extends AsyncDisposable {
  readonly dataDir: string
  readonly db: Db
  readonly journal: Journal
  readonly log: Log
  readonly cameras: Cameras
  readonly credentials: Map<string, Credentials>
}

export function siteCamera(id: string, mainUrl: string, more: Partial<Camera> = {}): Camera {
  return {
    id,
    name: `摄像机 ${id}`,
    place: 'gate',
    streams: { main: { url: mainUrl } },
    transport: 'tcp',
    record: 'main',
    retentionDays: 30,
    enabled: true,
    viewPurposes: [],
    retired: false,
    position: { plan: 'campus', at: [0, 0], directionDegrees: 0, fieldOfViewDegrees: 70, rangeUnits: 60 },
    ...more,
  }
}

/** The cameras of a station over real SQLite, real ffmpeg and the system's clock, in a folder of its own. */
export function startCameraRoom(
  cameras: readonly Camera[],
  dataDir?: string,
  slots?: TranscoderSlots,
): CameraRoom {
  const folder = dataDir ?? mkdtempSync(join(tmpdir(), 'zhishou-cameras-'))
  const db = openDatabase(folder)
  const log = openLog(folder, 'debug')
  const journal = new Journal(db, systemClock)
  const credentials = new Map<string, Credentials>()
  const service = startCameras({
    cameras,
    credentialsOf: name => credentials.get(name) ?? null,
    ffmpeg: 'ffmpeg',
    registry: openChildRegistry(folder),
    clock: systemClock,
    log,
    journal,
    ...(slots !== undefined && { slots }),
  })
  return {
    dataDir: folder,
    db,
    journal,
    log,
    cameras: service,
    credentials,
    async [Symbol.asyncDispose]() {
      await service[Symbol.asyncDispose]()
      db.close()
      if (dataDir === undefined) rmSync(folder, { recursive: true, force: true })
    },
  }
}
