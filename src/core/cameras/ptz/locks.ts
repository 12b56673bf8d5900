import { station, type Actor } from '../../../shared/domain/person.ts'
import type { PtzOwner, PtzReport } from '../../../shared/domain/ptz.ts'
import type { Journal } from '../../journal/journal.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import { freeLock, stepLock, type PtzEvent, type PtzLock, type PtzOutcome, type PtzStep } from './lock.ts'
import { ptzTable } from './table.ts'

/** A held key renews the deadline three times a second; it is stored when it has moved by this much, ms. */
const storeAfterMs = 5_000
/** ... and told to the screens. */
const tellAfterMs = 1_000

/** The locks of all cameras: each step with its entries in the journal, on disk in one transaction. */
export class Locks {
  readonly #journal: Journal
  readonly #clock: Clock
  readonly #nameOf: (cameraId: string) => string
  readonly #table: ReturnType<typeof ptzTable>
  readonly #locks: Map<string, PtzLock>
  readonly #stored: Map<string, PtzLock>
  readonly #told = new Map<string, PtzLock>()

  constructor(
    options: { readonly db: Db; readonly journal: Journal; readonly clock: Clock },
    nameOf: (cameraId: string) => string,
  ) {
    this.#journal = options.journal
    this.#clock = options.clock
    this.#nameOf = nameOf
    this.#table = ptzTable(options.db)
    this.#locks = this.#table.all()
    this.#stored = new Map(this.#locks)
    for (const cameraId of this.held()) this.step(cameraId, { kind: 'restarted' })
  }

  /** @throws Refusal of `stepLock` */
  step(cameraId: string, event: PtzEvent): PtzStep & { readonly isNews: boolean } {
    const before = this.#locks.get(cameraId) ?? freeLock
    const stepped = stepLock(before, event, this.#clock.now())
    const { lock, outcomes } = stepped
    const isGoingBack = outcomes.some(({ kind }) => kind === 'return')
    if (outcomes.length > 0 || isWorth(this.#stored.get(cameraId), lock, storeAfterMs))
      this.#journal.transaction(() => {
        for (const outcome of outcomes) this.#write(cameraId, outcome)
        // Until it has gone back it is still away: a crash in between must not forget it.
        this.#store(
          cameraId,
          isGoingBack ? { kind: 'free', returnAtMs: this.#clock.now(), lost: lock.lost } : lock,
        )
      })
    this.#locks.set(cameraId, lock)
    const isNews = outcomes.length > 0 || isWorth(this.#told.get(cameraId), lock, tellAfterMs)
    if (isNews) this.#told.set(cameraId, lock)
    return { ...stepped, isNews }
  }

  /** The camera has gone back, or cannot any more. */
  returned(cameraId: string): void {
    this.#store(cameraId, this.#locks.get(cameraId) ?? freeLock)
  }

  /** Somebody has held it before. */
  isKnown(cameraId: string): boolean {
    return this.#locks.has(cameraId)
  }

  ownerOf(cameraId: string): PtzOwner | null {
    const lock = this.#locks.get(cameraId)
    return lock?.kind === 'held' ? lock.owner : null
  }

  /** Cameras that somebody holds. */
  held(): string[] {
    return [...this.#locks].flatMap(([cameraId, lock]) => (lock.kind === 'held' ? [cameraId] : []))
  }

  /** Cameras with a deadline. */
  waiting(): string[] {
    return [...this.#locks].flatMap(([cameraId, lock]) => (dueOf(lock) === null ? [] : [cameraId]))
  }

  shown(cameraId: string): Pick<PtzReport, 'owner' | 'sinceMs' | 'endsAtMs' | 'returnsAtMs' | 'lost'> {
    const lock = this.#locks.get(cameraId) ?? freeLock
    const { lost } = lock
    if (lock.kind === 'free')
      return { owner: null, sinceMs: null, endsAtMs: null, returnsAtMs: lock.returnAtMs, lost }
    const { owner, sinceMs, endsAtMs, isAway } = lock
    return { owner, sinceMs, endsAtMs, returnsAtMs: isAway ? endsAtMs : null, lost }
  }

  #store(cameraId: string, lock: PtzLock): void {
    this.#table.keep(cameraId, lock)
    this.#stored.set(cameraId, lock)
  }

  #write(cameraId: string, outcome: PtzOutcome): void {
    const entry = entryOf(outcome)
    if (entry === null) return
    const body = { name: this.#nameOf(cameraId), ...entry.body }
    this.#journal.append({ actor: entry.actor, kind: entry.kind, subject: cameraId, body })
  }
}

function entryOf(outcome: PtzOutcome): { actor: Actor; kind: string; body: object } | null {
  switch (outcome.kind) {
    case 'taken':
      return { actor: actorOf(outcome.by), kind: 'camera.ptz-taken', body: {} }
    case 'taken-over': {
      const { id, name, rank } = outcome.from
      const body = { from: { id, name, rank }, rank: outcome.by.rank }
      return { actor: actorOf(outcome.by), kind: 'camera.ptz-taken-over', body }
    }
    case 'released': {
      const { owner, reason } = outcome
      const body = { owner: { id: owner.id, name: owner.name }, reason }
      const actor = reason === 'by-hand' || reason === 'signed-off' ? actorOf(owner) : station
      return { actor, kind: 'camera.ptz-released', body }
    }
    case 'return':
      return null
  }
}

/** A person who turns a camera, as the actor of an entry. */
export function actorOf({ id, name, shiftId }: PtzOwner): Actor {
  return { kind: 'user', id, name, shiftId }
}

const dueOf = (lock: PtzLock) => (lock.kind === 'held' ? lock.endsAtMs : lock.returnAtMs)

/** Whether a lock differs by more than a deadline that moves along with a held key. */
function isWorth(before: PtzLock | undefined, now: PtzLock, stepMs: number): boolean {
  const old = before ?? freeLock
  if (old.kind !== now.kind) return true
  if (old.kind === 'held' && now.kind === 'held' && old.isAway !== now.isAway) return true
  const [was, is] = [dueOf(old), dueOf(now)]
  return was === null || is === null ? was !== is : Math.abs(is - was) >= stepMs
}
