import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { contract, pushes } from '../../shared/contract.ts'
import { Permission } from '../../shared/domain/rights.ts'
import { refusalCodes } from '../../shared/refusal.ts'
import { en } from '../../shared/text/en/index.ts'
import { zhCN } from '../../shared/text/zh-cn/index.ts'

const core = join(import.meta.dirname, '..')
/** First words of other texts with a point in them. */
const families = new Set(
  Object.keys(zhCN)
    .filter(key => key.startsWith('kind.') || key.startsWith('ledger.event.'))
    .map(key => key.replace('ledger.event.', 'kind.').split('.')[1]),
)
const isOther = new Set<string>([
  ...refusalCodes,
  ...Object.keys(contract),
  ...Object.keys(pushes),
  ...Permission.options,
  ...Object.keys(zhCN),
])
const isFile = /\.(json|jsonl|db|lock|log|token|work)$/

/** Every text of core's own code that can only be a kind of journal entries. */
function kindsInCore(): string[] {
  const files = readdirSync(core, { recursive: true, encoding: 'utf8' }).filter(
    name => name.endsWith('.ts') && !/\.test\.ts$|test-room/.test(name),
  )
  const words = files.flatMap(name =>
    [...readFileSync(join(core, name), 'utf8').matchAll(/'([a-z][a-z-]*\.[a-z][a-z-]*[a-z])'/g)].map(
      ([, word = '']) => word,
    ),
  )
  return [...new Set(words)].filter(
    word => families.has(word.split('.')[0]) && !isOther.has(word) && !isFile.test(word),
  )
}

test('every kind of journal entry that core writes or reads has a name in both languages', () => {
  const kinds = kindsInCore()
  expect(kinds.length).toBeGreaterThan(150)
  const missing = (table: Readonly<Record<string, string>>) =>
    kinds.filter(kind => table[`kind.${kind}`] === undefined && table[`ledger.event.${kind}`] === undefined)
  expect({ zhCN: missing(zhCN), en: missing(en) }).toEqual({ zhCN: [], en: [] })
})
