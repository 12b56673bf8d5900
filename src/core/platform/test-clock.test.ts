import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dataFolder } from '../../../tests/helpers/data-folder.ts'
import { optionsFromArguments } from '../station/options.ts'
import { testClock, testClockFile } from './test-clock.ts'

test('moves as the file says, and only where there is one', async () => {
  using folder = dataFolder()
  expect(() => testClock(folder.path)).toThrow(testClockFile)
  const file = join(folder.path, testClockFile)
  writeFileSync(file, '{"offsetMs": 0}')
  const clock = testClock(folder.path)
  expect(Math.abs(clock.now() - Date.now())).toBeLessThan(60_000)
  writeFileSync(file, '{"offsetMs": 86400000}')
  await expect.poll(() => clock.now() - Date.now()).toBeGreaterThan(86_000_000)
  writeFileSync(file, '{"offs')
  expect(clock.now() - Date.now()).toBeGreaterThan(86_000_000)
})

test('is off unless it is asked for', () => {
  const of = (...more: string[]) => optionsFromArguments(['--data', 'd', '--site', 's', ...more]).testClock
  expect(of()).toBe(false)
  expect(of('--test-clock')).toBe(true)
})
