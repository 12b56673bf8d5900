import { expect, test, type Page } from '@playwright/test'
import { signOn } from './guard.ts'
import { startWorld, tileIs, type World } from './world.ts'

/** What is kept of what was promised: the page, a locked stretch, and the sheet for the inspector. */
test.describe.configure({ mode: 'serial' })

let world: World
let page: Page

test.beforeAll(async () => {
  test.setTimeout(120_000)
  world = await startWorld()
  page = world.page
})

test.afterAll(async () => {
  await world?.close()
})

test('the principal sees every camera, its days and the disk', async () => {
  await tileIs(page, 'cam-1', 'live', 60_000)
  await signOn(page, 'zhang-min')
  await page.getByTestId('page-storage').click()
  await page.getByTestId('duty-chip').click()
  await page.getByRole('menuitem', { name: '查阅登录' }).click()
  const dialog = page.getByTestId('duty-dialog')
  await dialog.getByTestId('person-chen-hua').click()
  await dialog.getByTestId('pin').fill('246810')
  await dialog.getByTestId('secrecy').check()
  await dialog.getByTestId('sign-on-submit').click()
  await expect(page.getByTestId('duty-chip')).toHaveAttribute('data-state', 'reader')
  await expect(page.getByTestId('storage-page')).toBeVisible()
  await expect(page.getByTestId('storage-volumes').locator('li')).toHaveAttribute('data-state', 'ok')
  const first = page.getByTestId('storage-cameras').locator('tbody tr[data-row-key="cam-1"]')
  // A camera that is young is not one that lost its recordings.
  await expect(first).toContainText('未满期')
  await expect(first).toContainText('/ 30')
})

test('he locks a stretch, is told what of it exists, and releases it with a reason', async () => {
  await page.getByTestId('lock-add').click()
  await page.getByTestId('lock-headline').fill('自行车棚纠纷')
  await page.getByTestId('lock-reason').fill('派出所要求保留')
  await page.getByTestId('purpose-camera-cam-1').check()
  await world.picture('storage-lock')
  await page.getByTestId('lock-submit').click()
  // The last hour was asked for; the station has run for a minute of it.
  await expect(page.getByTestId('lock-result')).toContainText('段没有录像，无法锁定')
  await page.keyboard.press('Escape')
  const lock = page.getByTestId('lock-1')
  await expect(lock).toHaveAttribute('data-active', 'true')
  await expect(lock).toContainText('自行车棚纠纷')
  await world.picture('storage')
  await page.getByTestId('release-1').click()
  await page.getByTestId('lock-act-reason').fill('双方已调解')
  await page.getByTestId('lock-act-submit').click()
  await expect(lock).toHaveAttribute('data-active', 'false')
  await expect(lock).toContainText('双方已调解')
})

test('the record of today is one press away from paper', async () => {
  await page.getByTestId('storage-print').click()
  const rows = page.getByTestId('ledger-rows').locator('tbody tr')
  await expect(rows.filter({ hasText: '未满期' }).first()).toBeVisible()
  await world.picture('ledger-recording-keeping')
})
