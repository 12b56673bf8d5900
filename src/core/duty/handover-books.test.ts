import { expect, test } from 'vitest'
import { bookItems, type BookFacts, type OpenLine } from './handover-books.ts'

const nowMs = Date.UTC(2026, 10, 22, 22)
const hourMs = 3_600_000
const none: BookFacts = { visitors: [], vehicles: [], faults: [], patrol: [], shiftFromMs: null, nowMs }
const line = (entry: string, values: Record<string, string>): OpenLine => ({ entry, values, atMs: nowMs })

test('who has not left and what is not repaired is open; what has its end is not', () => {
  const items = bookItems({
    ...none,
    visitors: [
      line('visitors:1', { came: String(nowMs - hourMs), person: '李家长', host: '陈老师' }),
      line('visitors:2', { came: '1', left: '2', person: '走了的' }),
    ],
    vehicles: [line('vehicles:1', { came: String(nowMs), plate: '沪A12345' })],
    faults: [line('faults:1', { found: String(nowMs), part: '西门读卡器' })],
  })
  expect(items.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'fault-ticket 西门读卡器',
    'visitor-inside 李家长（陈老师）',
    'vehicle-inside 沪A12345',
  ])
  expect(items[1]?.sinceMs).toBe(nowMs - hourMs)
})

test('a patrol is owed by a shift of some hours, in a school that keeps the book', () => {
  const patrolAt = (atMs: number) => [line('patrol:1', { time: String(atMs), place: '教学楼' })]
  const owed = (facts: Partial<BookFacts>) => bookItems({ ...none, ...facts }).map(({ kind }) => kind)
  const shiftFromMs = nowMs - 8 * hourMs
  expect(owed({ shiftFromMs, patrol: patrolAt(shiftFromMs - hourMs) })).toEqual(['patrol-missed'])
  expect(owed({ shiftFromMs, patrol: patrolAt(shiftFromMs + hourMs) })).toEqual([])
  expect(owed({ shiftFromMs: nowMs - hourMs, patrol: patrolAt(1) })).toEqual([])
  expect(owed({ shiftFromMs })).toEqual([])
})

test('after a day of the open school the first are named and the others counted', () => {
  const visitors = Array.from({ length: 30 }, (_, index) =>
    line(`visitors:${index}`, { person: `访客 ${index}` }),
  )
  const items = bookItems({ ...none, visitors })
  expect(items).toHaveLength(13)
  expect(items.at(-1)?.name).toBe('+18')
})
