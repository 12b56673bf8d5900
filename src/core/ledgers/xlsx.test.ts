import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { XMLParser } from 'fast-xml-parser'
import { expect, test } from 'vitest'
import { dataFolder } from '../../../tests/helpers/data-folder.ts'
import { unzip } from '../recordings/export/unzip.ts'
import { writeSheet } from './xlsx.ts'

test('a sheet is a zip that others read, with typed times, kept words and a heading that stays', async () => {
  using folder = dataFolder()
  const file = join(folder.path, 'sheet.xlsx')
  const strange = 'a<b>&"c" \u{1}\n  😀'
  await writeSheet(file, {
    title: '值班/记录',
    columns: [
      { title: '时间', width: 20 },
      { title: '内容', width: 40 },
    ],
    rows: [
      [{ wallTimeMs: Date.UTC(2026, 10, 22, 2, 41, 7) }, strange],
      ['', 'x'.repeat(200_000)],
    ],
  })
  const out = join(folder.path, 'out')
  await unzip(file, out)
  // A reader that is not ours proves sizes and checksums.
  const list = execFileSync('python3', ['-m', 'zipfile', '-t', file], { encoding: 'utf8' })
  expect(list).toContain('Done testing')
  const sheet = readFileSync(join(out, 'xl/worksheets/sheet1.xml'), 'utf8')
  const parsed = new XMLParser({ ignoreAttributes: false, trimValues: false }).parse(sheet)
  const rows = parsed.worksheet.sheetData.row
  expect(rows[0].c[1].is.t['#text']).toBe('内容')
  expect(Number(rows[1].c[0].v)).toBeCloseTo(46_348.111_886_57, 6)
  expect(rows[1].c[1].is.t['#text']).toBe(strange.replace('\u{1}', '\u{FFFD}'))
  expect(rows[2].c[1].is.t['#text']).toHaveLength(32_767)
  expect(sheet).toContain('state="frozen"')
  expect(readFileSync(join(out, 'xl/workbook.xml'), 'utf8')).toContain('name="值班-记录"')
})
