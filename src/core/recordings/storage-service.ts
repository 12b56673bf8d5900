import type { CameraReport } from '../../shared/domain/camera.ts'
import { station } from '../../shared/domain/person.ts'
import type {
  CameraKeeping,
  StorageOutlook,
  StorageReport,
  StorageWarning,
} from '../../shared/domain/storage.ts'
import type { Camera, Place, RecordingVolume } from '../../shared/site.ts'
import type { Raising } from '../incidents/shelving/service.ts'
import type { Journal } from '../journal/journal.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { Emitter } from '../platform/emitter.ts'
import type { Log } from '../platform/log.ts'
import { Evidence, type EvidenceOptions } from './evidence/evidence.ts'
import { lockTable } from './evidence/lock-table.ts'
import { dayMs, dayOf, keepRule } from './retention/keep-rules.ts'
import { keepingOf } from './retention/keeping.ts'
import { Reconciler } from './retention/reconcile.ts'
import { Retention } from './retention/retention.ts'
import { retentionTable } from './retention/retention-table.ts'
import { SilenceWatch } from './silence-watch.ts'
import type { OpenSegment } from './open-segment.ts'
import { recover } from './reindex.ts'
import type { SegmentTable } from './table.ts'
import { presentRuns, type TimelineTable } from './timeline-table.ts'
import type { LostStretches } from './volumes/lost.ts'
import { lookEveryMs, type VolumeChange, type Volumes } from './volumes/volumes.ts'

/** So many looks at the disks make a round of retention: once a minute. */
const looksARound = 12

export interface StorageOptions {
  readonly cameras: () => readonly Camera[]
  readonly places?: () => readonly Place[]
  readonly storage?: () => readonly RecordingVolume[]
  /** Where faults are raised; nowhere when absent. */
  readonly incidents?: Raising
  readonly isClockProved?: () => boolean
  readonly volumes: Volumes
  readonly segments: SegmentTable
  readonly timeline: TimelineTable
  /** What lies on disks that are not there is not kept. */
  readonly lost: LostStretches
  readonly openSegment: (cameraId: string) => OpenSegment | null
  readonly reportOf: (cameraId: string) => CameraReport | undefined
  readonly coverage: EvidenceOptions['coverage']
  readonly db: Db
  readonly journal: Journal
  readonly clock: Clock
  readonly log: Log
}

/** Disks, keeping and evidence as one: what is promised, what is there, what somebody must do. */
export class Storage implements AsyncDisposable {
  /** Told when the level or the day of the warning changes. */
  readonly warned = new Emitter<StorageWarning | null>()
  readonly evidence: Evidence
  readonly retention: Retention
  readonly #options: StorageOptions
  readonly #table: ReturnType<typeof retentionTable>
  readonly #silence: SilenceWatch
  readonly #reconciler: Reconciler
  readonly #stopping = new AbortController()
  readonly #told = new Set<string>()
  readonly #watching: Promise<void>
  #warnedDay = 0
  /** Level and day of what was last told. */
  #warnedOf = ''
  #keptDay: number

