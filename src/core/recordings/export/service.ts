import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type {
  ExportFailure,
  ExportJob,
  ExportOffer,
  ExportOrder,
  ExportVariant,
} from '../../../shared/contract/exports.ts'
import { station, type Actor, type UserActor } from '../../../shared/domain/person.ts'
import type { Span } from '../../../shared/domain/recording.ts'
import { Refusal } from '../../../shared/refusal.ts'
import type { Locale } from '../../../shared/text/text.ts'
import type { Approvals, Requester } from '../../approvals/service.ts'
import { registerFacts } from '../../approvals/register-facts.ts'
import type { Journal } from '../../journal/journal.ts'
import type { Db } from '../../platform/database.ts'
import { Emitter } from '../../platform/emitter.ts'
import type { Log } from '../../platform/log.ts'
import { partialSuffix, type Manifest, type ManifestCamera } from './format.ts'
import { ExportFailed, runExport, type FinishedExport, type JobTools, type Progress } from './job.ts'
import { offerFor, ordered, releaseOf, type Release } from './order.ts'
import { packageFacts } from './package-facts.ts'
import { registerSheet, type FinishedJob } from './sheet.ts'
import { exportTable, type ExportTable } from './table.ts'

/** How long a finished package waits at the station for being taken away, ms. */
const keptForMs = 7 * 86_400_000
const lookIntervalMs = 60_000

export interface ExportsOptions extends JobTools {
  readonly db: Db
  readonly journal: Journal
  readonly log: Log
  readonly approvals: Pick<Approvals, 'byNumber' | 'use'>
  readonly stationFacts: () => Pick<Manifest['station'], 'id' | 'school' | 'software' | 'clockDeviationMs'>
  /** The camera's own clock as measured nearest to a span; null when it never was. */
  readonly clockOf: (cameraId: string, span: Span) => ManifestCamera['clock']
  readonly ffmpegVersion: string
  /** What this machine's ffmpeg can write. */
  readonly variants: readonly ExportVariant[]
}

/**
 * Copies of recordings that leave the station (A-N4.3): only under an authorised release, by one of its viewers, inside
 * its cameras and span. One package at a time; its number under the request is never used again.
 */
export class Exports implements AsyncDisposable {
  /** A copy came to a new state; progress is not told. */
  readonly changed = new Emitter<ExportJob>()
  readonly #options: ExportsOptions
  readonly #table: ExportTable
  readonly #stopping = new AbortController()
  #wake = new AbortController()
  readonly #done: Promise<void>
  #current: { job: ExportJob; cancel: AbortController; by: UserActor | null } | null = null

