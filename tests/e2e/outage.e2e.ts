import { expect, test, type Page } from '@playwright/test'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { signOn, stageOf } from './guard.ts'
import { comeToRead, confirmPaper, enterPaper, leaveDesk } from './papers.ts'
import { startWorld, tileIs, tileOf, type DemoSite, type World } from './world.ts'

/**
 * Works at the east wall (A-13.b): reported too late they are refused, in time the leader and the district agree, and while
 * they last the camera there is no case but shown as out of use.
 */
test.describe.configure({ mode: 'serial' })

const beijing = (text: string): number => Date.parse(`2026-11-${text}:00+08:00`)

let world: World
let page: Page

/** Nothing of this school asks for anybody when the clock of the story moves by days. */
function quiet(school: DemoSite): DemoSite {
  const site = school as DemoSite & { timeServers: unknown[]; duty?: object }
  return Object.assign(site, { timeServers: [], duty: { ...site.duty, presence: null } })
}

test.beforeAll(async () => {
  test.setTimeout(120_000)
  world = await startWorld(quiet, beijing('23T09:00'))
  page = world.page
  await signOn(page, 'zhang-min')
})

test.afterAll(async () => {
  await world?.close()
})

/** How many rows of the station's record a query finds. */
function rowsOf(sql: string): number {
  const db = new DatabaseSync(join(world.dataDir, 'station.db'), { readOnly: true })
  try {
    return db.prepare(sql).all().length
  } finally {
    db.close()
  }
}

test('reported two working days ahead it is refused, with the earliest day; then it is reported in time', async () => {
  await comeToRead(page, 'wu-jing')
  await page.getByTestId('page-approvals').click()
  await page.getByTestId('request-new').click()
  await page.getByTestId('request-kind').locator('[data-value="planned-outage"]').click()
  await page.getByTestId('request-device-camera-cam-2').check()
  await page.getByTestId('outage-from-day').selectOption('2026-11-25')
  await page.getByTestId('outage-to-day').selectOption('2026-11-26')
  await page.getByTestId('outage-to-time').fill('18:00')
  await page.getByTestId('request-reason').fill('东围墙翻修，线路改道')
  await page.getByTestId('outage-substitute').fill('增派一名保安，每小时巡查东围墙')
  await page.getByTestId('outage-firm').fill('上海某某安防工程公司')
  await expect(page.getByTestId('outage-notice')).toHaveAttribute('data-late', 'true')
  await page.getByTestId('request-submit').click()
  await expect(page.getByTestId('request-error')).toContainText('最早可从 2026-11-26 起')
  await world.picture('outage-late')
  await page.getByTestId('outage-from-day').selectOption('2026-11-26')
  await expect(page.getByTestId('outage-notice')).toHaveAttribute('data-late', 'false')
  await page.getByTestId('request-submit').click()
  await expect(page.getByTestId('request')).toHaveAttribute('data-state', 'submitted')
  await page.getByTestId('request-pdf').click()
  await expect
    .poll(() => readdirSync(world.saveDir).filter(name => name.endsWith('.pdf')))
    .toEqual(['技防设施停用（调整）报告_1.pdf'])
  // The form of a password change has no field for a password.
  await page.getByTestId('request-new').click()
  await page.getByTestId('request-kind').locator('[data-value="password-change"]').click()
  await expect(page.getByTestId('password-account')).toBeVisible()
  await expect(page.getByTestId('request-form').locator('input[type="password"]')).toHaveCount(0)
  await world.picture('password-form')
  await leaveDesk(page)
})

test('the leader agrees; the paper of the district is entered by one and confirmed by another', async () => {
  await comeToRead(page, 'chen-hua')
  await page.getByTestId('request-1').click()
  await page.getByTestId('decision-approve').click()
  await expect(page.getByTestId('step-school-leader')).toHaveAttribute('data-state', 'done')
  await leaveDesk(page)
  await comeToRead(page, 'zhou-ling')
  await page.getByTestId('request-1').click()
  await enterPaper(page, '静安区教育局安委办', '静教安〔2026〕131 号')
  await expect(page.getByTestId('step-district-safety-office')).toHaveAttribute('data-state', 'entered')
  await leaveDesk(page)
  await comeToRead(page, 'sun-wei')
  await page.getByTestId('request-1').click()
  await confirmPaper(page)
  await expect(page.getByTestId('request')).toHaveAttribute('data-state', 'authorised')
  await world.picture('outage-authorised')
  await leaveDesk(page)
})

test('in its time the camera is shown as out of use, and what becomes of it is no case', async () => {
  world.moveClockTo(beijing('26T08:05'))
  const sign = tileOf(page, 'cam-2').getByTestId('outage-sign-camera-cam-2')
  await expect(sign).toContainText('计划停用 第 1 号')
  await world.happen('cover', 'cam-2')
  await expect.poll(() => rowsOf("SELECT 1 FROM journal WHERE kind = 'outage.held'")).toBeGreaterThan(0)
  await world.happen('drop', 'cam-2')
  await tileIs(page, 'cam-2', 'lost', 30_000)
  await expect(sign).toBeVisible()
  expect(rowsOf("SELECT 1 FROM journal WHERE kind = 'incident.raised' AND body LIKE '%东围墙枪机%'")).toBe(0)
  await expect(stageOf(page)).toHaveCount(0)
  await world.picture('outage-running')
})

test('when its time is over and the camera still shows nothing, it is a case', async () => {
  world.moveClockTo(beijing('26T18:00'))
  await expect(stageOf(page)).toContainText('东围墙枪机')
  await expect(sign()).toHaveCount(0)
  await expect
    .poll(() =>
      rowsOf("SELECT 1 FROM journal WHERE kind = 'incident.raised' AND body LIKE '%停用期满未恢复%'"),
    )
    .toBe(1)
  await world.picture('outage-over')
})

const sign = () => tileOf(page, 'cam-2').getByTestId('outage-sign-camera-cam-2')