  constructor(options: StorageOptions) {
    this.#options = options
    const { db, journal, clock, log, segments, volumes } = options
    this.#table = retentionTable(db)
    this.evidence = new Evidence({ ...options, table: lockTable(db) })
    this.retention = new Retention({
      ...options,
      table: this.#table,
      evidence: this.evidence,
      rules: () => this.#rules(),
      isClockProved: options.isClockProved ?? (() => false),
    })
    this.#silence = new SilenceWatch(options)
    this.#reconciler = new Reconciler({
      table: segments,
      volumes,
      journal,
      log,
      onMissing: ({ cameraId, files }) =>
        this.#raise(`missing:${cameraId}`, `录像文件缺失：${this.#nameOf(cameraId)}`, `${files} 个文件`),
    })
    this.#keptDay = dayOf(journal.lastOf(['recordings.kept'])?.atMs ?? clock.now())
    const watched = volumes.changed.on(change => this.#volumeChanged(change))
    this.#watching = this.#watch().finally(() => watched[Symbol.dispose]())
    this.#watching.catch((error: unknown) => log.error({ err: error }, 'the watch over the disks failed'))
  }

  report(): StorageReport {
    const { clock, volumes } = this.#options
    return {
      atMs: clock.now(),
      volumes: volumes.reports(),
      cameras: this.#keeping(),
      outlook: this.retention.outlook(),
      locks: this.evidence.list(),
    }
  }

  /** From two weeks ahead on; null while the disks hold what was promised, as far as one can see. */
  warning(): StorageWarning | null {
    return warningOf(this.retention.forecast())
  }

  /** Writes down what is kept of what was promised; the ledger 录像保存 prints it. Also done every day by itself. Gives when, ms UTC. */
  writeKept(): number {
    const { journal } = this.#options
    const cameras = this.#keeping().filter(({ state }) => state !== 'off')
    const { atMs } = journal.append({
      actor: station,
      kind: 'recordings.kept',
      subject: 'storage',
      body: { cameras },
    })
    const short = cameras.filter(({ state }) => state === 'short')
    if (short.length === 0) this.#restore('kept')
    else this.#raise('kept', '录像保存天数不足', short.map(({ name }) => name).join('、'))
    return atMs
  }

  /** The site file names other disks now. */
  follow(): void {
    this.#options.volumes.follow(this.#options.storage?.() ?? [])
  }

  /** One round of everything that is looked at now and then. */
  async look(): Promise<void> {
    const { clock } = this.#options
    await this.retention.run()
    this.#warn(this.retention.forecast())
    await this.#reconciler.next()
    const today = dayOf(clock.now())
    if (today === this.#keptDay) return
    this.#keptDay = today
    this.writeKept()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort()
    await this.#watching
  }

  async #watch(): Promise<void> {
    const { clock, volumes, log } = this.#options
    const { signal } = this.#stopping
    for (let looks = 0; !signal.aborted; looks++) {
      try {
        if (looks % looksARound === looksARound - 1) await this.look()
        await clock.sleep(lookEveryMs, signal)
        if (signal.aborted) return
        await volumes.look()
        this.#silence.look()
      } catch (error) {
        log.error({ err: error }, 'a look at the disks failed')
      }
    }
  }

  #nameOf(cameraId: string): string {
    return this.#options.cameras().find(({ id }) => id === cameraId)?.name ?? cameraId
  }

  #rules() {
    const places = this.#options.places?.() ?? []
    return this.#options.cameras().map(camera => keepRule(camera, places))
  }

  #keeping(): CameraKeeping[] {
    const { clock, timeline, lost } = this.#options
    const nowMs = clock.now()
    const rates = this.retention.bytesPerDay()
    const bytes = new Map<string, number>()
    for (const sum of this.#table.days()) bytes.set(sum.cameraId, (bytes.get(sum.cameraId) ?? 0) + sum.bytes)
    return this.#rules().map(rule => {
      const { cameraId } = rule
      const open = this.#options.openSegment(cameraId)?.row('open')
      const promised = { fromMs: nowMs - rule.keepDays * dayMs, toMs: nowMs }
      const runs = timeline.runs(cameraId, promised).filter(({ source }) => source === 'station')
      const found = this.#found(cameraId)
      const growing = open === undefined ? [] : [{ fromMs: open.firstFrameMs, toMs: open.lastFrameMs }]
      return keepingOf({
        rule,
        nowMs,
        firstFrameMs: found.firstFrameMs,
        lastFrameMs: open?.lastFrameMs ?? found.lastFrameMs,
        beginMs: this.#table.beginMs(cameraId),
        runs: [...presentRuns(runs, lost(cameraId, promised)), ...growing],
        bytes: bytes.get(cameraId) ?? 0,
        bytesPerDay: rates.get(cameraId) ?? 0,
        silentSinceMs: this.#silence.sinceMs(cameraId),
      })
    })
  }

  /** The oldest and the newest frame that can be seen now. */
  #found(cameraId: string): { firstFrameMs: number | null; lastFrameMs: number | null } {
    const { timeline, lost } = this.#options
    const firstFrameMs = this.#table.firstFrameMs(cameraId)
    const lastFrameMs = this.#table.lastFrameMs(cameraId)
    if (firstFrameMs === null || lastFrameMs === null) return { firstFrameMs, lastFrameMs }
    const all = { fromMs: firstFrameMs, toMs: lastFrameMs }
    const gone = lost(cameraId, all)
    if (gone.length === 0) return { firstFrameMs, lastFrameMs }
    const own = timeline.runs(cameraId, all).filter(({ source }) => source === 'station')
    const left = presentRuns(own, gone)
    return { firstFrameMs: left[0]?.fromMs ?? null, lastFrameMs: left.at(-1)?.toMs ?? null }
  }

  /** Days ahead it is written down with the day and said on every screen; when it is near, it is a fault on the desk. */
  #warn(outlook: StorageOutlook): void {
    const { clock, journal } = this.#options
    const { level, shortAtMs, bytesPerDay, capacityBytes, neededBytes } = outlook
    const warning = warningOf(outlook)
    const told = warning === null ? '' : `${warning.level} ${dayOf(warning.shortAtMs)}`
    if (told !== this.#warnedOf) this.warned.emit(warning)
    this.#warnedOf = told
    const today = dayOf(clock.now())
    if (level !== 'fine' && this.#warnedDay !== today) {
      this.#warnedDay = today
      const body = { level, shortAtMs, bytesPerDay, capacityBytes, neededBytes }
      journal.append({ actor: station, kind: 'storage.short', subject: 'storage', body })
    }
    if (level === 'short') this.#raise('space', '录像存储空间不足', '')
    else this.#restore('space')
  }

  #volumeChanged({ id, before, after, reason }: VolumeChange): void {
    const { journal } = this.#options
    const kind = after === 'ok' ? 'storage.volume-back' : 'storage.volume-failed'
    journal.append({ actor: station, kind, subject: `volume/${id}`, body: { before, state: after, reason } })
    if (after === 'ok') {
      this.#restore(`volume:${id}`)
      this.#recoverOn(id).catch((error: unknown) =>
        this.#options.log.error({ err: error, volume: id }, 'files of a disk could not be looked through'),
      )
    } else this.#raise(`volume:${id}`, `录像盘 ${id}`, reason)
  }

  /** The disk is back: what was being written when it went, or when the station died, gets its real end. */
  async #recoverOn(volume: string): Promise<void> {
    const { segments, volumes, log, openSegment } = this.#options
    for (const row of segments.unfinished())
      if (row.volume === volume && openSegment(row.cameraId)?.row('open').path !== row.path)
        await recover(volumes.fileOf(row), row, segments, log)
  }

  #raise(key: string, name: string, text: string): void {
    const { incidents, clock } = this.#options
    if (this.#told.has(key)) return
    this.#told.add(key)
    incidents?.occur({
      kind: 'device-fault',
      place: { key: `storage:${key}`, name, panelId: null, zoneId: null, cameraIds: [] },
      actor: station,
      code: `storage.${key.split(':')[0]}`,
      deviceAtMs: null,
      receivedAtMs: clock.now(),
      ...(text === '' ? {} : { text }),
    })
  }

  #restore(key: string): void {
    if (this.#told.delete(key)) this.#options.incidents?.restored(`storage:${key}`, station, '')
  }
}

const warningOf = ({ level, shortAtMs }: StorageOutlook): StorageWarning | null =>
  level === 'fine' || shortAtMs === null ? null : { level, shortAtMs }
