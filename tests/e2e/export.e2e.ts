import { expect, test, type Page } from '@playwright/test'
import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Desk } from '../helpers/desk.ts'
import { approvedRequest, deskOfPage, recordedSeconds, signOnOver } from './desk-acts.ts'
import { signOn } from './guard.ts'
import { startWorld, tileIs, type World } from './world.ts'

/**
 * Recordings that leave the school (A-N4.3): an authorised release becomes a package that verifies on its own, is taken
 * along with its sheet and signed for. Who asks and who agrees is told in requests.e2e.ts; here it is done by calls.
 */
test.describe.configure({ mode: 'serial' })

const root = join(import.meta.dirname, '..', '..')

let world: World
let page: Page
let number = 0

test.beforeAll(async () => {
  test.setTimeout(120_000)
  world = await startWorld()
  page = world.page
})

test.afterAll(async () => {
  await world?.close()
})

const approvedRelease = (desk: Desk, kind: 'video-release' | 'video-access'): Promise<number> =>
  approvedRequest(desk, {
    kind,
    purpose: '校门口纠纷，派出所取证',
    cameraIds: ['cam-1', 'cam-2'],
    viewerId: 'liu-fang',
    nowMs: Date.now(),
  })

test('a release passes all four consents; the representative finds the way to export it', async () => {
  test.setTimeout(90_000)
  await tileIs(page, 'cam-1', 'live', 60_000)
  await tileIs(page, 'cam-2', 'live', 60_000)
  await signOn(page, 'zhang-min')
  using desk = await deskOfPage(page)
  // Some seconds of recording before the request asks for them.
  await expect
    .poll(() => recordedSeconds(desk, ['cam-1', 'cam-2'], Date.now()), { timeout: 30_000 })
    .toBeGreaterThan(8)
  number = await approvedRelease(desk, 'video-release')
  await signOnOver(desk, 'liu-fang')
  await expect(page.getByTestId('duty-chip')).toHaveAttribute('data-state', 'reader')
  await page.getByTestId('page-approvals').click()
  await page.getByTestId(`request-${number}`).click()
  await expect(page.getByTestId('request')).toHaveAttribute('data-state', 'authorised')
  await page.getByTestId('export-open').click()
  await expect(page.getByTestId('export-form')).toBeVisible()
})

test('ordered with time and copy number burned in, it is made and checked before the eyes', async () => {
  test.setTimeout(90_000)
  await page.getByTestId('export-variant-marked').check()
  await world.picture('export-form')
  await page.getByTestId('export-start').click()
  const copy = page.getByTestId('export-copy-1')
  await expect(copy).toBeVisible()
  await expect(copy).toHaveAttribute('data-state', 'done', { timeout: 60_000 })
  await expect(page.getByTestId('export-hash')).toContainText(/[0-9A-F]{4}( [0-9A-F]{4}){15}/)
  await world.picture('export-done')
})

test('taken along with its sheet it verifies on another machine, and is signed for', async () => {
  test.setTimeout(60_000)
  await page.getByTestId('export-save').click()
  await expect(page.getByTestId('export-saved')).toHaveAttribute('data-state', 'none', { timeout: 20_000 })
  const name = `录像导出_申请${number}_第1份`
  expect(readdirSync(world.saveDir)).toEqual(expect.arrayContaining([name, `${name}_登记表.pdf`]))
  const sheet = execFileSync('pdftotext', ['-layout', join(world.saveDir, `${name}_登记表.pdf`), '-'], {
    encoding: 'utf8',
  })
  const hash = (await page.getByTestId('export-hash').locator('code').textContent()) ?? ''
  expect(sheet.replaceAll(/\s/g, '')).toContain(hash.replaceAll(' ', ''))
  const verify = spawnSync('node', [join(root, 'src/core/verify.ts'), join(world.saveDir, name)], {
    encoding: 'utf8',
  })
  expect(verify.stdout).toContain('核验通过')
  expect(verify.stdout).toContain(hash)
  expect(verify.status).toBe(0)
  await page.getByTestId('export-hand-over').click()
  await page.getByTestId('receipt-name').fill('王警官')
  await page.getByTestId('receipt-document').fill('警官证 012345')
  await world.picture('export-hand-over')
  await page.getByTestId('receipt-submit').click()
  await expect(page.getByTestId('export-handed-over')).toContainText('王警官')
  expect(readdirSync(join(world.dataDir, 'exports'))).not.toContain(name)
  await page.setViewportSize({ width: 1366, height: 768 })
  await world.picture('export-signed-1366')
})

test('what was approved for looking only is refused, and the attempt is written down', async () => {
  using desk = await deskOfPage(page)
  await desk.call('duty.sign-off', { note: '' })
  const lookOnly = await approvedRelease(desk, 'video-access')
  await signOnOver(desk, 'liu-fang')
  const span = { fromMs: Date.now() - 20_000, toMs: Date.now() - 10_000 }
  const order = { requestNumber: lookOnly, cameraIds: ['cam-1'], span, receiver: '别人' }
  expect(await desk.refusalOf('exports.start', { ...order, variants: ['original'] })).toBe(
    'exports.not-for-release',
  )
  await page.getByTestId('page-approvals').click()
  await page.getByTestId(`request-${lookOnly}`).click()
  await expect(page.getByTestId('request')).toBeVisible()
  await expect(page.getByTestId('export-open')).toHaveCount(0)
})
