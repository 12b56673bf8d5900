import { describe, expect, test } from 'vitest'
import { dataFolder } from '../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../tests/helpers/fake-clock.ts'
import { simulatedTime } from '../../../tests/helpers/simulated-time.ts'
import { until } from '../../../tests/helpers/until.ts'
import type { TimeServer } from '../../shared/site.ts'
import { IncidentService } from '../incidents/service.ts'
import { Journal } from '../journal/journal.ts'
import type { Clock } from '../platform/clock.ts'
import { openDatabase } from '../platform/database.ts'
import { openLog } from '../platform/log.ts'
import {
  ClockWatch,
  gradeOf,
  measureIntervalMs,
  proofNow,
  retryIntervalMs,
  validForMs,
  type ClockProof,
} from './clock-watch.ts'

const known = (deviationMs: number, uncertaintyMs = 0): Extract<ClockProof, { kind: 'known' }> => ({
  kind: 'known',
  deviationMs,
  uncertaintyMs,
  atMs: 1_000_000,
  atMonotonicMs: 5_000,
  server: 'time:123',
})

test('the grade follows the rule: at most 20 s either way, a warning from 15 s on', () => {
  const grades = [0, 15_000, 15_001, 20_000, 20_001].map(ms => [gradeOf(known(ms)), gradeOf(known(-ms))])
  const each = (grade: string) => [grade, grade]
  expect(grades).toEqual([each('ok'), each('ok'), each('warned'), each('warned'), each('failed')])
  expect(gradeOf(known(14_000, 1_001))).toBe('warned')
  expect(gradeOf({ kind: 'measuring' })).toBeNull()
  expect(gradeOf({ kind: 'unknown', reason: '' })).toBe('unknown')
})

test('a proof ends with its hour, and at once when the PC is set', () => {
  const proof = known(10)
  const after = (ms: number, setMs = 0) =>
    proofNow(proof, proof.atMs + ms + setMs, proof.atMonotonicMs + ms).kind
  expect([after(0), after(validForMs), after(validForMs + 1)]).toEqual(['known', 'known', 'unknown'])
  expect([after(60_000, 1_000), after(60_000, 1_001), after(60_000, -1_001)]).toEqual([
    'known',
    'measuring',
    'measuring',
  ])
})

const clockKinds = ['check.clock-ok', 'check.clock-warned', 'check.clock-failed', 'check.clock-unknown']

/** A station's journal and incidents on a clock that stands still, and a time server that goes by the same clock. */
async function openWatch() {
  await using starting = new AsyncDisposableStack()
  const folder = starting.use(dataFolder())
  const fake = new FakeClock()
  let setMs = 0
  const clock: Clock = {
    now: () => fake.now() + setMs,
    monotonic: () => fake.monotonic(),
    sleep: (ms, signal) => fake.sleep(ms, signal),
  }
  const time = starting.use(await simulatedTime(() => fake.now()))
  const db = starting.adopt(openDatabase(folder.path), opened => void opened.close())
  const journal = new Journal(db, clock)
  const incidents = new IncidentService({ db, journal, clock })
  const start = (servers: readonly TimeServer[] = [{ host: '127.0.0.1', port: time.port }]) =>
    new ClockWatch({ servers, journal, incidents, clock, log: openLog(folder.path) })
  const owned = starting.move()
  return {
    fake,
    journal,
    incidents,
    start,
    port: time.port,
    tell: (word: 'drift' | 'mute' | 'restore') => time.tell(word),
    setPc: (ms: number) => void (setMs = ms),
    entries: () => journal.between(clockKinds, 0, Number.MAX_SAFE_INTEGER).map(({ kind }) => kind),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** The next round that ends. */
function round(watch: ClockWatch): Promise<ClockProof> {
  return new Promise(resolve => {
    const subscription = watch.measured.on(proof => {
      subscription[Symbol.dispose]()
      resolve(proof)
    })
  })
}

describe('the watch', () => {
  test('proves a right clock, and writes that down once', async () => {
    await using room = await openWatch()
    await using watch = room.start()
    expect(watch.deviationMs()).toBeNull()
    expect(await round(watch)).toMatchObject({ kind: 'known', server: `127.0.0.1:${room.port}` })
    expect(watch.deviationMs()).toBeCloseTo(0, 2)
    const second = round(watch)
    await room.fake.advance(measureIntervalMs)
    await second
    expect(room.entries()).toEqual(['check.clock-ok'])
  })

  test('raises an incident beyond 20 s, and ends it when the time is right again', async () => {
    await using room = await openWatch()
    await room.tell('drift')
    await using watch = room.start()
    await round(watch)
    expect(watch.deviationMs()).toBeCloseTo(-37_000, 1)
    const [incident] = room.incidents.open()
    expect(incident).toMatchObject({ kind: 'device-fault', placeName: '值守台时钟', signalState: 'active' })
    await room.tell('restore')
    const next = round(watch)
    await room.fake.advance(measureIntervalMs)
    await next
    expect(room.incidents.open()[0]).toMatchObject({ signalState: 'restored', signalCount: 1 })
    expect(room.entries()).toEqual(['check.clock-failed', 'check.clock-ok'])
  })

  test('keeps a proof for an hour of silence, then knows nothing', async () => {
    await using room = await openWatch()
    await using watch = room.start()
    await round(watch)
    await room.tell('mute')
    await room.fake.advance(validForMs)
    expect(watch.deviationMs()).toBeCloseTo(0, 2)
    // The round that finds the hour over may have begun before.
    await room.fake.advance(10_000)
    expect(watch.proof()).toMatchObject({ kind: 'unknown' })
    expect(watch.deviationMs()).toBeNull()
    expect(room.entries()).toEqual(['check.clock-ok', 'check.clock-unknown'])
  })

  test('measures anew at once when the PC is set', async () => {
    await using room = await openWatch()
    await using watch = room.start()
    await round(watch)
    room.setPc(25_000)
    expect(watch.deviationMs()).toBeNull()
    const next = round(watch)
    await room.fake.advance(1_000)
    await next
    expect(watch.deviationMs()).toBeCloseTo(25_000, 1)
    expect(room.entries()).toEqual(['check.clock-ok', 'check.clock-failed'])
  })

  test('asks the next server when one does not answer', async () => {
    await using room = await openWatch()
    await using watch = room.start([
      { host: '127.0.0.1', port: 1 },
      { host: '127.0.0.1', port: room.port },
    ])
    expect(await round(watch)).toMatchObject({ kind: 'known', server: `127.0.0.1:${room.port}` })
  })

  test('says why nothing is known, and asks again soon', async () => {
    await using room = await openWatch()
    await room.tell('mute')
    await using watch = room.start()
    const first = round(watch)
    // Two questions of 2 s each, and the pause between them.
    await room.fake.advance(6_000)
    expect(await first).toEqual({
      kind: 'unknown',
      reason: `127.0.0.1:${room.port}: no answer within 2000 ms`,
    })
    await room.tell('restore')
    await room.fake.advance(retryIntervalMs)
    await until(watch.measured, () => watch.proof().kind === 'known')
    expect(room.entries()).toEqual(['check.clock-unknown', 'check.clock-ok'])
  })

  test('a station that starts again does not write the same down twice', async () => {
    await using room = await openWatch()
    for (let start = 0; start < 2; start++) {
      await using watch = room.start([])
      expect(await round(watch)).toEqual({ kind: 'unknown', reason: 'no time server is set up' })
    }
    expect(room.entries()).toEqual(['check.clock-unknown'])
  })
})
