import { expect, test } from 'vitest'
import type { StreamReport } from '../../../shared/domain/camera.ts'
import { tileState, type OwnView } from './tile-state.ts'

const nowMs = 1_000_000
const running: OwnView = { openedAtMs: nowMs - 60_000, advancedAtMs: nowMs - 200, told: null, failure: null }
const reported = (state: StreamReport['state'], change: Partial<StreamReport> = {}): StreamReport => ({
  state,
  sinceMs: nowMs - 30_000,
  code: 'none',
  reason: '',
  attempts: 0,
  lastFrameAtMs: nowMs - 100,
  codec: 'avc1.42c01e',
  width: 640,
  height: 360,
  fps: 15,
  bitsPerSecond: 400_000,
  keyFrameIntervalMs: 2_000,
  packetsLost: 0,
  warnings: [],
  ...change,
})

test('live needs both: frames here and core agreeing', () => {
  expect(tileState(running, reported('live'), nowMs).state).toBe('live')
  expect(tileState(running, null, nowMs).state).toBe('live')
  expect(tileState({ ...running, advancedAtMs: null }, reported('live'), nowMs)).toMatchObject({
    state: 'connecting',
    sinceMs: running.openedAtMs,
  })
})

test('a picture that does not move for two seconds is stalled, since it last moved, whatever core says', () => {
  const frozen = { ...running, advancedAtMs: nowMs - 2_001 }
  expect(tileState(frozen, reported('live'), nowMs)).toMatchObject({
    state: 'stalled',
    sinceMs: nowMs - 2_001,
  })
  expect(tileState({ ...running, advancedAtMs: nowMs - 2_000 }, reported('live'), nowMs).state).toBe('live')
})

test('a loss that core reports covers the picture at once, with attempts and the last moving picture', () => {
  const lost = reported('lost', {
    sinceMs: nowMs - 50,
    attempts: 4,
    code: 'connection-refused',
    reason: 'Connection refused',
  })
  expect(tileState(running, lost, nowMs)).toEqual({
    state: 'lost',
    sinceMs: nowMs - 200,
    attempts: 4,
    code: 'connection-refused',
    reason: 'Connection refused',
  })
})

test('of two tales of core the later change counts', () => {
  const told = { state: 'live', sinceMs: nowMs - 1_000, code: 'none', reason: '' } as const
  expect(tileState({ ...running, told }, reported('lost', { sinceMs: nowMs - 5_000 }), nowMs).state).toBe(
    'live',
  )
  expect(tileState({ ...running, told }, reported('lost', { sinceMs: nowMs - 500 }), nowMs).state).toBe(
    'lost',
  )
})

test('what this screen cannot decode is unsupported even while core streams', () => {
  const failure = { state: 'unsupported', sinceMs: nowMs - 9, reason: 'hvc1.1.6.L93.90' } as const
  expect(tileState({ ...running, failure }, reported('live'), nowMs)).toMatchObject(failure)
})

test('a wrong password outranks a lost line, and idle is no verdict', () => {
  const stale = { ...running, advancedAtMs: null }
  expect(tileState(stale, reported('unauthorised', { lastFrameAtMs: null }), nowMs)).toMatchObject({
    state: 'unauthorised',
    sinceMs: nowMs - 30_000,
  })
  expect(tileState(stale, reported('idle'), nowMs).state).toBe('connecting')
})
