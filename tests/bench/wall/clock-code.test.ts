import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ageOf, blockPixels, codeBlocks, codeTop, drawClock, readClock } from './clock-code.ts'

function brightnessOf(luma: Uint8Array): number[] {
  const middle = codeTop + blockPixels / 2
  return Array.from({ length: codeBlocks }, (_, block) => luma[middle * 640 + block * 16 + 8] ?? 0)
}

test('what is drawn is read', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 45 }), timeMs => {
      const luma = new Uint8Array(640 * 360)
      drawClock(luma, 640, timeMs)
      const shown = readClock(brightnessOf(luma))
      expect(shown).toBe(timeMs % 2 ** 32)
      expect(ageOf(shown ?? 0, timeMs + 250)).toBe(250)
    }),
  )
})

test('a picture without a clock, or half of another, is not read', () => {
  expect(readClock(Array.from({ length: codeBlocks }, () => 16))).toBeNull()
  const luma = new Uint8Array(640 * 360)
  drawClock(luma, 640, 1_795_000_000_123)
  const torn = brightnessOf(luma)
  torn[20] = (torn[20] ?? 0) > 100 ? 16 : 235
  expect(readClock(torn)).toBeNull()
})
