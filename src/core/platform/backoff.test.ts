import { expect, test } from 'vitest'
import { Backoff } from './backoff.ts'

const next = (backoff: Backoff, times: number) => Array.from({ length: times }, () => backoff.next())

test('delays climb the table and stay on its last step', () => {
  expect(next(new Backoff(() => 0.5), 7)).toEqual([1_000, 2_000, 5_000, 10_000, 30_000, 30_000, 30_000])
})

test('jitter moves a delay by a tenth at most', () => {
  expect(next(new Backoff(() => 0), 2)).toEqual([900, 1_800])
  expect(next(new Backoff(() => 0.999_999), 2)).toEqual([1_100, 2_200])
})

test('only proof of health goes back to the first step', () => {
  const backoff = new Backoff(() => 0.5)
  expect(next(backoff, 3)).toEqual([1_000, 2_000, 5_000])
  backoff.healthy()
  expect(next(backoff, 2)).toEqual([1_000, 2_000])
})
