import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stepLosses, type KnownLosses, type Sight } from './step.ts'

const afterMs = 60_000
/** What a school of eight cameras looks like, each second: which of them give no picture. */
type Course = readonly {
  readonly seconds: number
  readonly lost: readonly number[]
  readonly out?: number[]
}[]
const cameras = [1, 2, 3, 4, 5, 6, 7, 8]

const sightsOf = (lost: readonly number[], out: readonly number[] = []): Sight[] =>
  cameras.map(number => ({
    cameraId: `cam-${number}`,
    picture: lost.includes(number) ? 'lost' : 'live',
    isExpected: out.includes(number),
  }))

/** What is told in a course: `60 camera:cam-1:lost 1` at its second. */
function toldIn(course: Course): string[] {
  let losses: KnownLosses = new Map()
  let second = 0
  return course.flatMap(({ seconds, lost, out }) =>
    Array.from({ length: seconds }, () => {
      const time = { nowMs: 1e12 + second * 1_000, monotonicMs: second * 1_000, afterMs }
      const step = stepLosses(losses, sightsOf(lost, out), time)
      losses = step.losses
      const at = second++
      return [
        ...step.told.map(
          ({ placeKey, cameraIds, isJoining, isMostOfAll }) =>
            `${at} ${placeKey} ${cameraIds.length}${isJoining ? ' joins' : ''}${isMostOfAll ? ' most' : ''}`,
        ),
        ...step.back.map(key => `${at} back ${key}`),
      ]
    }).flat(),
  )
}

test.each<[string, Course, string[]]>([
  [
    'shorter than the limit',
    [
      { seconds: 60, lost: [1] },
      { seconds: 100, lost: [] },
    ],
    [],
  ],
  [
    'longer: told once, and its return once',
    [
      { seconds: 300, lost: [1] },
      { seconds: 10, lost: [] },
    ],
    ['60 camera:cam-1:lost 1', '300 back camera:cam-1:lost'],
  ],
  [
    'flapping below the limit',
    Array.from({ length: 20 }, (_, turn) => ({ seconds: 20, lost: turn % 2 === 0 ? [1] : [] })),
    [],
  ],
  [
    'two are told one by one',
    [{ seconds: 100, lost: [1, 2] }],
    ['60 camera:cam-1:lost 1', '60 camera:cam-2:lost 1'],
  ],
  [
    'a switch: one for all that were lost together, also those that followed in seconds',
    [
      { seconds: 10, lost: [2, 3] },
      { seconds: 100, lost: [2, 3, 5] },
    ],
    ['60 cameras:cam-2:lost 3'],
  ],
  [
    'a switch comes back: over when the last of them shows a picture',
    [
      { seconds: 70, lost: [2, 3, 5] },
      { seconds: 10, lost: [3] },
      { seconds: 10, lost: [] },
    ],
    ['60 cameras:cam-2:lost 3', '80 back cameras:cam-2:lost'],
  ],
  [
    'most of all: it may be the power',
    [{ seconds: 70, lost: [1, 2, 3, 4] }],
    ['60 cameras:cam-1:lost 4 most'],
  ],
  ['planned', [{ seconds: 300, lost: [1], out: [1] }], []],
  [
    'when the outage is over its time counts anew',
    [
      { seconds: 300, lost: [1], out: [1] },
      { seconds: 100, lost: [1] },
    ],
    ['360 camera:cam-1:lost 1'],
  ],
])('a loss %s', (_, course, expected) => {
  expect(toldIn(course)).toEqual(expected)
})

test('whatever happens, a loss past its limit is told, each once, and only its return ends it', () => {
  const phase = fc.record({
    seconds: fc.integer({ min: 1, max: 90 }),
    lost: fc.subarray(cameras),
    unknown: fc.subarray(cameras),
    out: fc.subarray(cameras, { maxLength: 2 }),
  })
  fc.assert(
    fc.property(fc.array(phase, { maxLength: 8 }), phases => {
      let losses: KnownLosses = new Map()
      const standing = new Map<string, string>()
      const darkSince = new Map<string, number>()
      let atMs = 0
      for (const { seconds, lost, unknown, out } of phases)
        for (let second = 0; second < seconds; second++, atMs += 1_000) {
          const sights = sightsOf(lost, out).map((sight, index): Sight =>
            unknown.includes(index + 1) ? { ...sight, picture: 'unknown' } : sight,
          )
          for (const { cameraId, picture, isExpected } of sights)
            if (picture === 'live' || isExpected) darkSince.delete(cameraId)
            else if (picture === 'lost' && !darkSince.has(cameraId)) darkSince.set(cameraId, atMs)
          const step = stepLosses(losses, sights, { nowMs: atMs, monotonicMs: atMs, afterMs })
          losses = step.losses
          for (const { cameraId, picture } of sights) if (picture === 'live') standing.delete(cameraId)
          for (const { placeKey, cameraIds } of step.told)
            for (const id of cameraIds) {
              expect(standing.has(id), `${id} is told twice`).toBe(false)
              expect(sights.find(({ cameraId }) => cameraId === id)?.picture).toBe('lost')
              standing.set(id, placeKey)
            }
          for (const key of step.back) expect([...standing.values()]).not.toContain(key)
          for (const { cameraId, picture, isExpected } of sights) {
            const sinceMs = darkSince.get(cameraId)
            if (picture !== 'lost' || isExpected || sinceMs === undefined) continue
            if (atMs - sinceMs >= afterMs) expect(standing.has(cameraId), cameraId).toBe(true)
          }
          const told = [...losses].flatMap(([id, loss]) =>
            loss.kind === 'told' ? [[id, loss.placeKey]] : [],
          )
          expect(new Map(told as [string, string][])).toEqual(standing)
        }
    }),
    { numRuns: 40 },
  )
})
