import { expect, test, type Page } from '@playwright/test'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { buildFrame } from '../../src/core/intrusion/drivers/dc09/frame.ts'
import { signOn, stageOf } from './guard.ts'
import { startWorld, type World } from './world.ts'

/** A panel that nobody set up reports: it is added, its zone is learned and walk-tested, and then it rings. */
test.describe.configure({ mode: 'serial' })

let world: World
let page: Page
let sequence = 1

test.beforeAll(async () => {
  test.setTimeout(120_000)
  world = await startWorld()
  page = world.page
})

test.afterAll(async () => {
  await world?.close()
})

/** The new panel reports zone 7 of its partition 1 and waits for the ACK. */
async function report(code: '1130' | '3130' | '1611'): Promise<void> {
  const file = join(world.dataDir, '..', 'site.json')
  const { alarmReceiver } = JSON.parse(readFileSync(file, 'utf8')) as { alarmReceiver: { port: number } }
  const socket = connect({ port: alarmReceiver.port, host: '127.0.0.1' })
  const data = `#7A01|${code} 01 007`
  socket.write(buildFrame({ token: 'ADM-CID', sequence: sequence++, line: '0', account: '7A01', data }))
  await once(socket, 'data')
  socket.destroy()
}

/** Puts an open alarm aside for what the story is about; it waits in the queue. */
async function leaveStage(): Promise<void> {
  await expect(stageOf(page)).toBeVisible()
  // A key that comes with the pop-up is not meant for it and is not taken.
  await expect(async () => {
    await page.keyboard.press('Escape')
    await expect(stageOf(page)).toHaveCount(0, { timeout: 1_000 })
  }).toPass()
}

test('an unknown account becomes a panel', async () => {
  await signOn(page, 'wu-jing')
  // The language is kept on the PC: an earlier story may have left the other one.
  const chinese = page.getByRole('button', { name: '中文', exact: true })
  if (await chinese.isVisible()) await chinese.click()
  await report('1130')
  await page.getByTestId('page-intrusion').click()
  await page.getByTestId('unknown-account-add-7A01').click()
  await expect(page.getByTestId('panel-account')).toHaveValue('7A01')
  await page.getByTestId('panel-name').fill('体育馆报警主机')
  await page.getByTestId('panel-place').selectOption({ index: 1 })
  // Nobody sends NULL messages here: a lost line would ring in the middle of the story.
  await page.getByTestId('panel-supervision').fill('36000')
  await world.picture('panel-add')
  await page.getByTestId('panel-save').click()
  await expect(page.getByTestId('panel-setup')).toBeVisible()
  await page.getByTestId('partition-add').click()
  await page.getByTestId('partition-name').fill('体育馆')
  await page.getByTestId('partition-save').click()
  await expect(page.getByTestId('partition-name')).toHaveCount(0)
})

test('its zone is learned', async () => {
  await page.getByTestId('panel-parts').getByRole('button', { name: '学习防区' }).click()
  await page.getByTestId('learn-start').click()
  await expect(page.getByTestId('learn-running')).toBeVisible()
  // An alarm would ring, learned or not; the panel's own test of a point does not.
  await report('1611')
  await expect(page.getByTestId('learned-7')).toContainText('1611 防区测试通过')
  await world.picture('panel-learn')
  await page.getByTestId('learned-name-7').click()
  await expect(page.getByTestId('zone-number')).toHaveValue('7')
  await page.getByTestId('zone-name').fill('体育馆器材室红外')
  await page
    .getByTestId('zone-map')
    .locator('.leaflet-container')
    .click({ position: { x: 120, y: 120 } })
  await expect(page.getByTestId('zone-save')).toBeEnabled()
  await world.picture('panel-zone')
  await page.getByTestId('zone-save').click()
  await expect(page.getByTestId('learned-7')).toHaveCount(0)
  await page.getByTestId('learn-stop').click()
  await page.getByTestId('panel-parts').getByRole('button', { name: '分区和防区' }).click()
  await expect(page.getByTestId('setup-zones')).toContainText('体育馆器材室红外')
})

test('its walk test passes without an alarm, visible to everybody', async () => {
  await page.getByTestId('panel-parts').getByRole('button', { name: '步测' }).click()
  await page.getByTestId('walk-test-reason').fill('新装探测器验收')
  await page.getByTestId('walk-test-start').click()
  await expect(page.getByTestId('walk-test-zone-7')).toHaveAttribute('data-state', 'silent')
  await expect(page.getByTestId('walk-test-banner')).toContainText('体育馆报警主机')
  await report('3130')
  await report('1130')
  await expect(page.getByTestId('walk-test-zone-7')).toHaveAttribute('data-state', 'passed')
  await expect(stageOf(page)).toHaveCount(0)
  await world.picture('panel-walk-test')
  // What still stands at the end of a test would ring.
  await report('3130')
  await page.getByTestId('walk-test-end').click()
  await expect(page.getByTestId('walk-test-banner')).toHaveCount(0)
  await page.getByTestId('walk-test-ledger').click()
  await expect(page.getByText('新装探测器验收')).toBeVisible()
  await expect(page.getByText(/^合格/)).toBeVisible()
  await world.picture('panel-walk-test-ledger')
})

test('the whole site goes out as one file, and a changed one comes in after a comparison', async () => {
  await page.getByTestId('page-setup').click()
  await page.getByTestId('setup-tabs').getByRole('button', { name: '报警设备' }).click()
  await expect(page.getByTestId('setup-panels')).toContainText('报警账号 7A01')
  await world.picture('panels')
  await page.getByTestId('setup-tabs').getByRole('button', { name: '整站配置' }).click()
  await page.getByTestId('site-export').click()
  await expect(page.getByTestId('site-exported')).toBeVisible()
  const name = readdirSync(world.saveDir).find(file => file.endsWith('.json')) ?? ''
  const text = readFileSync(join(world.saveDir, name), 'utf8')
  expect(text).not.toContain('scrypt')
  const bad = join(world.saveDir, 'bad.json')
  writeFileSync(bad, text.replace('"体育馆器材室红外"', '""'))
  await page.getByTestId('site-import-file').setInputFiles(bad)
  await expect(page.getByTestId('site-import-issues')).toContainText(/panels\[\d+\]\.zones\[0\]\.name/)
  const good = join(world.saveDir, 'good.json')
  writeFileSync(good, text.replace('"体育馆器材室红外"', '"器材室红外"'))
  await page.getByTestId('site-import-file').setInputFiles(good)
  await expect(page.getByTestId('site-import-changes')).toContainText('体育馆器材室红外')
  await page.getByTestId('site-import-reason').fill('统一名称')
  await world.picture('site-import')
  await page.getByTestId('site-import-apply').click()
  await expect(page.getByTestId('site-imported')).toBeVisible()
})

test('then its alarm rings', async () => {
  await report('3130')
  await report('1130')
  // Under the name that came in with the file.
  await expect(stageOf(page)).toContainText('器材室红外 · 入侵报警')
  await leaveStage()
})
