import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { returnAfterMs, type PtzOwner } from '../../../shared/domain/ptz.ts'
import { Refusal } from '../../../shared/refusal.ts'
import { freeLock, stepLock, type PtzEvent, type PtzLock } from './lock.ts'

const guard: PtzOwner = { id: 'guard', name: '王建国', shiftId: 1, rank: 2 }
const other: PtzOwner = { id: 'other', name: '张敏', shiftId: 2, rank: 2 }
const representative: PtzOwner = { id: 'representative', name: '刘芳', shiftId: null, rank: 4 }
const people = [guard, other, representative]

/** Steps one after the other, each at its own time. */
function after(...events: readonly (readonly [PtzEvent, number])[]) {
  let lock: PtzLock = freeLock
  const outcomes = events.flatMap(([event, atMs]) => {
    const stepped = stepLock(lock, event, atMs)
    lock = stepped.lock
    return stepped.outcomes.map(({ kind }) => kind)
  })
  return { lock, outcomes }
}
const take = (by: PtzOwner, takeOver = false): PtzEvent => ({ kind: 'take', by, takeOver })
const command = (byId: string): PtzEvent => ({ kind: 'command', byId, moves: true })
const tick: PtzEvent = { kind: 'tick' }

describe('the hold of a PTZ camera', () => {
  test('two minutes after the last command the hold ends and the camera goes back, once', () => {
    const moved = after([take(guard), 0], [command('guard'), 5_000], [tick, 5_000 + returnAfterMs - 1])
    expect(moved.lock.kind).toBe('held')
    const due = after(
      [take(guard), 0],
      [command('guard'), 5_000],
      [tick, 5_000 + returnAfterMs],
      [tick, 5_000 + returnAfterMs + 1],
    )
    expect(due).toEqual({ lock: freeLock, outcomes: ['taken', 'released', 'return'] })
  })

  test('a camera that was taken but not moved does not go anywhere', () => {
    expect(after([take(guard), 0], [tick, returnAfterMs])).toEqual({
      lock: freeLock,
      outcomes: ['taken', 'released'],
    })
  })

  test('released by hand or at sign-off, the way back stays due two minutes after the last command', () => {
    for (const end of [
      { kind: 'release', byId: 'guard' },
      { kind: 'seated', personIds: ['other'] },
      { kind: 'restarted' },
    ] as const) {
      const { lock } = after([take(guard), 0], [command('guard'), 1_000], [end, 9_000])
      expect(lock).toEqual({ kind: 'free', returnAtMs: 1_000 + returnAfterMs, lost: null })
      // Whoever takes it next is not interrupted: the two minutes begin anew.
      const retaken = stepLock(lock, take(other), 60_000).lock
      expect(retaken).toMatchObject({ kind: 'held', endsAtMs: 60_000 + returnAfterMs, isAway: true })
    }
  })

  test('only a higher rank takes over, and the one who lost it is told until taking it again', () => {
    const { lock } = after([take(guard), 0])
    expect(() => stepLock(lock, take(other), 1)).toThrow('ptz.held')
    expect(() => stepLock(lock, take(other, true), 1)).toThrow('ptz.outranked')
    // Even the higher must say so.
    expect(() => stepLock(lock, take(representative), 1)).toThrow('ptz.held')
    const over = stepLock(lock, take(representative, true), 7)
    expect(over.outcomes).toEqual([{ kind: 'taken-over', by: representative, from: guard }])
    expect(over.lock.lost).toEqual({ fromId: 'guard', byName: '刘芳', atMs: 7 })
    expect(() => stepLock(over.lock, command('guard'), 8)).toThrow('ptz.not-held')
    const left = stepLock(over.lock, { kind: 'seated', personIds: ['guard'] }, 9).lock
    expect(left.lost?.byName).toBe('刘芳')
    expect(stepLock(left, take(guard), 10).lock.lost).toBeNull()
  })

  test('a way back that failed is tried again', () => {
    const again = stepLock(freeLock, { kind: 'return-failed', againAtMs: 30_000 }, 0).lock
    expect(stepLock(again, tick, 29_999).outcomes).toEqual([])
    expect(stepLock(again, tick, 30_000).outcomes).toEqual([{ kind: 'return' }])
  })

  test('a clock that is set back does not make the two minutes longer', () => {
    const hour = 3_600_000
    const held = after([take(guard), hour], [command('guard'), hour], [tick, 0])
    expect(held.lock).toMatchObject({ endsAtMs: returnAfterMs })
    const free = after(
      [take(guard), hour],
      [command('guard'), hour],
      [{ kind: 'release', byId: 'guard' }, hour],
      [tick, 0],
    )
    expect(free.lock).toMatchObject({ returnAtMs: returnAfterMs })
  })

  test('never two owners, never taken by a lower or equal rank, nobody holds it after signing off', () => {
    const person = fc.constantFrom(...people)
    const event: fc.Arbitrary<PtzEvent> = fc.oneof(
      fc.record({ kind: fc.constant('take' as const), by: person, takeOver: fc.boolean() }),
      fc.record({
        kind: fc.constant('command' as const),
        byId: person.map(({ id }) => id),
        moves: fc.boolean(),
      }),
      fc.record({ kind: fc.constant('release' as const), byId: person.map(({ id }) => id) }),
      fc.record({
        kind: fc.constant('seated' as const),
        personIds: fc.subarray(people.map(({ id }) => id)),
      }),
      fc.constant({ kind: 'restarted' as const }),
      fc.constant(tick),
    )
    const steps = fc.array(fc.tuple(event, fc.integer({ min: 0, max: 150_000 })), { maxLength: 40 })
    fc.assert(fc.property(steps, keepsItsPromises))
  })
})

function keepsItsPromises(steps: readonly (readonly [PtzEvent, number])[]): void {
  let lock: PtzLock = freeLock
  let nowMs = 0
  for (const [event, laterMs] of steps) {
    nowMs += laterMs
    const before: PtzLock = lock
    const held = before.kind === 'held' ? before.owner : null
    try {
      lock = stepLock(before, event, nowMs).lock
    } catch (error) {
      expect(error).toBeInstanceOf(Refusal)
      continue
    }
    const owner = lock.kind === 'held' ? lock.owner : null
    if (held !== null && owner !== null && owner.id !== held.id) {
      expect(event.kind === 'take' && event.takeOver).toBe(true)
      expect(owner.rank).toBeGreaterThan(held.rank)
    }
    if (event.kind === 'command') expect(held?.id).toBe(event.byId)
    if (event.kind === 'seated' && owner !== null) expect(event.personIds).toContain(owner.id)
    if (event.kind === 'restarted') expect(owner).toBeNull()
    if (event.kind === 'tick' && lock.kind === 'held') expect(lock.endsAtMs).toBeGreaterThan(nowMs)
  }
}
