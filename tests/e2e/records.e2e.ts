import { expect, test, type Page } from '@playwright/test'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { signOn } from './guard.ts'
import { startWorld, type World } from './world.ts'

/** An inspector finds an entry and goes to where it stands; the principal sees the proof of the record and backs it up. */
test.describe.configure({ mode: 'serial' })

let world: World
let page: Page
const secondDisk = mkdtempSync(join(tmpdir(), 'zhishou-second-disk-'))

test.beforeAll(async () => {
  test.setTimeout(120_000)
  world = await startWorld(school =>
    Object.assign(school, { backup: { folder: secondDisk, everyHours: 24 } }),
  )
  page = world.page
})

test.afterAll(async () => {
  await world?.close()
  rmSync(secondDisk, { recursive: true, force: true })
})

test('an entry is found by two characters of a name, and its ledger opens with the row marked', async () => {
  await signOn(page, 'zhang-min')
  await page.getByTestId('page-search').click()
  await page.getByTestId('search-text').fill('张敏')
  await page.getByTestId('search-text').press('Enter')
  const found = page.getByTestId('search-found')
  await expect(found).not.toHaveAttribute('data-count', '0')
  await world.picture('search')
  await found.getByRole('button', { name: '值班（交接）记录' }).first().click()
  await expect(page.getByTestId('ledgers-page').locator('tr.ledger-marked')).toBeVisible()
  await world.picture('search-source')
})

test('the principal sees the chain whole and sealed, makes the recovery key and a backup', async () => {
  await page.getByTestId('duty-chip').click()
  await page.getByRole('menuitem', { name: '查阅登录' }).click()
  const dialog = page.getByTestId('duty-dialog')
  await dialog.getByTestId('person-chen-hua').click()
  await dialog.getByTestId('pin').fill('246810')
  await dialog.getByTestId('secrecy').check()
  await dialog.getByTestId('sign-on-submit').click()
  await expect(page.getByTestId('duty-chip')).toHaveAttribute('data-state', 'reader')
  await page.getByTestId('page-records').click()
  await expect(page.getByTestId('records-proof')).toHaveAttribute('data-state', 'whole')
  await expect(page.getByTestId('records-seal').first()).toBeVisible()
  await expect(page.getByTestId('backup')).toHaveAttribute('data-state', 'no-key')
  await page.getByTestId('backup-key').click()
  await page.getByTestId('backup-key-make').click()
  await expect(page.getByTestId('backup-key-text')).toHaveText(/^([0-9A-Z]{4}-){13}[0-9A-Z]{4}$/)
  await page.keyboard.press('Escape')
  // With its key the backup that was due is made by itself.
  await expect(page.getByTestId('backup')).toHaveAttribute('data-state', 'fresh', { timeout: 60_000 })
  expect(readdirSync(secondDisk).some(name => name.endsWith('.zsb'))).toBe(true)
  await page.getByTestId('records-purge-alarms').click()
  await expect(page.getByTestId('records-plan')).toContainText('最多 0 条')
  await page.keyboard.press('Escape')
  await world.picture('records')
})
