import { expect, test } from 'vitest'
import { isEscalated, rings, stateOf, type Incident, type IncidentKind } from './incident.ts'
import { incidentOf, told, wang } from './incident-samples.ts'
import { isNewCase } from './incident-signal.ts'
import type { IncidentEvent } from './incident-step.ts'
import { muteOf, ringOf } from './sound.ts'

const signal = (kind: IncidentKind, atMs: number): [IncidentEvent, typeof wang, number] => [
  { type: 'signal', kind, atMs },
  wang,
  atMs,
]
const minuteMs = 60_000

test('what somebody has looked at rings again when it becomes more urgent, comes back, or comes after a quiet time', () => {
  const located = told(incidentOf('intrusion'), [{ type: 'locate' }, wang, 1])
  const rang = (...events: [IncidentEvent, typeof wang, number][]) => rings(told(located, ...events))
  expect(rang(signal('panic', 2))).toBe(true)
  expect(rang(signal('intrusion', minuteMs))).toBe(false)
  expect(rang([{ type: 'restored' }, wang, 2], signal('intrusion', minuteMs))).toBe(true)
  expect(rang(signal('intrusion', 5 * minuteMs))).toBe(true)
  // A second press, also while the first one waits for its key.
  const panic = told(incidentOf('panic'), [{ type: 'locate' }, wang, 1])
  expect(rings(told(panic, signal('panic', 29_999)))).toBe(false)
  expect(rings(told(panic, signal('panic', 30_000)))).toBe(true)
  // A detector that flaps, and a fault that comes and goes, ring once.
  const flaps = Array.from({ length: 200 }, (_, index): [IncidentEvent, typeof wang, number][] => [
    [{ type: 'restored' }, wang, (index + 1) * 10_000],
    signal('intrusion', (index + 1) * 10_000),
  ]).flat()
  expect(rang(...flaps)).toBe(false)
  const fault = told(incidentOf('video-loss'), [{ type: 'locate' }, wang, 1], [{ type: 'restored' }, wang, 2])
  expect(rings(told(fault, signal('video-loss', 29 * minuteMs)))).toBe(false)
  expect(rings(told(fault, signal('video-loss', 30 * minuteMs)))).toBe(true)
})

test('it rings until somebody takes it up, waits as a new one does meanwhile, and keeps what was done', () => {
  const sent = told(
    incidentOf('intrusion'),
    [{ type: 'locate' }, wang, 1],
    [{ type: 'dispatch', who: '李强' }, wang, 2],
  )
  const again = told(sent, signal('panic', 600_000))
  expect(again.care).toMatchObject({
    owner: null,
    waitingSinceMs: 600_000,
    rangAgain: { atMs: 600_000, isTaken: false },
  })
  expect([stateOf(again), rings(told(again, [{ type: 'arrive' }, wang, 600_001]))]).toEqual([
    'dispatched',
    true,
  ])
  expect(isEscalated(told(again, [{ type: 'escalate' }, wang, 700_000]))).toBe(true)
  const takenUp = told(
    again,
    [{ type: 'arrive' }, wang, 600_001],
    [{ type: 'take', takeOver: false }, wang, 600_002],
  )
  expect([rings(takenUp), takenUp.care.rangAgain]).toEqual([false, { atMs: 600_000, isTaken: true }])
  expect(rings(told(takenUp, signal('panic', 630_001)))).toBe(true)
})

test('after the verdict a new alarm is a case of its own; what only goes on is not', () => {
  const verified = told(
    incidentOf('intrusion'),
    [{ type: 'locate' }, wang, 1],
    [{ type: 'dispatch', who: '李强' }, wang, 2],
    [{ type: 'arrive' }, wang, 3],
  )
  const isOwn = (incident: Incident, kind: IncidentKind, atMs: number) => isNewCase(incident, kind, atMs)
  expect(isOwn(verified, 'panic', 60_000)).toBe(false)
  const judged = told(verified, [{ type: 'verify', verdict: 'false', note: '' }, wang, 4])
  expect(isOwn(judged, 'intrusion', 60_000)).toBe(false)
  expect(isOwn(judged, 'panic', 5)).toBe(true)
  expect(isOwn(judged, 'intrusion', 5 * minuteMs)).toBe(true)
})

test('a mute does not cover what becomes more urgent or rings again while it lasts', () => {
  const pir = incidentOf('intrusion')
  const mute = muteOf([pir], 1_000)
  expect(ringOf([told(pir, signal('intrusion', 2_000))], mute, 2_000)).toBeNull()
  expect(ringOf([told(pir, signal('panic', 2_000))], mute, 2_000)).toEqual({
    sound: 'emergency',
    isLoud: false,
  })
  const again = told(pir, [{ type: 'locate' }, wang, 1], signal('intrusion', 400_000))
  expect(ringOf([again], muteOf([again], 400_000), 400_001)).toBeNull()
  expect(ringOf([again], muteOf([pir], 390_000), 400_001)).not.toBeNull()
})
