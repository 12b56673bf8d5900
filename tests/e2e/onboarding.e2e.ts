import { expect, test, type Page } from '@playwright/test'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { signOn } from './guard.ts'
import { startWorld, tileIs, type DemoSite, type World } from './world.ts'

/** The equipment officer brings cameras in while the station runs: by discovery, by RTSP address and by table. */
test.describe.configure({ mode: 'serial' })

let world: World
let page: Page
/** Of the kitchen camera: other schools on this machine may answer too. */
let address: string
let kitchen: { user: string; password: string }

/** The school before its kitchen had a camera. */
const withoutKitchen = (school: DemoSite): DemoSite =>
  JSON.parse(JSON.stringify(school), (key, value: unknown) => {
    if (!Array.isArray(value)) return value
    if (key !== 'cameras') return value as unknown
    return value.filter(camera => camera !== 'cam-4' && (camera as { id?: string }).id !== 'cam-4')
  }) as DemoSite

test.beforeAll(async () => {
  test.setTimeout(120_000)
  world = await startWorld(withoutKitchen)
  page = world.page
  const folder = dirname(world.dataDir)
  const site = JSON.parse(readFileSync(join(folder, 'site.json'), 'utf8')) as {
    cameras: { onvif: { url: string } }[]
  }
  address = site.cameras[0]?.onvif.url.replace('/cam-1/', '/cam-4/') ?? ''
  const secrets = readFileSync(join(folder, 'secrets.json'), 'utf8')
  kitchen = (JSON.parse(secrets) as Record<string, typeof kitchen>)['cam-4'] as typeof kitchen
})

test.afterAll(async () => {
  await world?.close()
})

test('who may not set cameras up does not see the page; the equipment officer does', async () => {
  await expect(page.getByTestId('page-setup')).toHaveCount(0)
  await page.getByTestId('page-ledgers').click()
  await signOn(page, 'wu-jing')
  await page.getByTestId('page-setup').click()
  await expect(page.getByTestId('setup-cameras').locator('tbody tr[data-row-key]')).toHaveCount(5)
  await expect(page.getByTestId('setup-state-cam-1')).toHaveAttribute('data-state', 'live')
  await world.picture('setup-cameras')
})

test('the kitchen camera is found, refuses a wrong password, shows itself, and is live on the wall', async () => {
  await page.getByTestId('setup-add-open').click()
  await page.getByTestId('setup-discover').click()
  const device = page.getByTestId('setup-devices').locator(`[data-address="${address}"]`)
  await expect(device).toBeVisible({ timeout: 10_000 })
  await world.picture('setup-find')
  await device.click()
  await page.getByTestId('setup-user').fill(kitchen.user)
  await page.getByTestId('setup-password').fill('wrong')
  await page.getByTestId('setup-inspect').click()
  await expect(page.getByTestId('setup-inspect-failed')).toContainText('拒绝', { timeout: 15_000 })
  await page.getByTestId('setup-password').fill(kitchen.password)
  await page.getByTestId('setup-inspect').click()
  await expect(page.getByTestId('setup-clock')).toHaveAttribute('data-verdict', /within|beyond/, {
    timeout: 15_000,
  })
  await page.getByTestId('setup-test-picture').click()
  await expect(page.getByTestId('setup-picture')).toBeVisible({ timeout: 20_000 })
  await world.picture('setup-choose')
  await page.getByTestId('setup-to-describe').click()
  await expect(page.getByTestId('setup-missing')).toContainText('图上位置')
  await page.getByTestId('setup-name').fill('食堂操作间')
  await page.getByTestId('setup-place').selectOption('new')
  await page.getByTestId('setup-place-name').fill('食堂操作间')
  await page.getByTestId('setup-place-type').selectOption('canteen-kitchen')
  await page.getByTestId('setup-purpose-food-processing').check()
  await page.getByTestId('setup-map').click()
  await expect(page.getByTestId('setup-missing')).toHaveCount(0)
  await world.picture('setup-describe')
  await page.getByTestId('setup-finish').click()
  await expect(page.getByTestId('setup-outcomes')).toContainText('已接入：食堂操作间')
  await page.getByTestId('page-watch').click()
  await tileIs(page, 'cam-7', 'live', 60_000)
  await world.picture('setup-on-the-wall')
})

test('a table with errors says so line by line and brings in the good ones', async () => {
  await page.getByTestId('page-setup').click()
  await page.getByTestId('setup-csv-open').click()
  await page.getByTestId('setup-csv-template').click()
  const template = join(world.saveDir, '摄像机导入模板.csv')
  await expect.poll(() => existsSync(template)).toBe(true)
  const [header] = readFileSync(template, 'utf8').split('\r\n')
  const file = join(world.saveDir, 'cameras.csv')
  const row = (name: string, url: string) => `${name},操场,playground,${url},,admin,secret,tcp,不录像,30`
  const rows = [header, row('操场北', 'rtsp://127.0.0.1:1/north'), row('操场南', 'http://127.0.0.1/')]
  writeFileSync(file, rows.join('\r\n'))
  await page.getByTestId('setup-csv-file').setInputFiles(file)
  await expect(page.getByTestId('setup-csv-summary')).toContainText('可导入 1 行，有错误 1 行')
  // Each good line is tried on its device; one that does not answer may come in all the same.
  await expect(page.getByTestId('setup-csv-check')).toHaveAttribute('data-state', 'failed', {
    timeout: 30_000,
  })
  await world.picture('setup-csv')
  await page.getByTestId('setup-csv-add').click()
  await expect(page.getByTestId('setup-outcomes')).toContainText('已接入：操场北')
  await page.getByTestId('setup-outcomes-done').click()
  await expect(page.getByTestId('setup-state-cam-8')).toBeVisible()
})

test('a camera is changed and taken out of service; its password is never on the screen', async () => {
  await page.getByTestId('setup-edit-cam-7').click()
  await page.getByTestId('setup-name').fill('食堂操作间东')
  await world.picture('setup-edit')
  await page.getByTestId('setup-save').click()
  await expect(page.getByTestId('setup-saved')).toBeVisible()
  await page.getByTestId('setup-back').click()
  await expect(page.getByTestId('setup-cameras')).toContainText('食堂操作间东')
  await page.getByTestId('setup-retire-cam-8').click()
  await page.getByTestId('setup-retire-reason').fill('装错位置')
  await page.getByTestId('setup-retire-confirm').click()
  await expect(page.getByTestId('setup-state-cam-8')).toHaveCount(0)
  await page.getByTestId('setup-tabs').locator('[data-value="credentials"]').click()
  await expect(page.getByTestId('setup-credentials')).toContainText('密码库')
  await world.picture('setup-credentials')
  expect(await page.content()).not.toContain(kitchen.password)
})

test('at the size of a small screen all of it can still be used', async () => {
  await page.setViewportSize({ width: 1366, height: 768 })
  await page.getByTestId('setup-tabs').locator('[data-value="cameras"]').click()
  await world.picture('setup-cameras-small')
  await page.getByTestId('setup-edit-cam-7').click()
  await expect(page.getByTestId('setup-save')).toBeInViewport()
  await world.picture('setup-edit-small')
})
