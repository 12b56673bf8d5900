import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ArmingWatch } from '../../../shared/contract/arming.ts'
import type { PartitionState } from '../../../shared/domain/intrusion.ts'
import { stepWatch, type Look, type Told } from './watch-step.ts'

const minute = 60_000
const due = { atMs: 1_000 * minute, to: 'armed' as const }
const opened = { atMs: 100 * minute, to: 'disarmed' as const }
const morning = { atMs: 1_500 * minute, to: 'disarmed' as const }

/** A night: opened in the morning, to be armed at minute 1000, opened again at 1500. */
function lookAt(nowMinute: number, state: PartitionState, isSettling = false): Look {
  const isBefore = nowMinute * minute < due.atMs
  return {
    last: isBefore ? opened : due,
    next: isBefore ? due : morning,
    state,
    isSettling,
    remindMs: 15 * minute,
    escalateMs: 10 * minute,
    graceMs: 60 * minute,
  }
}

/** Looks at several minutes one after the other; what was told when. */
function course(
  looks: readonly [number, PartitionState][],
  from: ArmingWatch | null = followed,
): [number, Told][] {
  let watch = from
  const all: [number, Told][] = []
  for (const [at, state] of looks) {
    const outcome = stepWatch(watch, { type: 'look', look: lookAt(at, state) }, at * minute)
    watch = outcome.watch
    for (const told of outcome.told) all.push([at, told])
  }
  return all
}

const followed: ArmingWatch = {
  dueAtMs: opened.atMs,
  to: 'disarmed',
  stage: 'met',
  stageAtMs: opened.atMs,
  missedAtMs: null,
  hold: null,
}

describe('missed arming', () => {
  test('reminder before, alarm at the time, escalation after, each once', () => {
    const looks = Array.from({ length: 60 }, (_, index): [number, PartitionState] => [
      970 + index,
      'disarmed',
    ])
    expect(course(looks)).toEqual([
      [985, 'remind'],
      [1_000, 'missed'],
      [1_010, 'escalate'],
    ])
  })

  test('armed in time nothing is told; armed before, not even the reminder', () => {
    expect(
      course([
        [986, 'disarmed'],
        [999, 'arming'],
        [1_001, 'arming'],
        [1_002, 'armed'],
      ]),
    ).toEqual([[986, 'remind']])
    expect(
      course([
        [980, 'armed'],
        [986, 'armed'],
        [1_000, 'armed'],
        [1_100, 'armed'],
      ]),
    ).toEqual([])
  })

  test('armed late ends it; a lost panel is not armed', () => {
    expect(
      course([
        [1_000, 'unknown'],
        [1_005, 'armed'],
        [1_200, 'armed'],
      ]),
    ).toEqual([
      [1_000, 'missed'],
      [1_005, 'met-late'],
    ])
  })

  test('a command that never comes to its end is a missed arming too', () => {
    expect(
      course([
        [1_000, 'arming'],
        [1_001, 'arming'],
        [1_002, 'arming'],
      ]),
    ).toEqual([[1_002, 'missed']])
  })

  test('the station was off at the time: told when it is back', () => {
    expect(
      course([
        [900, 'disarmed'],
        [1_200, 'disarmed'],
      ]),
    ).toEqual([[1_200, 'missed']])
  })

  test('just started, it waits until the device was read', () => {
    const settling = stepWatch(
      followed,
      { type: 'look', look: lookAt(1_000, 'unknown', true) },
      1_000 * minute,
    )
    expect(settling.told).toEqual([])
    const read = stepWatch(settling.watch, { type: 'look', look: lookAt(1_001, 'armed') }, 1_001 * minute)
    expect(read).toMatchObject({ watch: { stage: 'met' }, told: [] })
  })

  test('disarmed in the night it is given its time, then told', () => {
    const looks: [number, PartitionState][] = [
      [1_000, 'armed'],
      [1_100, 'disarmed'],
      [1_159, 'disarmed'],
      [1_160, 'disarmed'],
    ]
    expect(course(looks)).toEqual([[1_160, 'missed']])
  })

  test('a schedule that is new in the evening is not held against anybody at once', () => {
    expect(
      course(
        [
          [1_200, 'disarmed'],
          [1_259, 'disarmed'],
          [1_260, 'disarmed'],
        ],
        null,
      ),
    ).toEqual([[1_260, 'missed']])
  })

  test('the next change overtakes a missed one', () => {
    const later = stepWatch(
      {
        ...followed,
        dueAtMs: due.atMs,
        to: 'armed',
        stage: 'missed',
        stageAtMs: due.atMs,
        missedAtMs: due.atMs,
      },
      { type: 'look', look: { ...lookAt(1_000, 'disarmed'), last: morning, next: null } },
      morning.atMs,
    )
    expect(later).toMatchObject({ watch: { to: 'disarmed', stage: 'met' }, told: ['superseded'] })
  })
})

describe('overtime', () => {
  const hold = { type: 'hold', untilMs: 1_060 * minute, reason: '加班', byName: '王' } as const

  test('put off before the time: told when that is over, escalated after', () => {
    const reminded = stepWatch(followed, { type: 'look', look: lookAt(990, 'disarmed') }, 990 * minute).watch
    const held = stepWatch(reminded, hold, 991 * minute).watch
    const looks: [number, PartitionState][] = [
      [1_000, 'disarmed'],
      [1_059, 'disarmed'],
      [1_060, 'disarmed'],
      [1_070, 'disarmed'],
    ]
    expect(course(looks, held)).toEqual([
      [1_060, 'missed'],
      [1_070, 'escalate'],
    ])
  })

  test('put off after the alarm: alarmed again when that is over, not escalated meanwhile', () => {
    const missed = stepWatch(
      followed,
      { type: 'look', look: lookAt(1_000, 'disarmed') },
      1_000 * minute,
    ).watch
    const held = stepWatch(missed, hold, 1_005 * minute).watch
    expect(
      course(
        [
          [1_010, 'disarmed'],
          [1_060, 'disarmed'],
          [1_061, 'disarmed'],
        ],
        held,
      ),
    ).toEqual([
      [1_060, 'superseded'],
      [1_060, 'missed'],
    ])
  })

  test('nothing that is done can be put off', () => {
    expect(stepWatch(followed, hold, 1_000 * minute).watch).toBe(followed)
  })
})

describe('any course of states', () => {
  const states = fc.constantFrom<PartitionState>('unknown', 'disarmed', 'arming', 'armed', 'disarming')
  const anyCourse = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), states), { maxLength: 60 })

  test('a night that ends unarmed was told; what was told missed is ended or open; nothing is told twice', () => {
    fc.assert(
      fc.property(anyCourse, steps => {
        let watch: ArmingWatch | null = followed
        let at = 950
        let open = false
        for (const [minutes, state] of steps) {
          at += minutes
          if (at >= 1_500) break
          const look = lookAt(at, state)
          const outcome = stepWatch(watch, { type: 'look', look }, at * minute)
          for (const told of outcome.told) {
            if (told === 'missed') {
              expect(open).toBe(false)
              expect(state).not.toBe('armed')
              open = true
            }
            if (told === 'escalate') expect(open).toBe(true)
            if (told === 'met-late') {
              expect(state).toBe('armed')
              open = false
            }
          }
          watch = outcome.watch
          // A restart in between: the watch is what is on disk, nothing else.
          const again = stepWatch(structuredClone(watch), { type: 'look', look }, at * minute)
          expect(again.told).toEqual([])
          if (state === 'armed') expect(open).toBe(false)
        }
        expect(watch?.missedAtMs !== null).toBe(open)
      }),
    )
  })
})
