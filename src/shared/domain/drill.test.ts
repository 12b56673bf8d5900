import fc from 'fast-check'
import { expect, test } from 'vitest'
import { longestDrillMs, runningDrill, stepDrill, type Drill, type DrillEvent } from './drill.ts'

const by = { id: 'zhou', name: '周强' }
const start: DrillEvent = {
  type: 'start',
  id: 1,
  reason: '夜间翻越',
  zoneIds: ['fence-3'],
  by,
  endsAtMs: 1_000,
}

test('a drill needs zones, a reason and an end within four hours', () => {
  const codes = [
    { ...start, zoneIds: [] },
    { ...start, reason: ' ' },
    { ...start, endsAtMs: 0 },
    { ...start, endsAtMs: longestDrillMs + 1 },
    start,
  ].map(event => {
    const outcome = stepDrill(null, event, 0)
    return outcome.ok ? 'done' : outcome.code
  })
  expect(codes).toEqual(['drill.invalid', 'drill.invalid', 'drill.invalid', 'drill.invalid', 'done'])
})

test('it is over at its time although nobody looked, and the record says that it ended by itself', () => {
  const outcome = stepDrill(null, start, 0)
  const drill = outcome.ok ? outcome.drill : null
  expect(runningDrill(drill, 999)).toEqual(drill)
  expect(runningDrill(drill, 1_000)).toBeNull()
  expect(stepDrill(drill, { type: 'end', by }, 1_000)).toEqual({ ok: false, code: 'drill.none' })
  expect(stepDrill(drill, { type: 'tick' }, 5_000)).toMatchObject({
    drill: { ended: { atMs: 1_000, by: null } },
  })
})

test('whatever happens, no two run at once, none longer than four hours, none after its end', () => {
  const anyEvent = fc.oneof(
    fc.record({
      type: fc.constant('start' as const),
      id: fc.nat(),
      reason: fc.constantFrom('', '演练', '夜间翻越', '破网'),
      zoneIds: fc.constantFrom<string[]>([], ['a'], ['b'], ['a', 'b']),
      by: fc.constant(by),
      // From the moment it is started; about half are lengths that may be.
      endsAtMs: fc.integer({ min: -longestDrillMs, max: 2 * longestDrillMs }),
    }),
    fc.constantFrom<DrillEvent>({ type: 'end', by }, { type: 'tick' }),
  )
  let started = 0
  fc.assert(
    fc.property(fc.array(fc.tuple(anyEvent, fc.nat(10_000_000)), { minLength: 5, maxLength: 20 }), steps => {
      let drill: Drill | null = null
      let nowMs = 0
      for (const [drawn, waitMs] of steps) {
        nowMs += waitMs
        const event = drawn.type === 'start' ? { ...drawn, endsAtMs: nowMs + drawn.endsAtMs } : drawn
        const before = runningDrill(drill, nowMs)
        const outcome = stepDrill(drill, event, nowMs)
        if (outcome.ok) drill = outcome.drill
        if (outcome.ok && event.type === 'start') started++
        const running = runningDrill(drill, nowMs)
        if (event.type === 'start' && before !== null) expect(outcome.ok).toBe(false)
        if (running !== null)
          expect(running.endsAtMs - running.startedAtMs).toBeLessThanOrEqual(longestDrillMs)
        if (event.type !== 'start') expect(running === null || running === before).toBe(true)
      }
    }),
  )
  // The property says nothing when no drill ever runs.
  expect(started).toBeGreaterThan(10)
})
