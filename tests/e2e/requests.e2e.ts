import { expect, test, type Page } from '@playwright/test'
import { readdirSync } from 'node:fs'
import { scanFile } from './desk-acts.ts'
import { playedSeconds, signOn } from './guard.ts'
import { startWorld, tileIs, type World } from './world.ts'

/**
 * Recordings under control (requirements 4.1): a look that is refused, and one that is asked for, agreed to by the
 * school leader at the desk and, on paper, by the superior authority, and then really played.
 */
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

const openPage = (name: string) => page.getByTestId(`page-${name}`).click()

/** Somebody who does not stand watch signs on over the running watch. */
async function comeToRead(personId: string): Promise<void> {
  await page.getByTestId('duty-chip').click()
  await page.getByRole('menuitem', { name: '查阅登录' }).click()
  const dialog = page.getByTestId('duty-dialog')
  await dialog.getByTestId(`person-${personId}`).click()
  await dialog.getByTestId('pin').fill('246810')
  await dialog.getByTestId('secrecy').check()
  await dialog.getByTestId('sign-on-submit').click()
  await expect(page.getByTestId('duty-chip')).toHaveAttribute('data-state', 'reader')
}

async function leave(): Promise<void> {
  await page.getByTestId('duty-chip').click()
  await page.getByRole('menuitem', { name: '结束查阅' }).click()
  await page.getByTestId('sign-off-submit').click()
  await expect(page.getByTestId('duty-chip')).toHaveAttribute('data-state', 'on-duty')
}

/** The scan is opened, and closed again. */
async function lookAtScan(): Promise<void> {
  await page.getByTestId('scan-open').click()
  await expect(page.getByTestId('scan-picture')).toBeVisible()
  await world.picture('request-scan')
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('scan-picture')).toBeHidden()
}

test('a look that no standing purpose covers is refused, and the register shows who tried', async () => {
  await tileIs(page, 'cam-1', 'live', 60_000)
  await signOn(page, 'zhang-min')
  await openPage('playback')
  await page.getByTestId('purpose-kind').getByText('每日查看回放').click()
  const days = page.getByTestId('span-from-day').locator('option')
  await page.getByTestId('span-from-day').selectOption((await days.nth(3).getAttribute('value')) ?? '')
  await page.getByTestId('purpose-submit').click()
  await expect(page.getByTestId('purpose-error')).toContainText('不超过 24 小时')
  await openPage('ledgers')
  await page.getByTestId('ledger-video-access').click()
  const row = page.getByTestId('ledger-rows').locator('tbody tr').filter({ hasText: '未获准' })
  await expect(row).toContainText('张敏')
  await expect(row).toContainText('不超过 24 小时')
})

test('a guard asks for recordings of one camera; nobody but others can agree', async () => {
  await openPage('playback')
  await page.getByTestId('to-approvals').click()
  await page.getByTestId('request-new').click()
  await page.getByTestId('request-purpose').fill('午间自行车遗失，家长报失')
  await page.getByTestId('purpose-camera-cam-1').check()
  await page.getByRole('button', { name: '最近 1 小时' }).click()
  await world.picture('request-form')
  await page.getByTestId('request-submit').click()
  await expect(page.getByTestId('request')).toHaveAttribute('data-state', 'submitted')
  await expect(page.getByTestId('decision')).toHaveCount(0)
  await expect(page.getByTestId('request-watch')).toHaveCount(0)
  await expect(page.getByTestId('waiting-count')).toHaveCount(0)
  await page.getByTestId('request-pdf').click()
  await expect
    .poll(() => readdirSync(world.saveDir).filter(name => name.endsWith('.pdf')))
    .toEqual(['录像调看审批表_1.pdf'])
})

