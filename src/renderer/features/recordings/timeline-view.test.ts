import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { formatDateTime } from '../../ui/time.ts'
import { besides, panned, parseTyped, showing, ticksOf, zoomed } from './timeline-view.ts'

afterEach(() => vi.unstubAllEnvs())

const at = (text: string) => Date.parse(`${text}+08:00`)
const month = { fromMs: at('2026-10-23T00:00:00'), toMs: at('2026-11-22T00:00:00') }

test('from a month to a second, the time under the pointer keeps its place (complaint 17)', () => {
  const aroundMs = at('2026-11-05T03:15:20')
  let view = month
  for (let turn = 0; turn < 60; turn++) {
    const before = (aroundMs - view.fromMs) / (view.toMs - view.fromMs)
    view = zoomed(month, view, aroundMs, 0.7)
    expect((aroundMs - view.fromMs) / (view.toMs - view.fromMs)).toBeCloseTo(before, 3)
  }
  expect(view.toMs - view.fromMs).toBe(1_000)
})

test('panning stops at the edge and goes back the same way; it never jumps (complaint 17)', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -90_000_000, max: 90_000_000 }), { maxLength: 30 }), moves => {
      let view = { fromMs: at('2026-11-01T00:00:00'), toMs: at('2026-11-02T00:00:00') }
      for (const byMs of moves) {
        const before = view
        view = panned(month, view, byMs)
        expect(view.toMs - view.fromMs).toBe(86_400_000)
        expect(Math.abs(view.fromMs - before.fromMs)).toBeLessThanOrEqual(Math.abs(byMs))
        expect(view.fromMs).toBeGreaterThanOrEqual(month.fromMs)
        expect(view.toMs).toBeLessThanOrEqual(month.toMs)
      }
    }),
  )
})

test('a view that shows the moment stays where it is', () => {
  const view = { fromMs: at('2026-11-01T00:00:00'), toMs: at('2026-11-02T00:00:00') }
  expect(showing(month, view, at('2026-11-01T13:00:00'))).toBe(view)
  expect(showing(month, view, at('2026-11-03T13:00:00')).fromMs).toBe(at('2026-11-03T10:36:00'))
})

test('typed times, long and short, are Beijing times (complaint 16)', () => {
  const near = at('2026-11-21T20:00:00')
  const typed = (text: string) => {
    const atMs = parseTyped(text, near)
    return atMs === null ? null : formatDateTime(atMs)
  }
  expect(typed('2026-11-22 03:15:20')).toBe('2026-11-22 03:15:20')
  expect(typed('2026-11-22T03:15')).toBe('2026-11-22 03:15:00')
  expect(typed('11-22 3:15')).toBe('2026-11-22 03:15:00')
  expect(typed('3:15')).toBe('2026-11-21 03:15:00')
  expect(typed('3：15：07')).toBe('2026-11-21 03:15:07')
  expect(typed('031507')).toBe('2026-11-21 03:15:07')
  expect(typed('0:00')).toBe('2026-11-21 00:00:00')
  for (const text of ['', '25:00', '3:61', '2026-02-30 10:00', 'now', '1 2 3', '3:1'])
    expect(typed(text)).toBeNull()
})

test('ticks are round times of Beijing, and midnight bears its day', () => {
  const ticks = ticksOf({ fromMs: at('2026-11-21T20:10:00'), toMs: at('2026-11-22T04:10:00') }, 9)
  expect(ticks.map(({ label }) => label)).toEqual([
    '21:00',
    '22:00',
    '23:00',
    '11-22',
    '01:00',
    '02:00',
    '03:00',
    '04:00',
  ])
  expect(ticksOf(month, 12).every(({ isDay }) => isDay)).toBe(true)
})

test('hours are the same on a PC of another zone (complaint 16)', () => {
  const view = { fromMs: at('2026-11-21T20:10:00'), toMs: at('2026-11-22T04:10:00') }
  const inZone = (zone: string) => {
    vi.stubEnv('TZ', zone)
    const seen = [ticksOf(view, 9), parseTyped('3:15', view.fromMs), formatDateTime(view.fromMs)]
    return { seen, hour: new Date(view.fromMs).getHours() }
  }
  const beijing = inZone('Asia/Shanghai')
  for (const zone of ['America/New_York', 'Pacific/Kiritimati', 'Asia/Kolkata']) {
    const there = inZone(zone)
    expect(there.hour).not.toBe(beijing.hour)
    expect(there.seen).toEqual(beijing.seen)
  }
})

test('next and previous landmark', () => {
  expect(besides([1_000, 9_000, 20_000], 9_100, 1)).toBe(20_000)
  expect(besides([1_000, 9_000, 20_000], 9_100, -1)).toBe(1_000)
  expect(besides([1_000], 5_000, 1)).toBeNull()
})
