import { expect, test } from 'vitest'
import { refusalCodes } from '../refusal.ts'
import { en } from './en/index.ts'
import { textIn, textOfDynamicKey } from './text.ts'
import { zhCN } from './zh-cn/index.ts'

const holes = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map(match => match[1] ?? '').toSorted()

test('both languages have every text, with the same holes', () => {
  expect(Object.keys(en).toSorted()).toEqual(Object.keys(zhCN).toSorted())
  const english: Record<string, string> = en
  for (const [key, text] of Object.entries(zhCN)) {
    expect(text.trim(), key).not.toBe('')
    expect(english[key]?.trim(), key).not.toBe('')
    expect(holes(english[key] ?? ''), key).toEqual(holes(text))
  }
})

test('every refusal has a sentence', () => {
  for (const code of refusalCodes) expect(zhCN).toHaveProperty([`refusal.${code}`])
})

test('holes are filled, lists joined, unknown keys shown as they are', () => {
  expect(textIn('zh-CN', 'refusal.duty.wrong-pin', { left: 3 })).toBe('口令不对，还可再试 3 次')
  expect(textOfDynamicKey('zh-CN', 'refusal.intrusion.zones-open', { zones: ['档案室', '财务室'] })).toBe(
    '未能布防，防区未关闭：档案室、财务室',
  )
  expect(textOfDynamicKey('en', 'no.such.key')).toBe('no.such.key')
})
