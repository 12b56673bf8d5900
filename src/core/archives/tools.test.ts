import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { archiveTools } from '../../../scripts/write-archive-tools.ts'

test('the verifier and the page in the archives are those of the sources', async () => {
  const kept = readFileSync(join(import.meta.dirname, 'tools.generated.ts'), 'utf8')
  // If this fails: node scripts/write-archive-tools.ts
  expect(await archiveTools()).toBe(kept)
})
