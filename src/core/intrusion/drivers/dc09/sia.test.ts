import { expect, test } from 'vitest'
import { parseSia, siaMeaning } from './sia.ts'

test.each([
  ['#1234|Nri1BA5', { code: 'BA', number: 5, partitionNumber: 1 }],
  ['#1234|Nri1/BA5', { code: 'BA', number: 5, partitionNumber: 1 }],
  ['#123456|Nri1CL0^VX FRONTE ^', { code: 'CL', number: 0, partitionNumber: 1 }],
  ['#1234|Nti10:20id7ri2/OP7', { code: 'OP', number: 7, partitionNumber: 2 }],
  ['#1234|NRR|Atest', { code: 'RR', number: null, partitionNumber: null }],
  ['#1234|1130 01 005', null],
  ['', null],
])('%j', (data, expected) => {
  expect(parseSia(data)).toEqual(expected)
})

test('letters outside the table are unclassified', () => {
  expect(['BA', 'PR', 'CL', 'ZZ', 'constructor'].map(code => siaMeaning(code).kind)).toEqual([
    'alarm.intrusion',
    'alarm.panic',
    'armed',
    'unclassified',
    'unclassified',
  ])
})