  private constructor(options: ExportsOptions) {
    this.#options = options
    this.#table = exportTable(options.db)
    for (const job of this.#table.open()) this.#fail(job, 'station-stopped', '', station)
    this.#done = this.#work()
  }

  /** Ends what a crash left behind: no package looks finished that is not. */
  static async start(options: ExportsOptions): Promise<Exports> {
    for (const name of await readdir(options.exportDir).catch(() => []))
      if (name.endsWith(partialSuffix))
        await rm(join(options.exportDir, name), { recursive: true, force: true })
    return new Exports(options)
  }

  /** @throws Refusal as `releaseOf` */
  offer(requestNumber: number, who: Requester): Promise<ExportOffer> {
    return offerFor(this.#release(requestNumber, who), this.list(requestNumber), this.#options)
  }

  /** @throws Refusal as `releaseOf`, as `Approvals.use`, `exports.no-copies-left`, `exports.cannot-write`; journaled */
  order(order: ExportOrder, who: Requester): ExportJob[] {
    const { journal, clock, approvals } = this.#options
    try {
      const approval = this.#release(order.requestNumber, who)
      const { cameraIds, span } = order
      approvals.use(order.requestNumber, { personId: who.person.id, cameraIds, span }, who)
      const jobs = journal.transaction(() => {
        const made = ordered(order, approval, who.actor, {
          table: this.#table,
          variants: this.#options.variants,
          nowMs: clock.now(),
        })
        for (const job of made) {
          this.#table.put(job)
          this.#note(who.actor, 'video.export-ordered', job, { request: registerFacts(approval) })
        }
        return made
      })
      this.#wake.abort()
      return jobs
    } catch (error) {
      if (error instanceof Refusal)
        journal.append({
          actor: who.actor,
          kind: 'video.export-refused',
          subject: `approval/${order.requestNumber}`,
          body: { ...order, code: error.code },
        })
      throw error
    }
  }

  list(requestNumber: number | null): ExportJob[] {
    const running = this.#current?.job
    // Progress is in memory only; the table knows the job as queued until it has ended.
    return this.#table
      .list(requestNumber)
      .map(job => (job.id === running?.id && job.state.kind === 'queued' ? running : job))
  }

  /** @throws Refusal `exports.unknown`, `exports.wrong-state` */
  cancel(id: number, actor: UserActor): void {
    const job = this.#require(id)
    if (this.#current?.job.id === id) {
      this.#current.by = actor
      this.#current.cancel.abort()
      return
    }
    if (job.state.kind !== 'queued') throw new Refusal('exports.wrong-state')
    this.#cancelled(job, actor)
  }

  /** The sheet of a finished copy; the journal notes who had it made. @throws Refusal `exports.wrong-state` */
  sheet(id: number, locale: Locale, actor: UserActor): { html: string; fileName: string } {
    const job = this.#finished(id)
    const manifest = this.#table.manifest(id)
    if (manifest === null) throw new Refusal('exports.wrong-state')
    this.#note(actor, 'video.copy-sheet-made', job, {})
    return registerSheet(job, JSON.parse(manifest) as Manifest, locale)
  }

  /** @throws Refusal `exports.wrong-state` */
  saved(id: number, place: string, actor: UserActor): ExportJob {
    const job = this.#finished(id)
    return this.#change({ ...job, saved: job.saved + 1 }, actor, 'video.copy-saved', { place })
  }

  /** The receiver signed; the station's own copy of the package goes. @throws Refusal `exports.wrong-state` */
  async handOver(
    id: number,
    receipt: { receiverName: string; document: string; medium: string },
    actor: UserActor,
  ): Promise<ExportJob> {
    const job = this.#finished(id)
    if (job.handedOver !== null) throw new Refusal('exports.wrong-state')
    const atMs = this.#options.clock.now()
    const handedOver = { ...receipt, by: { id: actor.id, name: actor.name }, atMs }
    const state = { ...job.state, keptUntilMs: null }
    const changed = this.#change({ ...job, handedOver, state }, actor, 'video.copy-handed-over', receipt)
    await this.#remove(changed)
    return changed
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort()
    this.#current?.cancel.abort()
    await this.#done
  }

  #release(requestNumber: number, who: Requester): Release {
    return releaseOf(this.#options.approvals.byNumber(requestNumber), who.person.id)
  }

  #require(id: number): ExportJob {
    const job = this.#table.byId(id)
    if (job === null) throw new Refusal('exports.unknown')
    return job
  }

  #finished(id: number): FinishedJob {
    const job = this.#require(id)
    if (job.state.kind !== 'done') throw new Refusal('exports.wrong-state')
    return { ...job, state: job.state }
  }

