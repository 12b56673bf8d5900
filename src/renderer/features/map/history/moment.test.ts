import { expect, test } from 'vitest'
import type { HistoryFrame } from '../../../../shared/contract/map.ts'
import { advanced, zonesAt } from './moment.ts'

const frame = (atMs: number, part: Partial<HistoryFrame>): HistoryFrame => ({
  atMs,
  kind: 'intrusion.signal',
  zoneId: 'pir-1',
  signalKind: null,
  edge: null,
  incidentId: null,
  byName: '',
  ...part,
})
const frames = [
  frame(100, { signalKind: 'alarm.intrusion', edge: 'active' }),
  frame(101, { kind: 'incident.raised' }),
  frame(200, { zoneId: 'pir-2', signalKind: 'alarm.intrusion', edge: 'active' }),
  frame(300, { kind: 'incident.located' }),
  frame(400, { signalKind: 'alarm.intrusion', edge: 'restored' }),
  frame(500, { zoneId: null, kind: 'incident.recorded' }),
]
const at = (ms: number) => Object.fromEntries(zonesAt(frames, ms))

test('a moment knows what was told up to it and nothing of what came later', () => {
  expect(at(99)).toEqual({})
  expect(at(100)).toEqual({ 'pir-1': { isActive: true, isLocated: false } })
  expect(at(300)).toEqual({
    'pir-1': { isActive: true, isLocated: true },
    'pir-2': { isActive: true, isLocated: false },
  })
  expect(at(9_999)).toEqual({
    'pir-1': { isActive: false, isLocated: true },
    'pir-2': { isActive: true, isLocated: false },
  })
})

test('the playback runs at its speed and stops at its ends', () => {
  const history = {
    incident: { id: 1, kind: 'intrusion', placeName: '', zoneId: null, raisedAtMs: 0 },
    fromMs: 0,
    toMs: 10_000,
    frames: [],
  } as const
  expect(advanced({ ...history, frames: [] }, 1_000, 100, 60)).toBe(7_000)
  expect(advanced({ ...history, frames: [] }, 9_000, 100, 60)).toBe(10_000)
})
