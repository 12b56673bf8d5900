import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ExportJob, ExportOffer, ExportOrder, ExportVariant } from '../../../shared/contract/exports.ts'
import { station, type UserActor } from '../../../shared/domain/person.ts'
import type { Span } from '../../../shared/domain/recording.ts'
import { Refusal } from '../../../shared/refusal.ts'
import type { Locale } from '../../../shared/text/text.ts'
import type { Approvals, Requester } from '../../approvals/service.ts'
import type { Journal } from '../../journal/journal.ts'
import type { Db } from '../../platform/database.ts'
import type { Emitter } from '../../platform/emitter.ts'
import type { Log } from '../../platform/log.ts'
import { ExportBook } from './book.ts'
import { partialSuffix, type Manifest, type ManifestCamera } from './format.ts'
import { ExportFailed, runExport, type JobTools, type Progress } from './job.ts'
import { offerFor, ordered, releaseOf, type Release } from './order.ts'
import { packageFacts } from './package-facts.ts'
import { registerSheet, type FinishedJob } from './sheet.ts'
import { exportTable, type ExportTable } from './table.ts'

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
  readonly #options: ExportsOptions
  readonly #table: ExportTable
  readonly #book: ExportBook
  readonly #stopping = new AbortController()
  #wake = new AbortController()
  readonly #done: Promise<void>
  #current: { job: ExportJob; cancel: AbortController; by: UserActor | null } | null = null

  private constructor(options: ExportsOptions) {
    this.#options = options
    this.#table = exportTable(options.db)
    this.#book = new ExportBook({ ...options, table: this.#table })
    for (const job of this.#table.open()) this.#book.failed(job, 'station-stopped', '', station)
    this.#done = this.#work()
  }

  /** Ends what a crash left behind: no package looks finished that is not. */
  static async start(options: ExportsOptions): Promise<Exports> {
    // The power may go between the last rename and the entry in the book.
    for (const { packageName } of exportTable(options.db).open())
      await rm(join(options.exportDir, packageName), { recursive: true, force: true })
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
          this.#book.note(who.actor, 'video.export-ordered', job, {})
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
          body: { ...order, code: error.code, params: error.params },
        })
      throw error
    }
  }

  /** A copy came to a new state; progress is not told. */
  get changed(): Emitter<ExportJob> {
    return this.#book.changed
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
    this.#book.cancelled(job, actor)
  }

  /** The sheet of a finished copy; the journal notes who had it made. @throws Refusal `exports.wrong-state` */
  sheet(id: number, locale: Locale, actor: UserActor): { html: string; fileName: string } {
    const job = this.#finished(id)
    const manifest = this.#table.manifest(id)
    if (manifest === null) throw new Refusal('exports.wrong-state')
    this.#book.note(actor, 'video.copy-sheet-made', job, {})
    return registerSheet(job, JSON.parse(manifest) as Manifest, locale)
  }

  /** @throws Refusal `exports.wrong-state` */
  saved(id: number, place: string, actor: UserActor): ExportJob {
    const job = this.#finished(id)
    return this.#book.change({ ...job, saved: job.saved + 1 }, actor, 'video.copy-saved', { place })
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
    const changed = this.#book.change({ ...job, handedOver, state }, actor, 'video.copy-handed-over', receipt)
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
      this.#book.finished(job, await runExport(job, this.#options, facts, progress, signal))
    } catch (error) {
      await this.#remove(job)
      if (this.#stopping.signal.aborted) this.#book.failed(job, 'station-stopped', '', station)
      else if (current.by !== null) this.#book.cancelled(job, current.by)
      else if (error instanceof ExportFailed) this.#book.failed(job, error.reason, error.message, station)
      else {
        log.error({ err: error, id: job.id }, 'an export failed')
        this.#book.failed(job, 'error', error instanceof Error ? error.message : String(error), station)
      }
    } finally {
      this.#current = null
    }
  }

  /** Packages that nobody fetched do not lie about for ever: they are recordings outside the recorder's keeping. */
  async #removeOld(): Promise<void> {
    const nowMs = this.#options.clock.now()
    for (const job of this.#table.list(null)) {
      if (job.state.kind !== 'done' || job.state.keptUntilMs === null || job.state.keptUntilMs > nowMs)
        continue
      this.#book.change(
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
}
