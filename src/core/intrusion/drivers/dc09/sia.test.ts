import { expect, test } from 'vitest'
import { codeName } from './code-name.ts'
import { siaCodes } from './sia-codes.ts'
import { parseSia, siaMeaning } from './sia.ts'

test.each([
  ['#1234|Nri1BA5', [{ code: 'BA', number: 5, partitionNumber: 1 }]],
  ['#1234|Nri1/BA5', [{ code: 'BA', number: 5, partitionNumber: 1 }]],
  ['#123456|Nri1CL0^VX FRONTE ^', [{ code: 'CL', number: 0, partitionNumber: 1 }]],
  ['#1234|Nti10:20id7ri2/OP7', [{ code: 'OP', number: 7, partitionNumber: 2 }]],
  ['#1234|NRR|Atest', [{ code: 'RR', number: null, partitionNumber: null }]],
  [
    '#1234|Nti10:20/ri1/BA5^HALL^/TA6/ri2/BR7',
    [
      { code: 'BA', number: 5, partitionNumber: 1 },
      { code: 'TA', number: 6, partitionNumber: 1 },
      { code: 'BR', number: 7, partitionNumber: 2 },
    ],
  ],
  // A text names no event, closed or not.
  [
    '#1234|NBA5^BA7 PA8^|Nri1FA2^PA',
    [
      { code: 'BA', number: 5, partitionNumber: null },
      { code: 'FA', number: 2, partitionNumber: 1 },
    ],
  ],
  ['#1234|1130 01 005', []],
  ['#1234|what is this', []],
  ['', []],
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

test('every code has two letters and a name in both languages', () => {
  const wrong = Object.entries(siaCodes).filter(
    ([code, { zh, en }]) =>
      !/^[A-Z]{2}$/.test(code) || !/[\u4e00-\u9fff]/.test(zh) || !/^[\x20-\x7e]+$/.test(en),
  )
  expect(wrong).toEqual([])
  expect(Object.keys(siaCodes).length).toBeGreaterThan(250)
})

test('a restoral ends what its alarm began', () => {
  for (const [alarm, restorals] of [
    ['BA', ['BH', 'BR']],
    ['PA', ['PH', 'PR']],
    ['FA', ['FH', 'FR']],
    ['TA', ['TH', 'TR']],
    ['AT', ['AR']],
    ['YT', ['YR']],
    ['BB', ['BU']],
  ] as const)
    for (const restoral of restorals)
      expect(siaMeaning(restoral)).toMatchObject({ kind: siaMeaning(alarm).kind, edge: 'restored' })
})

test('names of codes, of either table', () => {
  expect(codeName('1130')?.zh).toBe('入侵报警')
  expect(codeName('3401')?.zh).toBe('用户撤防/布防')
  expect(codeName('FA')).toEqual({ zh: '火警', en: 'Fire alarm' })
  expect([codeName('1999'), codeName(''), codeName('NULL'), codeName('toString')]).toEqual([
    null,
    null,
    null,
    null,
  ])
})
