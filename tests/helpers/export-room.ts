import { join } from 'node:path'
import { Approvals } from '../../src/core/approvals/service.ts'
import { approvalTable } from '../../src/core/approvals/table.ts'
import { Attachments } from '../../src/core/attachments/store.ts'
import { Journal } from '../../src/core/journal/journal.ts'
import { systemClock } from '../../src/core/platform/clock.ts'
import { openDatabase, type Db } from '../../src/core/platform/database.ts'
import { openLog, type Log } from '../../src/core/platform/log.ts'
import { openChildRegistry } from '../../src/core/platform/child-registry.ts'
import { findCjkFont } from '../../src/core/platform/cjk-font.ts'
import { stationKey } from '../../src/core/platform/station-key.ts'
import { openVault } from '../../src/core/platform/vault.ts'
import { coverageOf } from '../../src/core/recordings/coverage.ts'
import { cameraClock } from '../../src/core/recordings/export/camera-clock.ts'
import { freeBytesOf } from '../../src/core/recordings/export/job.ts'
import { Exports, type ExportsOptions } from '../../src/core/recordings/export/service.ts'
import { segmentTable } from '../../src/core/recordings/table.ts'
import type { ExportJob, ExportVariant } from '../../src/shared/contract/exports.ts'
import type { Approval } from '../../src/shared/domain/approval.ts'
import type { UserActor } from '../../src/shared/domain/person.ts'
import type { Span } from '../../src/shared/domain/recording.ts'
import { dataFolder } from './data-folder.ts'
import { recordedArchive, type RecordedArchive } from './recorded-archive.ts'
import { until } from './until.ts'

export const exporter = {
  actor: { kind: 'user', id: 'li-min', name: '李敏', shiftId: null } satisfies UserActor,
  person: { id: 'li-min', name: '李敏', roles: ['securityRep' as const] },
}

/** An order of one camera under the first request. */
export const orderOf = (
  fromMs: number,
  toMs: number,
  { variants = ['original'], copies = 1 }: { variants?: ExportVariant[]; copies?: number } = {},
) => ({
  requestNumber: 1,
  cameraIds: ['cam-1'],
  span: { fromMs, toMs },
  variants,
  receiver: '派出所 王警官',
  copies,
})

/** A station's export over real SQLite, real ffmpeg and real files, in a folder of its own. */
export interface ExportRoom extends AsyncDisposable {
  readonly dataDir: string
  readonly exportDir: string
  readonly db: Db
  readonly journal: Journal
  readonly archive: RecordedArchive
  exports: Exports
  /** Puts an authorised request on the books. */
  approve(
    number: number,
    span: Span,
    more?: { kind?: 'video-access' | 'video-release'; copies?: number; cameraIds?: string[] },
  ): void
  approvalOf(number: number): Approval | null
  putApproval(approval: Approval): void
  /** Waits until a copy has come to an end. */
  ended(id: number): Promise<ExportJob>
  start(more?: Partial<ExportsOptions>): Promise<Exports>
}

export async function startExportRoom(more: Partial<ExportsOptions> = {}): Promise<ExportRoom> {
  const folder = dataFolder()
  const dataDir = folder.path
  const db = openDatabase(dataDir)
  const log: Log = openLog(dataDir, 'debug')
  const clock = systemClock
  const journal = new Journal(db, clock)
  const archive = recordedArchive(db, dataDir)
  const attachments = new Attachments({ dataDir, db, journal, clock })
  const approvals = new Approvals({
    db,
    journal,
    clock,
    attachments,
    site: () => ({ cameras: [], panels: [], schoolDays: [] }),
    people: () => [],
  })
  const table = approvalTable(db)
  const segments = segmentTable(db)
  const exportDir = join(dataDir, 'exports')
  const key = stationKey(
    openVault({ file: join(dataDir, 'vault.bin'), key: Buffer.alloc(32, 7), clock, log }),
  )
  const start = (changed: Partial<ExportsOptions> = {}): Promise<Exports> =>
    Exports.start({
      ffmpeg: 'ffmpeg',
      registry: openChildRegistry(dataDir),
      clock,
      library: archive.library,
      school: null,
      coverage: (cameraId, span) =>
        coverageOf({
          cameraId,
          span,
          nowMs: clock.now(),
          recorded: segments
            .reaching(cameraId, span)
            .map(({ firstFrameMs, lastFrameMs }) => ({ fromMs: firstFrameMs, toMs: lastFrameMs })),
          outages: segments.outages(cameraId, span),
          blind: [],
        }),
      exportDir,
      key,
      fontFile: findCjkFont(),
      freeBytes: () => freeBytesOf(exportDir),
      db,
      journal,
      log,
      approvals,
      stationFacts: () => ({ id: 'school', school: '示范学校', software: 'zhishou 0', clockDeviationMs: 12 }),
      clockOf: cameraClock(journal),
      measureClocks: () => Promise.resolve(),
      ffmpegVersion: 'ffmpeg',
      variants: ['original', 'compatible', 'marked'],
      ...more,
      ...changed,
    })
  const room: ExportRoom = {
    dataDir,
    exportDir,
    db,
    journal,
    archive,
    start,
    exports: await start(),
    approve(number, span, { kind = 'video-release', copies = 5, cameraIds = ['cam-1'] } = {}) {
      const matter = {
        purpose: '校门口纠纷取证',
        cameras: cameraIds.map(id => ({ id, name: `正门 ${id}` })),
        span,
        viewers: [{ id: 'li-min', name: '李敏' }],
        expiresAtMs: clock.now() + 86_400_000,
      }
      const release = { receiver: '派出所 王警官', copies }
      table.put({
        number,
        matter: kind === 'video-access' ? { kind, ...matter } : { kind, ...matter, ...release },
        applicant: { id: 'zhang', name: '张建国' },
        draftedAtMs: clock.now(),
        submittedAtMs: clock.now(),
        isLate: false,
        consents: [
          {
            stepId: 'school-leader',
            by: { id: 'chen', name: '陈校长' },
            atMs: clock.now(),
            note: '',
            entered: null,
          },
        ],
        scans: [],
        state: { kind: 'authorised', authorisedAtMs: clock.now() },
      })
    },
    approvalOf: number => approvals.byNumber(number),
    putApproval: approval => table.put(approval),
    async ended(id) {
      const now = () => room.exports.list(null).find(job => job.id === id)
      const isOver = () => !['queued', 'running'].includes(now()?.state.kind ?? 'queued')
      await until(room.exports.changed, isOver)
      const job = now()
      if (job === undefined) throw new Error('no such export')
      return job
    },
    async [Symbol.asyncDispose]() {
      await room.exports[Symbol.asyncDispose]()
      db.close()
      folder[Symbol.dispose]()
    },
  }
  return room
}
