import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dataFolder } from '../../../tests/helpers/data-folder.ts'
import { unzip } from '../recordings/export/unzip.ts'
import { bookLedgers } from './books/book-ledger.ts'
import { columnsOf } from './definition.ts'
import { writeXlsx } from './files.ts'
import { wordsIn } from './words.ts'

/** The cells of the first row under the heading, as the sheet has them. */
async function cellsOf(columns: Parameters<typeof writeXlsx>[1]['columns'], cells: string[]) {
  using folder = dataFolder()
  const file = join(folder.path, 'ledger.xlsx')
  await writeXlsx(file, { title: '台账', columns, rows: [{ cells }] })
  await unzip(file, join(folder.path, 'out'))
  const sheet = readFileSync(join(folder.path, 'out/xl/worksheets/sheet1.xml'), 'utf8')
  const row = sheet.split('<row>')[2] ?? ''
  return [...row.matchAll(/<c s="(\d)"(?:\/>| t="inlineStr"><is><t[^>]*>([^<]*)|><v>([^<]*))/g)].map(
    ([, style, words, value]) => ({ style, words, value: value === undefined ? undefined : Number(value) }),
  )
}

test('times, numbers and shares are cells that can be calculated with; what is not just that stays words', async () => {
  const column = (type?: 'time' | 'number' | 'percent') => ({
    id: 'x',
    title: 'x',
    width: 10,
    ...(type && { type }),
  })
  const columns = [
    ...['time', 'time', 'number', 'percent'].map(type => column(type as 'time')),
    ...['time', 'number', 'percent'].map(type => column(type as 'time')),
    column(),
  ]
  const cells = ['2026-11-18 09:00', '2026-11-18 21:30:00', '-3', '99.9%', '以后', '3 份', '30', '007']
  expect(await cellsOf(columns, cells)).toEqual([
    { style: '2', words: undefined, value: 46_344.375 },
    { style: '2', words: undefined, value: expect.closeTo(46_344.895_833, 6) },
    { style: '4', words: undefined, value: -3 },
    { style: '5', words: undefined, value: expect.closeTo(0.999, 6) },
    { style: '3', words: '以后', value: undefined },
    { style: '3', words: '3 份', value: undefined },
    { style: '3', words: '30', value: undefined },
    { style: '3', words: '007', value: undefined },
  ])
})

test('every time that a book asks for is a time in its sheet', () => {
  const words = wordsIn('zh-CN')
  const timesOf = (id: string) =>
    bookLedgers
      .filter(ledger => ledger.id === id)
      .flatMap(ledger => columnsOf(ledger, words))
      .filter(({ type }) => type === 'time')
      .map(({ id: column }) => column)
  expect(timesOf('visitors')).toEqual(['came', 'left'])
  expect(timesOf('faults')).toEqual(expect.arrayContaining(['found', 'told', 'arrived', 'repaired']))
})