test('the principal finds it in front of him when he signs on, and agrees', async () => {
  await comeToRead('chen-hua')
  await expect(page.getByTestId('approvals-page')).toBeVisible()
  await expect(page.getByTestId('waiting-count')).toHaveText('1')
  await page.getByTestId('request-1').click()
  await page.getByTestId('decision-note').fill('同意调看')
  await world.picture('request-decide')
  await page.getByTestId('decision-approve').click()
  await expect(page.getByTestId('step-school-leader')).toHaveAttribute('data-state', 'done')
  await leave()
  // The guard's watch is in view again.
  await expect(page.getByTestId('wall')).toBeVisible()
})

test("the superior's paper is entered by one person and confirmed by another", async () => {
  await comeToRead('zhou-ling')
  await page.getByTestId('request-1').click()
  await expect(page.getByTestId('consent-enter')).toBeDisabled()
  await page.getByTestId('consent-party').fill('静安区教育局安委办')
  await page.getByTestId('consent-documentNumber').fill('静教安〔2026〕118 号')
  await page.getByTestId('consent-signer').fill('钱卫国')
  await page.getByTestId('consent-scan-file').setInputFiles(scanFile)
  await expect(page.getByTestId('consent-scan-name')).toHaveText('icon.png')
  await world.picture('request-enter')
  await page.getByTestId('consent-enter').click()
  await expect(page.getByTestId('step-superior')).toHaveAttribute('data-state', 'entered')
  // Who entered it is not asked to confirm it.
  await expect(page.getByTestId('confirm-consent')).toHaveCount(0)
  await leave()
  await comeToRead('sun-wei')
  await page.getByTestId('request-1').click()
  await expect(page.getByTestId('consent-confirm')).toBeDisabled()
  await lookAtScan()
  await world.picture('request-confirm')
  await page.getByTestId('consent-confirm').click()
  await expect(page.getByTestId('request')).toHaveAttribute('data-state', 'authorised')
  // He is not named as a viewer.
  await expect(page.getByTestId('request-watch')).toHaveCount(0)
  await leave()
})

test('the named viewer plays it, and revoking it ends the picture', async () => {
  await openPage('approvals')
  await page.getByTestId('request-1').click()
  await page.getByTestId('request-watch').click()
  await expect(page.getByTestId('playback-session')).toBeVisible()
  await expect(page.getByTestId('watermark').first()).toContainText('张敏')
  await expect.poll(() => playedSeconds(page), { timeout: 20_000 }).toBeGreaterThan(2)
  await world.picture('request-playing')
  await page.getByTestId('finish-viewing').click()
  await openPage('approvals')
  await page.getByTestId('request-1').click()
  await expect(page.getByTestId('request')).toHaveAttribute('data-state', 'in-use')
  await page.getByTestId('request-revoke').click()
  await page.getByTestId('request-revoke-reason').fill('已查清，自行车找到')
  await page.getByTestId('request-revoke-do').click()
  await expect(page.getByTestId('request')).toHaveAttribute('data-state', 'revoked')
  await expect(page.getByTestId('request-watch')).toHaveCount(0)
  await world.picture('request-revoked')
})

test('"who watched this camera today, and why" takes three presses', async () => {
  await openPage('ledgers')
  await page.getByTestId('ledger-video-access').click()
  const rows = page.getByTestId('ledger-rows').locator('tbody tr')
  await page.getByTestId('ledger-camera').selectOption('cam-1')
  await page.locator('[data-testid^="ledger-day-"]').first().click()
  const look = rows.filter({ hasText: '经批准的申请' })
  await expect(look).toContainText('午间自行车遗失')
  await expect(look).toContainText('陈华')
  await expect(look).toContainText('静教安〔2026〕118 号')
  await expect(look).toContainText('录入 周玲，核对 孙伟')
  await expect(look).toContainText(/正门全景 20\d\d-\d\d-\d\d/)
  await world.picture('register-by-camera')
  await page.getByTestId('ledger-camera').selectOption('cam-2')
  await expect(rows.filter({ hasText: '经批准的申请' })).toHaveCount(0)
})
