import { expect, test } from 'vitest'
import { dataFolder } from '../../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../../tests/helpers/fake-clock.ts'
import { openDatabase } from '../../platform/database.ts'
import { TensionSeries } from './service.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

function room() {
  const folder = dataFolder()
  const db = openDatabase(folder.path)
  const clock = new FakeClock(Date.parse('2026-11-22T10:00:00Z'))
  return {
    db,
    clock,
    [Symbol.dispose]: () => {
      db.close()
      folder[Symbol.dispose]()
    },
  }
}

test('a minute is kept as lowest, mean and highest; what is under way when the station ends is not lost', () => {
  using here = room()
  const { db, clock } = here
  const startMs = clock.now()
  {
    using series = new TensionSeries({ db, clock })
    for (const [seconds, newtons] of [
      [0, 300],
      [20, 330],
      [40, 270],
      [60, 301.5],
    ] as const)
      series.record(
        'fence',
        new Map([
          [1, newtons],
          [2, 100],
        ]),
        startMs + seconds * 1_000,
      )
    expect(series.report('fence', 1, 1).stretches).toEqual([
      { atMs: startMs, low: 270, mean: 300, high: 330 },
    ])
    expect(series.report('fence', 1, 1).latest.at(-1)).toEqual([startMs + minuteMs, 301.5])
  }
  using again = new TensionSeries({ db, clock })
  expect(again.report('fence', 1, 1).stretches).toEqual([
    { atMs: startMs, low: 270, mean: 300, high: 330 },
    { atMs: startMs + minuteMs, low: 301.5, mean: 301.5, high: 301.5 },
  ])
  expect(again.report('fence', 3, 1)).toEqual({ stretchMs: minuteMs, stretches: [], latest: [], alarms: [] })
})

test('an alarm keeps every reading of half a minute before and after it, and none beyond', () => {
  using here = room()
  const { db, clock } = here
  const startMs = clock.now()
  using series = new TensionSeries({ db, clock })
  for (let second = 0; second <= 200; second++) {
    const atMs = startMs + second * 1_000
    series.record('fence', new Map([[4, second === 100 ? 480 : 300]]), atMs)
    if (second === 100) {
      series.alarmed('fence', 4, atMs)
      series.alarmed('fence', 4, atMs + 1)
      // What came before is on disk at once: nobody knows how long the station lives.
      expect(series.report('fence', 4, 1).alarms[0]?.readings).toHaveLength(31)
    }
  }
  const { alarms } = series.report('fence', 4, 1)
  expect(alarms).toHaveLength(1)
  const seconds = alarms[0]!.readings.map(([atMs]) => (atMs - startMs) / 1_000)
  expect([seconds[0], seconds.at(-1), seconds.length]).toEqual([70, 130, 61])
  expect(Math.max(...alarms[0]!.readings.map(([, newtons]) => newtons))).toBe(480)
})

test('what is older than thirty days is removed, and a long time comes in few stretches', () => {
  using here = room()
  const { db, clock } = here
  const startMs = clock.now()
  using series = new TensionSeries({ db, clock })
  for (let day = 0; day <= 40; day++) {
    const atMs = startMs - (40 - day) * dayMs
    series.record('fence', new Map([[1, 300 + day]]), atMs)
    if (day === 2) series.alarmed('fence', 1, atMs)
  }
  const count = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM tension_minute').get()?.n
  expect(count).toBe(30)
  const { stretchMs, stretches, alarms } = series.report('fence', 1, 720)
  expect(stretchMs).toBe(120 * minuteMs)
  expect(stretches.at(-1)?.mean).toBe(339)
  expect(alarms).toEqual([])
})
