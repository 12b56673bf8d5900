import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Beat } from './beat.ts'

const lookEverySeconds = 0.5

/** How far a second tile's frames come after the first one's, s, after some looks on a screen of this refresh. */
function apartAfter(
  looks: number,
  phaseSeconds: number,
  periodSeconds: number,
  refreshSeconds: number,
): number {
  const beat = new Beat()
  const [first, second] = [{ mediaSeconds: 0 }, { mediaSeconds: phaseSeconds }]
  const shownAt = (nowSeconds: number, { mediaSeconds }: { mediaSeconds: number }) => {
    const dueSeconds = nowSeconds + (Math.ceil(mediaSeconds / periodSeconds) * periodSeconds - mediaSeconds)
    return Math.ceil(dueSeconds / refreshSeconds - 1e-9) * refreshSeconds
  }
  let apart = 0
  for (let look = 0; look < looks; look++) {
    const shown = [first, second].map(tile => {
      const seconds = shownAt(look * lookEverySeconds, tile)
      const trim = beat.trim(tile, seconds, periodSeconds, lookEverySeconds)
      tile.mediaSeconds += lookEverySeconds * (1 + trim)
      return seconds
    })
    apart = (shown[1] ?? 0) - (shown[0] ?? 0)
  }
  return Math.abs(apart - Math.round(apart / periodSeconds) * periodSeconds)
}

test('whatever their phases, the frames of two tiles come to change together', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 0.1, noNaN: true }),
      fc.constantFrom(1 / 10, 1 / 15, 1 / 30),
      fc.constantFrom(1 / 30, 1 / 60),
      (phaseSeconds, periodSeconds, refreshSeconds) => {
        expect(apartAfter(12, phaseSeconds, periodSeconds, refreshSeconds)).toBeLessThan(0.009)
      },
    ),
  )
})

test('the first tile, and one without a rhythm, play at their own speed', () => {
  const beat = new Beat()
  const [first, second] = [{}, {}]
  expect(beat.trim(first, 10, 0.1, lookEverySeconds)).toBe(0)
  expect(beat.trim(first, 10.53, 0.1, lookEverySeconds)).toBe(0)
  expect(beat.trim(second, 10.57, 0, lookEverySeconds)).toBe(0)
  expect(beat.trim(second, 10.57, 1, lookEverySeconds)).toBe(0)
})

test('late frames are hurried, early ones held back, never by more than three per cent', () => {
  const beat = new Beat()
  const second = {}
  beat.trim({}, 10, 0.1, lookEverySeconds)
  expect(beat.trim(second, 10.01, 0.1, lookEverySeconds)).toBeCloseTo(0.02)
  expect(beat.trim(second, 9.99, 0.1, lookEverySeconds)).toBeCloseTo(-0.02)
  expect(beat.trim(second, 10.04, 0.1, lookEverySeconds)).toBe(0.03)
})

test('when the tile that gave the beat is gone, another gives it', () => {
  const beat = new Beat()
  const second = {}
  beat.trim({}, 10, 0.1, lookEverySeconds)
  expect(beat.trim(second, 11.03, 0.1, lookEverySeconds)).not.toBe(0)
  expect(beat.trim(second, 13.03, 0.1, lookEverySeconds)).toBe(0)
  expect(beat.trim({}, 13.53, 0.1, lookEverySeconds)).toBe(0)
})
