import { expect, test } from 'vitest'
import { TranscoderSlots } from './transcoder-slots.ts'

test('so many pixels and no more; one always fits, and who waits is told once when a place is free', () => {
  const slots = new TranscoderSlots(100)
  const large = slots.take(400)
  expect([large !== null, slots.take(1)]).toEqual([true, null])
  const told: string[] = []
  slots.whenFree(() => told.push('first'))
  const gone = slots.whenFree(() => told.push('gone'))
  gone[Symbol.dispose]()
  large?.[Symbol.dispose]()
  large?.[Symbol.dispose]()
  expect(told).toEqual(['first'])
  const small = [slots.take(40), slots.take(40)]
  expect([slots.take(40), small.includes(null)]).toEqual([null, false])
  for (const place of small) place?.[Symbol.dispose]()
  expect(told).toEqual(['first'])
})
