import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DutyRules } from '../site/duty.ts'
import { fillByPattern, planOf, spanOfShift, type PlannedDuty } from './roster.ts'
import { rosterWarnings } from './roster-warnings.ts'

const rules = DutyRules.parse({}).roster
const at = (text: string): number => Date.parse(`2026-11-${text}:00+08:00`)
const spans: Readonly<Record<string, { from: string; to: string }>> = {
  day: { from: '06:00', to: '18:00' },
  night: { from: '18:00', to: '06:00' },
  whole: { from: '08:00', to: '08:00' },
}
const duty = (day: string, shift: string, personId: string, post = 'desk'): PlannedDuty => ({
  post,
  postName: post,
  day: `2026-11-${day}`,
  shift,
  shiftName: shift,
  personId,
  personName: personId,
  ...spanOfShift(`2026-11-${day}`, spans[shift] ?? { from: '00:00', to: '00:00' }),
})

test('a shift goes over midnight, and lasts a whole day where it ends as it begins', () => {
  expect(duty('22', 'night', 'wang')).toMatchObject({ fromMs: at('22T18:00'), toMs: at('23T06:00') })
  expect(duty('22', 'whole', 'wang')).toMatchObject({ fromMs: at('22T08:00'), toMs: at('23T08:00') })
})

const planned = [duty('22', 'night', 'wang'), duty('23', 'day', 'zhang')]
const lateAt = (text: string, personId = 'wang', hasServed = false) =>
  planOf(planned, personId, rules, at(text), () => hasServed)

test('late and early are told in minutes; a few minutes are neither', () => {
  expect(lateAt('22T18:10')).toMatchObject({ kind: 'planned', lateMinutes: 10 })
  expect(lateAt('22T18:05')).toMatchObject({ kind: 'planned', lateMinutes: 0 })
  expect(lateAt('22T17:15')).toMatchObject({ kind: 'planned', lateMinutes: 0 })
  expect(lateAt('22T15:30')).toMatchObject({ kind: 'planned', lateMinutes: -150 })
  expect(lateAt('22T18:10', 'wang', true)).toMatchObject({ lateMinutes: 0 })
})

test('somebody who is not planned stands instead of who is; without a roster nothing is said', () => {
  expect(lateAt('22T18:10', 'li')).toMatchObject({ kind: 'instead', of: 'wang', fromMs: at('22T18:00') })
  // Just before the turn of the shift it is the next one that he takes.
  expect(lateAt('23T05:50', 'li')).toMatchObject({ kind: 'instead', of: 'zhang' })
  expect(lateAt('25T12:00')).toEqual({ kind: 'none' })
  expect(planOf([duty('22', 'day', 'wang', 'gate')], 'li', rules, at('22T08:00'))).toEqual({ kind: 'none' })
})

test('four guards go day, night, rest, rest, each a day behind the one before', () => {
  const cells = fillByPattern({
    post: 'desk',
    days: ['2026-11-22', '2026-11-23'],
    cycle: ['day', 'night', null, null],
    people: ['a', 'b', 'c', 'd'],
  })
  expect(cells.map(({ day, shift, personId }) => `${day.slice(8)} ${shift} ${personId}`)).toEqual([
    '22 day a',
    '22 night d',
    '23 night a',
    '23 day b',
  ])
})

test('no pattern puts two people on one place, or anybody on two places of a day', () => {
  const shift = fc.constantFrom('day', 'night', null)
  fc.assert(
    fc.property(
      fc.array(shift, { maxLength: 8 }),
      fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 5 }),
      (cycle, people) => {
        const cells = fillByPattern({ post: 'desk', days: ['2026-11-22', '2026-11-23'], cycle, people })
        const places = cells.map(({ day, shift: id }) => `${day} ${id}`)
        const persons = cells.map(({ day, personId }) => `${day} ${personId}`)
        expect(new Set(places).size).toBe(cells.length)
        expect(new Set(persons).size).toBe(cells.length)
      },
    ),
  )
})

const guards = [
  { id: 'wang', certificateValidTo: '2026-11-23' },
  { id: 'zhang', certificateValidTo: '2027-06-30' },
]
const kindsOf = (duties: readonly PlannedDuty[], absences: Parameters<typeof rosterWarnings>[2] = []) =>
  rosterWarnings(duties, guards, absences, rules).map(
    ({ duty: key, kind }) => `${key.replace(/^.*?-11-/, '')} ${kind}`,
  )

test('on again at once, and longer than a day without rest', () => {
  expect(kindsOf([duty('22', 'day', 'zhang'), duty('22', 'night', 'zhang')])).toEqual(['22:night rest-short'])
  expect(
    kindsOf([duty('22', 'day', 'zhang'), duty('22', 'night', 'zhang'), duty('23', 'day', 'zhang')]),
  ).toEqual(['22:night rest-short', '23:day rest-short', '23:day too-long'])
  expect(kindsOf([duty('22', 'night', 'zhang'), duty('23', 'night', 'zhang')])).toEqual([])
  expect(kindsOf([duty('22', 'day', 'zhang'), duty('22', 'day', 'zhang', 'gate')])).toEqual(['22:day double'])
})

test('a certificate that ends before the shift does, somebody who is away or is no guard', () => {
  expect(kindsOf([duty('22', 'night', 'wang'), duty('23', 'night', 'wang')])).toEqual([
    '23:night certificate-expires',
  ])
  expect(kindsOf([duty('22', 'night', 'chen')])).toEqual(['22:night not-a-guard'])
  const away = {
    id: 1,
    personId: 'zhang',
    personName: '张',
    fromDay: '2026-11-23',
    toDay: '2026-11-24',
    reason: '病假',
  }
  // The night shift of the day before still reaches into the absence.
  expect(kindsOf([duty('21', 'night', 'zhang'), duty('22', 'night', 'zhang')], [away])).toEqual([
    '22:night absent',
  ])
})
