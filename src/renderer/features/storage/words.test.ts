import { expect, test } from 'vitest'
import { formatBytes, formatLength, formatShare } from './words.ts'

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_500, '1.5 KB'],
  [123_400_000, '123 MB'],
  [4e12, '4.0 TB'],
])('%d bytes are %s', (bytes, words) => {
  expect(formatBytes(bytes)).toBe(words)
})

test('what is not whole is never 100 %', () => {
  expect(formatShare(0.99999)).toBe('99.9%')
  expect(formatShare(1)).toBe('100.0%')
})

test('a length has hours first', () => {
  expect(formatLength(7_510_000)).toBe('2:05:10')
})
