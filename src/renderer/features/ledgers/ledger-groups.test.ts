import { expect, test } from 'vitest'
import { LedgerId } from '../../../shared/domain/ledger.ts'
import { isMeant, ledgerGroups, ledgersIn } from './ledger-groups.ts'

test('every ledger stands in the list once', () => {
  expect(ledgerGroups.flatMap(ledgersIn).toSorted()).toEqual(LedgerId.options.toSorted())
})

test('a ledger is found by a part of its names, by several words, and by nothing typed', () => {
  const names = ['使用情况（附表1）', '校园内技防设施设备使用情况记录（附表1）', 'Form 1']
  expect(isMeant('附表1', names)).toBe(true)
  expect(isMeant('form 设备', names)).toBe(true)
  expect(isMeant('', names)).toBe(true)
  expect(isMeant('附表2', names)).toBe(false)
  expect(isMeant('form 访客', names)).toBe(false)
})
