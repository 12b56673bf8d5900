import { expect, test } from 'vitest'
import { wordsIn } from '../ledgers/words.ts'
import { excerptOf } from './excerpt.ts'

const words = wordsIn('zh-CN')
const atMs = Date.parse('2026-11-18T01:00:00Z')
const of = (kind: string, part: Partial<Parameters<typeof excerptOf>[1]>, wanted = '') =>
  excerptOf(
    { kind, atMs },
    { cells: null, pieces: [], who: '', ...part },
    wanted === '' ? [] : [wanted],
    words,
  )

test('an entry of a ledger is said in the words of its row, without time and person that stand beside it', () => {
  const cells = ['2026-11-18 09:00:00', '早班', '王建国', '值班记事', '档案室窗户已关']
  expect(of('duty.noted', { cells, pieces: ['王建国', '档案室窗户已关', 'day'], who: '王建国' })).toBe(
    '早班 · 值班记事 · 档案室窗户已关',
  )
})

test('without a row no ids, values of choices or raw times are shown, and the kind has its name', () => {
  const pieces = ['perimeter-cut', 'cam-1', '2026-11-18T01:00:30.000Z', '东围墙二段', 'incident:12']
  expect(of('incident.linked', { pieces })).toBe('联动 · 断线报警 · 2026-11-18 09:00:30 · 东围墙二段')
})

test('what was looked for is shown even where the form has no column for it', () => {
  expect(of('camera.lost', { cells: ['大门'], pieces: ['cam-7', '大门'] }, 'cam 7')).toBe(
    '摄像机无图像 · 大门 · cam-7',
  )
  const long = `${'巡'.repeat(300)}红外误报${'查'.repeat(300)}`
  const excerpt = of('duty.noted', { pieces: [long] }, '红外误报')
  expect(excerpt).toContain('红外误报')
  expect(excerpt.length).toBeLessThan(170)
})
