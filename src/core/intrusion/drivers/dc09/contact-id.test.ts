import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contactIdCodes } from './contact-id-codes.ts'
import { contactIdMeaning, formatContactId, parseContactId, type ContactIdMeaning } from './contact-id.ts'

function meaningOf(data: string): ContactIdMeaning {
  const event = parseContactId(data)
  if (event === null) throw new Error('no Contact ID')
  return contactIdMeaning(event)
}

const nobody = { zoneNumber: null, userNumber: null }

describe('Contact ID', () => {
  test('qualifier, code, partition and number', () => {
    expect(parseContactId('#1234|1130 01 005')).toEqual({
      qualifier: 1,
      code: '130',
      partitionNumber: 1,
      number: 5,
    })
  })

  test.each<[string, ContactIdMeaning]>([
    ['#1234|1130 01 005', { kind: 'alarm.intrusion', edge: 'active', zoneNumber: 5, userNumber: null }],
    ['#1234|3130 01 005', { kind: 'alarm.intrusion', edge: 'restored', zoneNumber: 5, userNumber: null }],
    ['#1234|6131 01 012', { kind: 'alarm.perimeter', edge: 'active', zoneNumber: 12, userNumber: null }],
    ['#1234|1120 00 009', { kind: 'alarm.panic', edge: 'active', zoneNumber: 9, userNumber: null }],
    ['#1234|1110 00 129', { kind: 'alarm.fire', edge: 'active', zoneNumber: 129, userNumber: null }],
    ['#1234|1144 01 003', { kind: 'tamper', edge: 'active', zoneNumber: 3, userNumber: null }],
    ['#1234|3401 01 003', { kind: 'armed', edge: 'active', zoneNumber: null, userNumber: 3 }],
    ['#1234|1401 01 003', { kind: 'disarmed', edge: 'active', zoneNumber: null, userNumber: 3 }],
    ['#1234|3407 01 000', { kind: 'armed', edge: 'active', zoneNumber: null, userNumber: 0 }],
    ['#1234|6401 01 003', { kind: 'unclassified', edge: 'active', zoneNumber: null, userNumber: 3 }],
    ['#1234|1301 00 000', { kind: 'fault.power', edge: 'active', ...nobody }],
    // An expander's number must not be taken for a zone's.
    ['#1234|1341 00 002', { kind: 'tamper', edge: 'active', ...nobody }],
    ['#1234|1570 01 004', { kind: 'bypass', edge: 'active', zoneNumber: 4, userNumber: null }],
    ['#1234|1602 00 000', { kind: 'test', edge: 'active', ...nobody }],
    ['#1234|1999 01 005', { kind: 'unclassified', edge: 'active', ...nobody }],
  ])('%s', (data, expected) => {
    expect(meaningOf(data)).toEqual(expected)
  })

  test('an installation may give a code its own meaning', () => {
    const event = parseContactId('#1234|1371 01 007')!
    expect(contactIdMeaning(event, { '371': 'alarm.cut' })).toMatchObject({
      kind: 'alarm.cut',
      zoneNumber: 7,
    })
  })

  test.each([
    '',
    '#1234|',
    '#1234|2130 01 005',
    '#1234|1130 01 05',
    '#1234|Nri1BA5',
    '#1234|113001005',
    '__proto__',
  ])('%j is none', data => {
    expect(parseContactId(data)).toBeNull()
  })

  test('what is written is read back', () => {
    const event = fc.record({
      qualifier: fc.constantFrom<1 | 3 | 6>(1, 3, 6),
      code: fc.constantFrom(...Object.keys(contactIdCodes)),
      partitionNumber: fc.option(fc.integer({ min: 1, max: 99 })),
      number: fc.integer({ min: 0, max: 999 }),
    })
    fc.assert(
      fc.property(event, each => {
        expect(parseContactId(formatContactId('1234', each))).toEqual(each)
      }),
    )
  })

  test('every code has three digits and a name in both languages', () => {
    const wrong = Object.entries(contactIdCodes).filter(
      ([code, { zh, en }]) =>
        !/^\d{3}$/.test(code) || !/[\u4e00-\u9fff]/.test(zh) || !/^[\x20-\x7e]+$/.test(en),
    )
    expect(wrong).toEqual([])
    expect(Object.keys(contactIdCodes).length).toBeGreaterThan(180)
  })
})
