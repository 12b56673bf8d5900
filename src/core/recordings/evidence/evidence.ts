import type { Incident } from '../../../shared/domain/incident.ts'
import type { Actor, UserActor } from '../../../shared/domain/person.ts'
import type { Coverage, Span } from '../../../shared/domain/recording.ts'
import type { EvidenceLock, LockResult } from '../../../shared/domain/storage.ts'
import { Refusal } from '../../../shared/refusal.ts'
import type { Journal } from '../../journal/journal.ts'
import type { Clock } from '../../platform/clock.ts'
import type { LockTable } from './lock-table.ts'

/** Around an incident that was found true. */
const beforeIncidentMs = 2 * 60_000
const afterIncidentMs = 5 * 60_000
/** A key frame that the first locked frame needs may lie so far before it, in a file of its own. */
const leadMs = 60_000

export interface LockDraft {
  readonly headline: string
  readonly reason: string
  readonly cameraIds: readonly string[]
  readonly span: Span
  /** Null: until released. */
  readonly untilMs: number | null
}

export interface EvidenceOptions {
  readonly table: LockTable
  readonly coverage: (cameraIds: readonly string[], span: Span) => Coverage[]
  readonly journal: Journal
  readonly clock: Clock
}

/**
 * Stretches of recordings that are evidence: nothing deletes them, neither age nor a decision about storage, until they
 * run out or somebody with the right releases them and says why.
 */
export class Evidence {
  readonly #options: EvidenceOptions

  constructor(options: EvidenceOptions) {
    this.#options = options
  }

  /** The newest first, those that ended included. */
  list(): EvidenceLock[] {
    return this.#options.table.all()
  }

  /**
   * Locks what there is, and what is still being recorded of the span.
   * @returns also what cannot be locked, because it was never recorded
   * @throws Refusal `recordings.span-invalid`, `cameras.unknown`
   */
  lock(draft: LockDraft, actor: Actor): LockResult {
    const nowMs = this.#options.clock.now()
    if (!(draft.span.toMs > draft.span.fromMs) || draft.span.fromMs >= nowMs)
      throw new Refusal('recordings.span-invalid')
    if (draft.untilMs !== null && draft.untilMs <= nowMs) throw new Refusal('recordings.span-invalid')
    return this.#create(draft, actor, null, this.#options.coverage(draft.cameraIds, draft.span))
  }

  /** Keeps it longer. @throws Refusal `recordings.unknown-lock`, `recordings.span-invalid` when it would end sooner */
  extend(id: number, untilMs: number | null, reason: string, actor: UserActor): EvidenceLock {
    const lock = this.#active(id)
    const isLonger = lock.untilMs !== null && (untilMs === null || untilMs > lock.untilMs)
    if (!isLonger) throw new Refusal('recordings.span-invalid')
    const body = { untilMs, before: lock.untilMs, reason }
    return this.#change({ ...lock, untilMs }, 'recordings.lock-extended', body, actor)
  }

  /** From now on it is kept no longer than anything else. @throws Refusal `recordings.unknown-lock` */
  release(id: number, reason: string, actor: UserActor): EvidenceLock {
    const lock = this.#active(id)
    const released = { by: by(actor), atMs: this.#options.clock.now(), reason }
    return this.#change({ ...lock, released }, 'recordings.lock-released', { reason }, actor)
  }

  /** Whether something of a stretch must not be deleted at a time. */
  holder(nowMs: number): (cameraId: string, stretch: Span) => boolean {
    const locks = this.#options.table.active().filter(({ untilMs }) => untilMs === null || untilMs > nowMs)
    return (cameraId, { fromMs, toMs }) =>
      locks.some(
        ({ cameraIds, span }) =>
          cameraIds.includes(cameraId) && fromMs < span.toMs && toMs > span.fromMs - leadMs,
      )
  }

  /** Locked stretches at a time, per camera, as wide as `holder` sees them. */
  stretches(nowMs: number): { cameraId: string; span: Span }[] {
    return this.#options.table
      .active()
      .filter(({ untilMs }) => untilMs === null || untilMs > nowMs)
      .flatMap(({ cameraIds, span }) =>
        cameraIds.map(cameraId => ({ cameraId, span: { ...span, fromMs: span.fromMs - leadMs } })),
      )
  }

  /** An incident that was found true locks what its cameras saw; a later signal of it stretches the lock. */
  followIncidents(incidents: readonly Incident[]): void {
    for (const incident of incidents) {
      const { verified } = incident.progress
      if (verified?.verdict !== 'true' || incident.cameraIds.length === 0) continue
      const span = {
        fromMs: incident.raisedAtMs - beforeIncidentMs,
        toMs: incident.lastSignalAtMs + afterIncidentMs,
      }
      const actor: UserActor = { kind: 'user', ...verified.by, shiftId: null }
      const present = this.#options.table.ofIncident(incident.id)
      if (present === null) {
        const { placeName, cameraIds } = incident
        const draft = { headline: placeName, reason: verified.note, cameraIds, span, untilMs: null }
        this.#create(draft, actor, incident.id, this.#whatIsKnown(cameraIds, span))
      } else if (present.released === null && present.span.toMs < span.toMs)
        this.#change({ ...present, span }, 'recordings.lock-widened', { span }, actor)
    }
  }

  /** Of a camera that the site no longer has nothing is known, and its recordings are locked all the same. */
  #whatIsKnown(cameraIds: readonly string[], span: Span): Coverage[] {
    return cameraIds.flatMap(cameraId => {
      try {
        return this.#options.coverage([cameraId], span)
      } catch (error) {
        if (error instanceof Refusal) return []
        throw error
      }
    })
  }

  #create(
    draft: LockDraft,
    actor: Actor,
    incidentId: number | null,
    covered: readonly Coverage[],
  ): LockResult {
    const { table, journal, clock } = this.#options
    const lock: EvidenceLock = {
      ...draft,
      id: table.nextId(),
      cameraIds: [...draft.cameraIds],
      by: by(actor),
      createdAtMs: clock.now(),
      incidentId,
      released: null,
    }
    const cameras = covered.map(({ cameraId, recorded, gaps }) => ({
      cameraId,
      lockedMs: recorded.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0),
      missing: gaps.map(({ fromMs, toMs }) => ({ fromMs, toMs })),
    }))
    journal.transaction(() => {
      table.put(lock)
      const { released: _released, ...body } = lock
      journal.append({
        actor,
        kind: 'recordings.locked',
        subject: subjectOf(lock),
        body: { ...body, cameras },
      })
    })
    return { lock, cameras }
  }

  #active(id: number): EvidenceLock {
    const lock = this.#options.table.byId(id)
    if (lock === null || lock.released !== null) throw new Refusal('recordings.unknown-lock', { id })
    return lock
  }

  #change(lock: EvidenceLock, kind: string, body: object, actor: UserActor): EvidenceLock {
    const { table, journal } = this.#options
    journal.transaction(() => {
      table.put(lock)
      journal.append({ actor, kind, subject: subjectOf(lock), body: { headline: lock.headline, ...body } })
    })
    return lock
  }
}

/** What a linkage rule locks is locked by the station; its lock says which rule in its reason. */
const by = (actor: Actor) =>
  actor.kind === 'user' ? { id: actor.id, name: actor.name } : { id: 'station', name: '联动' }
const subjectOf = ({ id }: EvidenceLock) => `evidence/${id}`
