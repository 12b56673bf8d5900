import { expect, test } from 'vitest'
import { batchesOf } from './batches.ts'

test('no camera is left out beyond what one question can name', () => {
  const cameras = Array.from({ length: 130 }, (_, index) => `cam-${index + 1}`)
  const batches = batchesOf(cameras)
  expect(batches.map(({ length }) => length)).toEqual([64, 64, 2])
  expect(batches.flat()).toEqual(cameras)
  expect(batchesOf([])).toEqual([])
})
