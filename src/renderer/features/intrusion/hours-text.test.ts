import { expect, test } from 'vitest'
import { hoursOf, textOfHours } from './hours-text.ts'

test('hours are read as people write them', () => {
  const lessons = [{ from: '06:00', to: '22:00' }]
  for (const text of ['06:00-22:00', '6:00-22:00', ' 06：00 – 22：00 ', '6:00至22:00', '06:00 ~ 22:00'])
    expect(hoursOf(text), text).toEqual(lessons)
  expect(hoursOf('06:00-12:00，13:00-24:00')).toEqual([
    { from: '06:00', to: '12:00' },
    { from: '13:00', to: '24:00' },
  ])
  expect(hoursOf('')).toEqual([])
})

test('what is no span of a day is refused', () => {
  for (const text of [
    '22:00-06:00',
    '06:00',
    '6-22',
    '25:00-26:00',
    '06:00-06:00',
    '06:00-24:01',
    '1:00-2:00-3:00',
  ])
    expect(hoursOf(text), text).toBeNull()
})

test('what is written is read back', () => {
  const hours = [
    { from: '06:00', to: '12:00' },
    { from: '13:00', to: '24:00' },
  ]
  expect(hoursOf(textOfHours(hours))).toEqual(hours)
  expect(textOfHours(undefined)).toBe('')
})
