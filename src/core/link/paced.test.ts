import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Flood } from '../../shared/domain/flood.ts'
import { PacedPushes } from './paced.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const flood = (count: number): Flood => ({ sinceMs: 0, count, peak: count })

test('the first leaves at once, of what follows the newest, and the last is never lost', () => {
  const sent: unknown[] = []
  using pushes = new PacedPushes((name, value) => sent.push([name, value]), 50)
  for (let count = 1; count <= 200; count++) pushes.push('flood', flood(count))
  pushes.push('shelving', [])
  expect(sent).toEqual([
    ['flood', flood(1)],
    ['shelving', []],
  ])
  vi.advanceTimersByTime(50)
  expect(sent.slice(2)).toEqual([['flood', flood(200)]])
  vi.advanceTimersByTime(49)
  pushes.push('flood', null)
  expect(sent).toHaveLength(3)
  vi.advanceTimersByTime(1)
  expect(sent.slice(3)).toEqual([['flood', null]])
})

test('what waits is sent before an answer, and once', () => {
  const sent: unknown[] = []
  using pushes = new PacedPushes((name, value) => sent.push([name, value]), 50)
  pushes.push('flood', flood(1))
  pushes.push('flood', flood(2))
  pushes.flush()
  expect(sent).toEqual([
    ['flood', flood(1)],
    ['flood', flood(2)],
  ])
  vi.advanceTimersByTime(1_000)
  expect(sent).toHaveLength(2)
})

test('long lists leave further apart, so that the screen can draw each', () => {
  const sent: unknown[] = []
  using pushes = new PacedPushes((_name, value) => sent.push(value), 50)
  const list = (length: number) => Array.from({ length }) as never
  pushes.push('incidents', list(300))
  pushes.push('incidents', list(301))
  vi.advanceTimersByTime(89)
  expect(sent).toHaveLength(1)
  vi.advanceTimersByTime(1)
  expect(sent).toHaveLength(2)
})
