import { expect, test } from 'vitest'
import type { Signal } from '../../../../shared/domain/intrusion.ts'
import { RepeatGate } from './repeat-gate.ts'

const press: Signal = {
  panelId: 'panel',
  kind: 'alarm.panic',
  zoneNumber: 1,
  edge: 'active',
  partitionNumber: null,
  userNumber: null,
  code: 'io',
  deviceAtMs: null,
  receivedAtMs: 0,
  raw: 'x',
}
const end: Signal = { ...press, edge: 'restored' }

/** Asks the gate, and stores what is news. */
function takes(gate: RepeatGate, signal: Signal, nowMs: number): boolean {
  const isNews = gate.isNews(signal, nowMs)
  if (isNews) gate.stored(signal, nowMs)
  return isNews
}

test('a panic that is repeated is one; pressed again after quiet it is another, and its end is not invented', () => {
  const gate = new RepeatGate()
  const repeated = Array.from({ length: 60 }, (_, second) => takes(gate, press, second * 1_000))
  expect(repeated.filter(Boolean)).toEqual([true])
  expect(gate.ended(1e6, 1e6)).toEqual([])
  expect(takes(gate, press, 73_999)).toBe(false)
  expect(takes(gate, press, 73_999 + 15_000)).toBe(true)
  expect(takes(gate, press, 90_000)).toBe(false)
})

test('a press that could not be stored is news until it is', () => {
  const gate = new RepeatGate()
  takes(gate, press, 0)
  expect([gate.isNews(press, 20_000), gate.isNews(press, 21_000)]).toEqual([true, true])
  expect(takes(gate, press, 22_000)).toBe(true)
})

test('the end of what began before the station heard it is told once; a known end is not told again', () => {
  const gate = new RepeatGate()
  expect([takes(gate, end, 0), takes(gate, end, 1_000), takes(gate, end, 100_000)]).toEqual([
    true,
    false,
    false,
  ])
  expect([takes(gate, press, 100_001), gate.isActive(press), takes(gate, end, 100_002)]).toEqual([
    true,
    true,
    true,
  ])
})

test('what is over makes room for what begins, and a device that invents ends fills nothing', () => {
  const gate = new RepeatGate()
  const invented = Array.from({ length: 600 }, (_, index) =>
    takes(gate, { ...end, code: String(index) }, index),
  )
  expect(invented.filter(Boolean)).toHaveLength(500)
  expect([takes(gate, press, 700), takes(gate, press, 701)]).toEqual([true, false])
})
