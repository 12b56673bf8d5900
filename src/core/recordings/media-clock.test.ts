import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MediaClock } from './media-clock.ts'

/** A camera with zero at `zeroMs` whose clock runs `ppm` too fast; every arrival is delayed as told. */
function run(options: { zeroMs: number; ppm: number; seconds: number; delayMs: (index: number) => number }) {
  const clock = new MediaClock()
  const count = options.seconds * 10
  for (let index = 1; index <= count; index++) {
    const realMs = index * 100
    clock.observe(realMs * (1 + options.ppm / 1e6), options.zeroMs + realMs + options.delayMs(index))
  }
  return clock
}

test('a burst of old pictures at the start does not date the recording late', () => {
  const clock = run({
    zeroMs: 5_000,
    ppm: 0,
    seconds: 10,
    delayMs: index => Math.max(0, 2_000 - index * 100),
  })
  expect(clock.zeroMs).toBe(5_000)
})

test('jitter of the network is not mistaken for time', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 50, maxLength: 50 }), jitter => {
      const clock = run({ zeroMs: 0, ppm: 0, seconds: 60, delayMs: index => jitter[index % 50] ?? 0 })
      expect(clock.zeroMs).toBe(Math.min(...jitter))
    }),
  )
})

test('a camera that drifts by 100 ppm is followed within 5 ms over a day', () => {
  const seconds = 86_400
  const clock = run({ zeroMs: 0, ppm: 100, seconds, delayMs: () => 0 })
  const mediaNowMs = seconds * 1_000 * (1 + 100 / 1e6)
  expect(Math.abs(clock.zeroMs + mediaNowMs - seconds * 1_000)).toBeLessThan(5)
})
