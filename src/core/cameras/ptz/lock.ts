import { z } from 'zod'
import { PtzOwner, returnAfterMs } from '../../../shared/domain/ptz.ts'
import { Refusal } from '../../../shared/refusal.ts'

const Lost = z.object({ fromId: z.string(), byName: z.string(), atMs: z.number() })

/**
 * Who holds a camera, and whether it has to go back. `returnAtMs` is null while it stands at its guard position, or has
 * none. The last command decides about both: two minutes after it the hold ends and the camera goes back.
 */
export const PtzLock = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('free'), returnAtMs: z.number().nullable(), lost: Lost.nullable() }),
  z.object({
    kind: z.literal('held'),
    owner: PtzOwner,
    sinceMs: z.number(),
    endsAtMs: z.number(),
    isAway: z.boolean(),
    lost: Lost.nullable(),
  }),
])
export type PtzLock = z.infer<typeof PtzLock>

export type PtzEvent =
  | { readonly kind: 'take'; readonly by: PtzOwner; readonly takeOver: boolean }
  /** @param moves the camera leaves its guard position, and has one to go back to */
  | { readonly kind: 'command'; readonly byId: string; readonly moves: boolean }
  | { readonly kind: 'release'; readonly byId: string }
  /** Who is signed on at the desk. */
  | { readonly kind: 'seated'; readonly personIds: readonly string[] }
  | { readonly kind: 'restarted' }
  | { readonly kind: 'tick' }
  /** The way back failed: it is tried again. */
  | { readonly kind: 'return-failed'; readonly againAtMs: number }

export type ReleaseReason = 'by-hand' | 'signed-off' | 'idle' | 'restarted'

/** What a step brought about. */
export type PtzOutcome =
  | { readonly kind: 'taken'; readonly by: PtzOwner }
  | { readonly kind: 'taken-over'; readonly by: PtzOwner; readonly from: PtzOwner }
  | { readonly kind: 'released'; readonly owner: PtzOwner; readonly reason: ReleaseReason }
  | { readonly kind: 'return' }

export interface PtzStep {
  readonly lock: PtzLock
  readonly outcomes: readonly PtzOutcome[]
}

export const freeLock: PtzLock = { kind: 'free', returnAtMs: null, lost: null }

/**
 * The life of a hold.
 * @throws Refusal `ptz.held` when somebody else has it, `ptz.outranked` when a take-over is not theirs to make,
 *   `ptz.not-held` for a command of somebody who does not hold the camera
 */
export function stepLock(lock: PtzLock, event: PtzEvent, nowMs: number): PtzStep {
  switch (event.kind) {
    case 'take':
      return take(lock, event.by, event.takeOver, nowMs)
    case 'command':
      if (lock.kind === 'free' || lock.owner.id !== event.byId) throw new Refusal('ptz.not-held')
      return same({ ...lock, endsAtMs: nowMs + returnAfterMs, isAway: lock.isAway || event.moves })
    case 'release':
      if (lock.kind === 'free' || lock.owner.id !== event.byId) return same(lock)
      return release(lock, 'by-hand')
    case 'seated':
      if (lock.kind === 'free' || event.personIds.includes(lock.owner.id)) return same(lock)
      return release(lock, 'signed-off')
    case 'restarted':
      return lock.kind === 'free' ? same(lock) : release(lock, 'restarted')
    case 'tick':
      return tick(lock, nowMs)
    case 'return-failed':
      return lock.kind === 'free'
        ? same({ ...lock, returnAtMs: event.againAtMs })
        : same({ ...lock, isAway: true })
  }
}

const same = (lock: PtzLock): PtzStep => ({ lock, outcomes: [] })

function take(lock: PtzLock, by: PtzOwner, takeOver: boolean, nowMs: number): PtzStep {
  const held = { kind: 'held' as const, owner: by, sinceMs: nowMs, endsAtMs: nowMs + returnAfterMs }
  if (lock.kind === 'free') {
    const lost = lock.lost?.fromId === by.id ? null : lock.lost
    return {
      lock: { ...held, isAway: lock.returnAtMs !== null, lost },
      outcomes: [{ kind: 'taken', by }],
    }
  }
  const { owner: from, isAway } = lock
  if (from.id === by.id) return same(lock)
  if (!takeOver) throw new Refusal('ptz.held', { name: from.name })
  if (by.rank <= from.rank) throw new Refusal('ptz.outranked', { name: from.name })
  return {
    lock: { ...held, isAway, lost: { fromId: from.id, byName: by.name, atMs: nowMs } },
    outcomes: [{ kind: 'taken-over', by, from }],
  }
}

/** The hold ends; the way back stays due two minutes after the last command. */
function release(lock: Extract<PtzLock, { kind: 'held' }>, reason: ReleaseReason): PtzStep {
  return {
    lock: { kind: 'free', returnAtMs: lock.isAway ? lock.endsAtMs : null, lost: lock.lost },
    outcomes: [{ kind: 'released', owner: lock.owner, reason }],
  }
}

function tick(lock: PtzLock, nowMs: number): PtzStep {
  if (lock.kind === 'held') {
    // The PC's clock was set back: the two minutes must not become hours.
    if (lock.endsAtMs > nowMs + returnAfterMs) return same({ ...lock, endsAtMs: nowMs + returnAfterMs })
    if (nowMs < lock.endsAtMs) return same(lock)
    const released = release(lock, 'idle')
    const then = tick(released.lock, nowMs)
    return { lock: then.lock, outcomes: [...released.outcomes, ...then.outcomes] }
  }
  if (lock.returnAtMs === null) return same(lock)
  if (lock.returnAtMs > nowMs + returnAfterMs) return same({ ...lock, returnAtMs: nowMs + returnAfterMs })
  if (nowMs < lock.returnAtMs) return same(lock)
  return { lock: { ...lock, returnAtMs: null }, outcomes: [{ kind: 'return' }] }
}
