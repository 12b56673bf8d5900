import type { ExportFailure, ExportJob } from '../../../shared/contract/exports.ts'
import type { Actor, UserActor } from '../../../shared/domain/person.ts'
import type { Approvals } from '../../approvals/service.ts'
import { registerFacts } from '../../approvals/register-facts.ts'
import type { Journal } from '../../journal/journal.ts'
import type { Clock } from '../../platform/clock.ts'
import { Emitter } from '../../platform/emitter.ts'
import type { FinishedExport } from './job.ts'
import type { ExportTable } from './table.ts'

/** How long a finished package waits at the station for being taken away, ms. */
const keptForMs = 7 * 86_400_000

interface BookOptions {
  readonly table: ExportTable
  readonly journal: Journal
  readonly clock: Clock
  readonly approvals: Pick<Approvals, 'byNumber'>
}

/** What happened to copies: the state of a job and its journal entry are always one step. */
export class ExportBook {
  /** A copy came to a new state; progress is not told. */
  readonly changed = new Emitter<ExportJob>()
  readonly #options: BookOptions

  constructor(options: BookOptions) {
    this.#options = options
  }

  change(job: ExportJob, actor: Actor, kind: string, said: object): ExportJob {
    const { journal, table } = this.#options
    journal.transaction(() => {
      table.put(job)
      journal.afterCommit(() => this.changed.emit(job))
      this.note(actor, kind, job, said)
    })
    return job
  }

  /** An entry about a copy, with the request it stands under, so that it can be read by itself. */
  note(actor: Actor, kind: string, job: ExportJob, said: object): void {
    const { journal, approvals } = this.#options
    const { requestNumber, copyNumber, receiver, span, cameras, variants, state } = job
    const packageHash = state.kind === 'done' ? state.packageHash : null
    const approval = approvals.byNumber(requestNumber)
    const request = approval === null ? undefined : registerFacts(approval)
    const facts = { requestNumber, copyNumber, receiver, span, cameras, variants, packageHash, request }
    journal.append({ actor, kind, subject: `export/${job.id}`, body: { ...facts, ...said } })
  }

  finished(job: ExportJob, finished: FinishedExport): void {
    const { journal, table, clock } = this.#options
    const { packageHash, bytes, files, names, missingMs, manifest } = finished
    const atMs = clock.now()
    const result = { atMs, packageHash, bytes, files, missingMs, keptUntilMs: atMs + keptForMs }
    journal.transaction(() => {
      // Who ordered it, outside any shift: a package may be finished long after he left the desk.
      const actor: UserActor = { kind: 'user', ...job.by, shiftId: null }
      this.change({ ...job, state: { kind: 'done', ...result } }, actor, 'video.exported', {
        bytes,
        files: names,
        delivered: manifest.cameras.map(({ id, delivered, missing }) => ({ id, delivered, missing })),
        keyFingerprint: manifest.station.keyFingerprint,
      })
      table.putManifest(job.id, JSON.stringify(manifest))
    })
  }

  failed(job: ExportJob, reason: ExportFailure, message: string, actor: Actor): void {
    const detail = message.slice(0, 500)
    const state = { kind: 'failed', atMs: this.#options.clock.now(), reason, detail } as const
    this.change({ ...job, state }, actor, 'video.export-failed', { reason, detail })
  }

  cancelled(job: ExportJob, actor: UserActor): void {
    const by = { id: actor.id, name: actor.name }
    const state = { kind: 'cancelled', atMs: this.#options.clock.now(), by } as const
    this.change({ ...job, state }, actor, 'video.export-cancelled', {})
  }
}
