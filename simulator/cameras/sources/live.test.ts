import { expect, test } from 'vitest'
import { beijingZone } from './live.ts'

test.each([
  [0, 'CST-08:00:00'],
  [25, 'CST-08:00:25'],
  [-25, 'CST-07:59:35'],
  [3_700, 'CST-09:01:40'],
])('a clock %d s ahead is the time zone %s', (offsetSeconds, zone) => {
  expect(beijingZone(offsetSeconds)).toBe(zone)
})
