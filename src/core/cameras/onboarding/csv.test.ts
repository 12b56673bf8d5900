import { expect, test } from 'vitest'
import { parseCsv } from './csv.ts'

const cells = (text: string) => parseCsv(text).map(line => line.cells)

test('commas, quotes, doubled quotes, line breaks inside quotes and byte order mark', () => {
  expect(cells('\u{FEFF}a,"b,""c""",\r\n"two\nlines",x,y\r\n')).toEqual([
    ['a', 'b,"c"', ''],
    ['two\nlines', 'x', 'y'],
  ])
})

test('semicolons and tabs, as Excel writes them elsewhere', () => {
  expect(cells('a;b\n1;2,5')).toEqual([
    ['a', 'b'],
    ['1', '2,5'],
  ])
  expect(cells('a\tb\n1\t2')).toEqual([
    ['a', 'b'],
    ['1', '2'],
  ])
})

test('every line knows where it stands in the file, past empty ones and line breaks in quotes', () => {
  expect(parseCsv('a,b\n\n,\n"x\ny",1\nz,2').map(({ line }) => line)).toEqual([1, 4, 6])
})

test('a quote that never ends takes the rest, and nothing is no line', () => {
  expect(cells('a,"b\nc')).toEqual([['a', 'b\nc']])
  expect(cells('')).toEqual([])
})
