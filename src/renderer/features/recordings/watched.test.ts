import { expect, test } from 'vitest'
import { Watched } from './watched.ts'

/** Plays from a position for some seconds, looked at twice a second. */
function play(watched: Watched, fromMs: number, seconds: number, startMs: number, rate = 1): void {
  for (let tick = 0; tick <= seconds * 2; tick++)
    watched.saw(fromMs + tick * 500 * rate, rate, startMs + tick * 500)
}

test('one stretch while it plays, taken in pieces that join without hole or overlap', () => {
  const watched = new Watched()
  play(watched, 10_000, 2, 0)
  expect(watched.take()).toEqual([{ fromMs: 10_000, toMs: 12_000 }])
  watched.saw(12_500, 1, 2_500)
  expect(watched.take()).toEqual([{ fromMs: 12_000, toMs: 12_500 }])
  expect(watched.take()).toEqual([])
})

test('a jump over a gap is not watched', () => {
  const watched = new Watched()
  play(watched, 10_000, 1, 0)
  play(watched, 100_000, 1, 1_500)
  expect(watched.take()).toEqual([
    { fromMs: 10_000, toMs: 11_000 },
    { fromMs: 100_000, toMs: 101_000 },
  ])
})

test('fast playing is one stretch, going back begins another, a pause adds nothing', () => {
  const watched = new Watched()
  play(watched, 0, 2, 0, 8)
  watched.stopped()
  play(watched, 5_000, 1, 60_000)
  expect(watched.take()).toEqual([
    { fromMs: 0, toMs: 16_000 },
    { fromMs: 5_000, toMs: 6_000 },
  ])
})
