import { expect, test } from 'vitest'
import { idle, step, type StreamEvent } from './condition.ts'

const lost = (reason: string): StreamEvent => ({
  type: 'ended',
  end: { cause: 'lost', code: 'hung-up', reason },
})

/** Plays events one a second and tells the states it goes through. */
function states(...events: StreamEvent[]): string[] {
  let condition = idle(0)
  return events.map((event, index) => {
    condition = step(condition, event, (index + 1) * 1_000)
    return `${condition.state} since ${condition.sinceMs / 1000} dials ${condition.attempts}`
  })
}

test('a camera that hangs up is lost until a frame comes, however often it is dialled', () => {
  expect(
    states(
      { type: 'wanted' },
      { type: 'dialled' },
      { type: 'frame' },
      { type: 'frame' },
      lost('ended'),
      { type: 'dialled' },
      lost('refused'),
      { type: 'dialled' },
      { type: 'frame' },
    ),
  ).toEqual([
    'connecting since 1 dials 0',
    'connecting since 1 dials 1',
    'live since 3 dials 0',
    'live since 3 dials 0',
    'lost since 5 dials 0',
    'lost since 5 dials 1',
    'lost since 5 dials 1',
    'lost since 5 dials 2',
    'live since 9 dials 0',
  ])
})

test('silence makes a live stream stalled and a frame makes it live again', () => {
  expect(
    states({ type: 'wanted' }, { type: 'frame' }, { type: 'silence', reason: 'no frame' }, { type: 'frame' }),
  ).toEqual([
    'connecting since 1 dials 0',
    'live since 2 dials 0',
    'stalled since 3 dials 0',
    'live since 4 dials 0',
  ])
})

test('silence says nothing about a stream that was never live', () => {
  expect(states({ type: 'wanted' }, { type: 'silence', reason: 'no frame' }).at(-1)).toContain('connecting')
})

test('the age of the last frame survives the loss', () => {
  let condition = step(idle(0), { type: 'frame' }, 5_000)
  condition = step(condition, lost('gone'), 9_000)
  expect(condition).toMatchObject({ state: 'lost', lastFrameAtMs: 5_000, code: 'hung-up', reason: 'gone' })
})

test('frames that no decoder can begin with do not make a stream live, but say what is missing', () => {
  let condition = step(idle(0), { type: 'wanted' }, 1_000)
  condition = step(condition, { type: 'no-key-frame' }, 9_000)
  expect(condition).toMatchObject({ state: 'connecting', sinceMs: 1_000, code: 'no-key-frame' })
  expect(step(condition, { type: 'frame' }, 12_000)).toMatchObject({ state: 'live', code: 'none' })
})