  /** Makes what is ordered, one after the other, and removes what has waited too long. */
  async #work(): Promise<void> {
    const { clock, log } = this.#options
    const { signal } = this.#stopping
    while (!signal.aborted) {
      this.#wake = new AbortController()
      try {
        for (
          let [next] = this.#table.open();
          next !== undefined && !signal.aborted;
          [next] = this.#table.open()
        )
          await this.#make(next)
        await this.#removeOld()
      } catch (error) {
        log.error({ err: error }, 'the work on exports failed')
      }
      await clock.sleep(lookIntervalMs, AbortSignal.any([signal, this.#wake.signal]))
    }
  }

  async #make(job: ExportJob): Promise<void> {
    const { log } = this.#options
    const cancel = new AbortController()
    const current = { job, cancel, by: null as UserActor | null }
    this.#current = current
    try {
      const facts = packageFacts(job, this.#options)
      const progress: Progress = (stage, fraction) => {
        current.job = { ...job, state: { kind: 'running', stage, fraction } }
      }
      const signal = AbortSignal.any([cancel.signal, this.#stopping.signal])
      this.#succeed(job, await runExport(job, this.#options, facts, progress, signal))
    } catch (error) {
      if (this.#stopping.signal.aborted) this.#fail(job, 'station-stopped', '', station)
      else if (current.by !== null) this.#cancelled(job, current.by)
      else if (error instanceof ExportFailed) this.#fail(job, error.reason, error.message, station)
      else {
        log.error({ err: error, id: job.id }, 'an export failed')
        this.#fail(job, 'error', error instanceof Error ? error.message : String(error), station)
      }
    } finally {
      this.#current = null
    }
  }

  #succeed(job: ExportJob, finished: FinishedExport): void {
    const { journal, clock } = this.#options
    const { packageHash, bytes, files, missingMs, manifest } = finished
    const atMs = clock.now()
    const state = {
      kind: 'done',
      atMs,
      packageHash,
      bytes,
      files,
      missingMs,
      keptUntilMs: atMs + keptForMs,
    } as const
    journal.transaction(() => {
      this.#table.put({ ...job, state })
      this.#tell({ ...job, state })
      this.#table.putManifest(job.id, JSON.stringify(manifest))
      this.#note(byOf(job), 'video.exported', job, {
        packageHash,
        bytes,
        files: finished.names,
        delivered: manifest.cameras.map(({ id, delivered, missing }) => ({ id, delivered, missing })),
        keyFingerprint: manifest.station.keyFingerprint,
        request: this.#facts(job),
      })
    })
  }

  #fail(job: ExportJob, reason: ExportFailure, detail: string, actor: Actor): void {
    const state = {
      kind: 'failed',
      atMs: this.#options.clock.now(),
      reason,
      detail: detail.slice(0, 500),
    } as const
    this.#change({ ...job, state }, actor, 'video.export-failed', { reason, detail: state.detail })
  }

  #cancelled(job: ExportJob, actor: UserActor): void {
    const by = { id: actor.id, name: actor.name }
    const state = { kind: 'cancelled', atMs: this.#options.clock.now(), by } as const
    this.#change({ ...job, state }, actor, 'video.export-cancelled', {})
  }

  /** Packages that nobody fetched do not lie about for ever: they are recordings outside the recorder's keeping. */
  async #removeOld(): Promise<void> {
    const nowMs = this.#options.clock.now()
    for (const job of this.#table.list(null)) {
      if (job.state.kind !== 'done' || job.state.keptUntilMs === null || job.state.keptUntilMs > nowMs)
        continue
      this.#change(
        { ...job, state: { ...job.state, keptUntilMs: null } },
        station,
        'video.package-removed',
        {},
      )
      await this.#remove(job)
    }
  }

  async #remove(job: ExportJob): Promise<void> {
    await rm(join(this.#options.exportDir, job.packageName), { recursive: true, force: true })
  }

  #change(job: ExportJob, actor: Actor, kind: string, said: object): ExportJob {
    this.#options.journal.transaction(() => {
      this.#table.put(job)
      this.#tell(job)
      this.#note(actor, kind, job, { ...said, request: this.#facts(job) })
    })
    return job
  }

  #tell(job: ExportJob): void {
    this.#options.journal.afterCommit(() => this.changed.emit(job))
  }

  #facts(job: ExportJob): object | null {
    const approval = this.#options.approvals.byNumber(job.requestNumber)
    return approval === null ? null : registerFacts(approval)
  }

  #note(actor: Actor, kind: string, job: ExportJob, more: object): void {
    const { requestNumber, copyNumber, receiver, span, cameras, variants, state } = job
    const packageHash = state.kind === 'done' ? state.packageHash : null
    const body = { requestNumber, copyNumber, receiver, span, cameras, variants, packageHash, ...more }
    this.#options.journal.append({ actor, kind, subject: `export/${job.id}`, body })
  }
}

/** Who ordered it, outside any shift: a package may be finished long after he left the desk. */
const byOf = ({ by }: ExportJob): UserActor => ({ kind: 'user', ...by, shiftId: null })
