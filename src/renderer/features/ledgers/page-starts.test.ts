import { expect, test } from 'vitest'
import type { LedgerPage } from '../../../shared/domain/ledger.ts'
import { rowsToTurn, startFor, withNext } from './page-starts.ts'

const rows = (count: number): LedgerPage['rows'] =>
  Array.from({ length: count }, (_, at) => ({ seqs: [at + 1], atMs: at, cells: [] }))
const read = (count: number, part: Partial<LedgerPage>): LedgerPage => ({
  ledger: 'duty',
  title: '',
  columns: [],
  rows: rows(count),
  total: count,
  isMore: false,
  older: null,
  ...part,
})

test('the next page is read from where the one before ended, another from the nearest known', () => {
  const older = { atMs: 7, skip: 2 }
  const first = startFor([], 1)
  const starts = withNext([], first, 1, read(50, { total: 400, older }), 50)
  expect(startFor(starts, 2)).toEqual({ page: 2, before: older, passed: 50 })
  expect(startFor(starts, 5)).toEqual({ page: 2, before: older, passed: 50 })
  expect(startFor(starts, 1)).toEqual(first)
})

test('a page that found little can be turned, and the last one cannot', () => {
  const older = { atMs: 7, skip: 0 }
  const first = startFor([], 1)
  const short = read(3, { isMore: true, older })
  expect(rowsToTurn(first, 1, short, 50)).toBe(51)
  const second = startFor(withNext([], first, 1, short, 50), 2)
  expect(second.passed).toBe(3)
  expect(rowsToTurn(second, 2, read(4, {}), 50)).toBe(54)
  expect(rowsToTurn(first, 1, read(50, { total: 400, older }), 50)).toBe(400)
})
