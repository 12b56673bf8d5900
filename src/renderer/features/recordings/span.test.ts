import { expect, test } from 'vitest'
import { fieldsOf, incidentSpan, presetSpan, spanOf } from './span.ts'

const nowMs = Date.UTC(2026, 10, 21, 18, 40, 58) // 02:40:58 in Beijing

test('fields and period are the same thing, in Beijing time', () => {
  const span = presetSpan('last-hour', nowMs)
  expect(fieldsOf(span)).toEqual({
    fromDay: '2026-11-22',
    fromTime: '01:40:58',
    toDay: '2026-11-22',
    toTime: '02:40:58',
  })
  expect(spanOf(fieldsOf(span))).toEqual(span)
})

test('half-typed or reversed fields are no period', () => {
  const fields = fieldsOf(presetSpan('today', nowMs))
  expect(spanOf({ ...fields, fromTime: '' })).toBeNull()
  expect(spanOf({ ...fields, toDay: '2026-11-01' })).toBeNull()
})

test('last night ends now while it is still night', () => {
  expect(fieldsOf(presetSpan('last-night', nowMs))).toMatchObject({
    fromDay: '2026-11-21',
    fromTime: '22:00:00',
    toTime: '02:40:58',
  })
})

test('an incident is looked at from before its first signal, never into the future', () => {
  const incident = { raisedAtMs: nowMs - 60_000, lastSignalAtMs: nowMs - 1_000 }
  expect(incidentSpan(incident, nowMs)).toEqual({ fromMs: nowMs - 360_000, toMs: nowMs })
})
