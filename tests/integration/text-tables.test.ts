import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { en } from '../../src/shared/text/en/index.ts'
import { zhCN } from '../../src/shared/text/zh-cn/index.ts'

const folder = new URL('../../src/shared/text/', import.meta.url)

/** The index joins the tables of a language; of a key that stands in two of them only the later would be shown. */
test.each([
  ['zh-cn', zhCN],
  ['en', en],
])('no text of %s stands in two files, and no file is left out', async (language, all) => {
  const files = readdirSync(new URL(language, folder)).filter(name => name !== 'index.ts')
  const seen = new Map<string, string>()
  for (const file of files) {
    const tables: object = await import(new URL(`${language}/${file}`, folder).href)
    for (const key of Object.values(tables).flatMap((table: object) => Object.keys(table))) {
      expect(seen.get(key), `${key} also in ${file}`).toBeUndefined()
      seen.set(key, file)
    }
  }
  expect([...seen.keys()].toSorted()).toEqual(Object.keys(all).toSorted())
})
