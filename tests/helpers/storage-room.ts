import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { IncidentService } from '../../src/core/incidents/service.ts'
import { Journal } from '../../src/core/journal/journal.ts'
import { openDatabase, type Db } from '../../src/core/platform/database.ts'
import { openLog } from '../../src/core/platform/log.ts'
import { coverageOf } from '../../src/core/recordings/coverage.ts'
import { Storage, type StorageOptions } from '../../src/core/recordings/storage-service.ts'
import { segmentTable, type SegmentRow } from '../../src/core/recordings/table.ts'
import { timelineTable } from '../../src/core/recordings/timeline-table.ts'
import { lostStretches } from '../../src/core/recordings/volumes/lost.ts'
import type { Volumes } from '../../src/core/recordings/volumes/volumes.ts'
import type { Camera, Place, RecordingVolume } from '../../src/shared/site.ts'
import { siteCamera } from './camera-room.ts'
import { dataFolder } from './data-folder.ts'
import { FakeClock } from './fake-clock.ts'
import { testVolumes } from './test-volumes.ts'

export const dayMs = 86_400_000
/** Noon in Beijing. */
export const noonMs = Date.UTC(2026, 10, 22, 4)
const fileBytes = 1_000

export interface StorageRoom extends AsyncDisposable {
  readonly db: Db
  readonly dataDir: string
  readonly clock: FakeClock
  readonly journal: Journal
  readonly incidents: IncidentService
  readonly volumes: Volumes
  readonly storage: Storage
  readonly segments: ReturnType<typeof segmentTable>
  /** Makes a recording of a minute that ended so many days ago, file and row. */
  plant(cameraId: string, endedDaysAgo: number, more?: Partial<SegmentRow>): SegmentRow
  /** Whether file and row are there; both or none. */
  has(row: SegmentRow): boolean
  entries(kind: string): { subject: string; body: Readonly<Record<string, unknown>> }[]
  /** Asks the disks and runs retention, as the station does every minute. */
  look(): Promise<void>
}

export interface StorageRoomOptions extends Pick<
  StorageOptions,
  'isClockProved' | 'openSegment' | 'reportOf' | 'storage'
> {
  /** Of the one disk; in recordings as `plant` makes them. */
  readonly roomFor: number
  readonly cameras: readonly Camera[]
  readonly places: readonly Place[]
  readonly nowMs: number
}

export const places: readonly Place[] = [
  { id: 'yard', name: '操场', type: 'playground', keyArea: false },
  { id: 'gate', name: '校门', type: 'main-gate', keyArea: false },
  { id: 'store', name: '危化品库', type: 'hazardous-store', keyArea: true },
]
export const cameras: readonly Camera[] = [
  siteCamera('yard-1', 'rtsp://127.0.0.1/1', { place: 'yard' }),
  siteCamera('gate-1', 'rtsp://127.0.0.1/2', { place: 'gate' }),
  siteCamera('store-1', 'rtsp://127.0.0.1/3', { place: 'store' }),
]

/** Disks, keeping and evidence of a station over real files and SQLite, without cameras that run. */
export async function startStorageRoom(options: Partial<StorageRoomOptions> = {}): Promise<StorageRoom> {
  const { roomFor = 1_000_000, nowMs = noonMs } = options
  const folder = dataFolder()
  const clock = new FakeClock(nowMs)
  const db = openDatabase(folder.path)
  const log = openLog(folder.path, 'silent')
  const journal = new Journal(db, clock)
  const incidents = new IncidentService({ db, journal, clock })
  const root = `${folder.path}/disk`
  mkdirSync(root)
  const disks: RecordingVolume[] = [{ id: 'disk', path: root, budgetGb: (roomFor * fileBytes) / 1e9 }]
  const volumes = await testVolumes(folder.path, db, clock, disks)
  const segments = segmentTable(db)
  const timeline = timelineTable(db)
  const storage = new Storage({
    cameras: () => options.cameras ?? cameras,
    places: () => options.places ?? places,
    storage: options.storage ?? (() => disks),
    incidents,
    isClockProved: options.isClockProved ?? (() => false),
    volumes,
    segments,
    timeline,
    lost: lostStretches({ volumes, segments, timeline }),
    openSegment: options.openSegment ?? (() => null),
    reportOf: options.reportOf ?? (() => undefined),
    coverage: (cameraIds, span) =>
      cameraIds.map(cameraId => {
        const recorded = segments
          .reaching(cameraId, span)
          .map(({ firstFrameMs, lastFrameMs }) => ({ fromMs: firstFrameMs, toMs: lastFrameMs }))
        const outages = segments.outages(cameraId, span)
        return coverageOf({ cameraId, span, nowMs: clock.now(), recorded, outages, blind: [] })
      }),
    db,
    journal,
    clock,
    log,
  })
  return {
    db,
    dataDir: folder.path,
    clock,
    journal,
    incidents,
    volumes,
    storage,
    segments,
    plant(cameraId, endedDaysAgo, more = {}) {
      const lastFrameMs = clock.now() - endedDaysAgo * dayMs
      const row: SegmentRow = {
        path: pathOf(cameraId, lastFrameMs - 60_000),
        volume: 'disk',
        cameraId,
        stream: 'main',
        firstFrameMs: lastFrameMs - 60_000,
        lastFrameMs,
        bytes: fileBytes,
        mimeType: 'video/mp4; codecs="avc1.64001f"',
        timescale: 90_000,
        zeroAtMs: 0,
        startCause: 'border',
        endCause: 'border',
        ...more,
      }
      segments.put(row)
      mkdirSync(dirname(volumes.fileOf(row)), { recursive: true })
      writeFileSync(volumes.fileOf(row), Buffer.alloc(fileBytes))
      return row
    },
    has(row) {
      const isThere = existsSync(volumes.fileOf(row))
      if (isThere !== segments.has(row.path)) throw new Error(`${row.path}: file and row do not agree`)
      return isThere
    },
    entries: kind => journal.between([kind], 0, Number.MAX_SAFE_INTEGER),
    async look() {
      await volumes.look()
      await storage.look()
    },
    async [Symbol.asyncDispose]() {
      await storage[Symbol.asyncDispose]()
      db.close()
      folder[Symbol.dispose]()
    },
  }
}

function pathOf(cameraId: string, startMs: number): string {
  const day = new Date(startMs).toISOString().slice(0, 10).replaceAll('-', '')
  return `${cameraId}/${day}/${Math.round(startMs)}.mp4`
}
