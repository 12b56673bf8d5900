import { expect, test } from 'vitest'
import { siteCamera } from '../../../../tests/helpers/camera-room.ts'
import { dayMs, dayOf, keepRule, trustedTime } from './keep-rules.ts'
import { outlookOf } from './outlook.ts'

const nowMs = Date.UTC(2026, 10, 22, 4)
const gigabyte = 1e9
const places = [
  { id: 'gate', name: '校门', type: 'main-gate', keyArea: false },
  { id: 'store', name: '危化品库', type: 'hazardous-store', keyArea: true },
] as const
const rules = [
  keepRule(siteCamera('gate-1', 'rtsp://127.0.0.1/1'), places),
  keepRule(siteCamera('store-1', 'rtsp://127.0.0.1/2', { place: 'store' }), places),
]
const bytesPerDay = new Map([
  ['gate-1', 10 * gigabyte],
  ['store-1', 10 * gigabyte],
])

/** Both cameras recorded for so many days, on disks of so many gigabytes. */
function after(days: number, capacityGb: number) {
  const today = dayOf(nowMs)
  const sums = rules.flatMap(({ cameraId }) =>
    Array.from({ length: days }, (_, back) => ({ cameraId, day: today - 1 - back, bytes: 10 * gigabyte })),
  )
  return outlookOf({
    nowMs,
    usedBytes: sums.length * 10 * gigabyte,
    capacityBytes: capacityGb * gigabyte,
    rules,
    bytesPerDay,
    days: sums,
    lockedBytes: 0,
  })
}

test('what keeping everything takes: 30 days of one camera, 90 of the key area', () => {
  expect(after(1, 2_000)).toMatchObject({ neededBytes: (31 + 91) * 10 * gigabyte, level: 'fine' })
})

test('disks that hold it are fine for as long as one can see', () => {
  expect(after(20, 1_300).shortAtMs).toBe(null)
})

test('disks that do not: the day is known weeks ahead, and near enough it is said', () => {
  const early = after(20, 800)
  expect(early.level).toBe('fine')
  // 400 GB left: 20 GB a day for 10 days, then the gate sets 10 GB a day free.
  expect((Number(early.shortAtMs) - nowMs) / dayMs).toBeGreaterThan(25)
  expect((Number(early.shortAtMs) - nowMs) / dayMs).toBeLessThan(35)
  const days = (Number(after(20, 600).shortAtMs) - nowMs) / dayMs
  expect(days).toBeCloseTo(10, 0)
  expect(after(20, 600).level).toBe('soon')
  expect(after(20, 410).level).toBe('short')
})

test('evidence that is past its time makes no room', () => {
  const facts = { nowMs, capacityBytes: 400 * gigabyte, rules: rules.slice(0, 1), bytesPerDay }
  const days = Array.from({ length: 40 }, (_, back) => ({
    cameraId: 'gate-1',
    day: dayOf(nowMs) - 1 - back,
    bytes: 10 * gigabyte,
  }))
  const usedBytes = 400 * gigabyte
  expect(outlookOf({ ...facts, usedBytes, days, lockedBytes: 0 }).level).toBe('fine')
  expect(outlookOf({ ...facts, usedBytes, days, lockedBytes: 100 * gigabyte }).level).toBe('fine')
  expect(outlookOf({ ...facts, usedBytes, days, lockedBytes: 110 * gigabyte }).level).toBe('short')
})

test('time for deleting by age is what the station lived through, or what a time server proves', () => {
  const lastMs = nowMs
  expect(trustedTime(nowMs, null, null, false)).toBe(nowMs)
  expect(trustedTime(nowMs + 60_000, lastMs, 60_000, false)).toBe(nowMs + 60_000)
  expect(trustedTime(nowMs + 60 * dayMs, lastMs, 60_000, false)).toBe(nowMs + 60_000 + 3_600_000)
  expect(trustedTime(nowMs + 60 * dayMs, lastMs, null, false)).toBe(nowMs + 7 * dayMs)
  expect(trustedTime(nowMs + 60 * dayMs, lastMs, null, true)).toBe(nowMs + 60 * dayMs)
  expect(trustedTime(nowMs - 60 * dayMs, lastMs, 60_000, false)).toBe(nowMs - 60 * dayMs)
})
