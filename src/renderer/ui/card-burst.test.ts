import { expect, test } from 'vitest'
import { noBurst, stepBurst, type BurstEvent } from './card-burst.ts'

/** What comes of keys at their times: digits that were released, and cards. */
function typed(keys: readonly [string, number][]): { released: string; cards: string[] } {
  let burst = noBurst
  let released = ''
  const cards: string[] = []
  for (const [key, atMs] of keys) {
    const event: BurstEvent =
      key === 'Enter'
        ? { type: 'enter', atMs }
        : key === '…'
          ? { type: 'pause' }
          : /\d/.test(key)
            ? { type: 'digit', digit: key, atMs }
            : { type: 'other' }
    const step = stepBurst(burst, event)
    burst = step.burst
    released += step.release
    if (step.card !== null) cards.push(step.card)
  }
  return { released, cards }
}

const at = (text: string, everyMs: number, fromMs = 0): [string, number][] =>
  Array.from(text).map((key, index) => [key, fromMs + index * everyMs])

test('ten fast digits and Enter are a card, and none of them goes anywhere else', () => {
  expect(typed([...at('0012345678', 8), ['Enter', 80]])).toEqual({ released: '', cards: ['0012345678'] })
})

test('a PIN typed by hand is no card, however fast the hand', () => {
  expect(typed([...at('246810', 120), ['Enter', 800]])).toEqual({ released: '246810', cards: [] })
  expect(typed([...at('246810', 40), ['Enter', 240]])).toEqual({ released: '246810', cards: [] })
  expect(typed([...at('24681012', 90), ['Enter', 720]])).toEqual({ released: '24681012', cards: [] })
})

test('a long number that pauses before Enter, or stops for good, goes where it was typed', () => {
  expect(typed([...at('0012345678', 8), ['Enter', 400]])).toEqual({ released: '0012345678', cards: [] })
  expect(typed([...at('0012345678', 8), ['…', 0]])).toEqual({ released: '0012345678', cards: [] })
})

test('another key in between ends it; what came before stays in its order', () => {
  expect(typed([...at('1234', 8), ['a', 33], ...at('56789012', 8, 40), ['Enter', 104]])).toEqual({
    released: '1234',
    cards: ['56789012'],
  })
})
