import { expect, test, type Page } from '@playwright/test'
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Desk } from '../helpers/desk.ts'
import { approvedRequest, deskOfPage, recordedSeconds, scanFile, signOnOver } from './desk-acts.ts'
import { playedSeconds, signOn } from './guard.ts'
import { startWorld, tileIs, type DemoSite, type World } from './world.ts'

/**
 * Video access from request to archive (A-N6.2, A-N3.7): a look under both consents, closed before midnight; on the next
 * day the day before becomes an archive that verifies by itself, is signed, taken away and received.
 */
test.describe.configure({ mode: 'serial' })

const startMs = Date.parse('2026-11-20T23:30:00+08:00')
const nextDayMs = Date.parse('2026-11-21T00:05:00+08:00')
const day = '2026-11-20'
const purpose = '午间自行车遗失，家长报失'

let world: World
let page: Page
let desk: Desk
/** The station's time, near enough. */
let nowMs: () => number

/** One camera and no alarms: nothing else is to happen in this night. */
function quiet(school: DemoSite): DemoSite {
  const site = school as DemoSite & { response: object; duty: object }
  return {
    ...site,
    cameras: site.cameras.slice(0, 1),
    panels: [],
    timeServers: [],
    response: { ...site.response, linkage: [] },
    duty: { presence: null },
  } as DemoSite
}

test.beforeAll(async () => {
  test.setTimeout(120_000)
  world = await startWorld(quiet, startMs)
  const startedMs = performance.now()
  nowMs = () => startMs + performance.now() - startedMs
  page = world.page
})

test.afterAll(async () => {
  desk?.close()
  await world?.close()
})

test('a look under both consents is played, and the request closed', async () => {
  test.setTimeout(90_000)
  await tileIs(page, 'cam-1', 'live', 60_000)
  await signOn(page, 'wang-jianguo')
  desk = await deskOfPage(page)
  await expect.poll(() => recordedSeconds(desk, ['cam-1'], nowMs()), { timeout: 40_000 }).toBeGreaterThan(8)
  const request = { kind: 'video-access', purpose, cameraIds: ['cam-1'], viewerId: 'wang-jianguo' } as const
  const number = await approvedRequest(desk, { ...request, cameraIds: ['cam-1'], nowMs: nowMs() })
  await page.getByTestId('page-approvals').click()
  await page.getByTestId(`request-${number}`).click()
  await page.getByTestId('request-watch').click()
  await expect.poll(() => playedSeconds(page), { timeout: 20_000 }).toBeGreaterThan(2)
  await page.getByTestId('finish-viewing').click()
  await signOnOver(desk, 'wu-jing')
  await desk.call('approvals.act', { number, act: { type: 'close' } })
  await desk.call('duty.sign-off', { note: '' })
})

test('the day before is archived: ledgers as PDF, Excel and lines, the journal, the scan', async () => {
  test.setTimeout(120_000)
  world.moveClockTo(nextDayMs)
  await expect
    .poll(async () => (await desk.call('station.state', {})).nowMs, { timeout: 20_000 })
    .toBeGreaterThan(nextDayMs - 60_000)
  await signOnOver(desk, 'liu-fang')
  await expect(page.getByTestId('duty-chip')).toHaveAttribute('data-state', 'reader')
  await page.getByTestId('page-ledgers').click()
  await page.getByTestId('to-archives').click()
  await page.getByTestId('archive-term').selectOption({ label: '自选时段' })
  await page.getByTestId('archive-name').fill('十一月试归档')
  await page.getByTestId('archive-from').fill(day)
  await page.getByTestId('archive-through').fill(day)
  await page.getByTestId('archive-start').click()
  const card = page.getByTestId('archive-1')
  await expect(card).toHaveAttribute('data-state', 'made', { timeout: 90_000 })
  await expect(card.getByTestId('archive-hash')).toContainText(/[0-9A-F]{4}( [0-9A-F]{4}){15}/)
  await world.picture('archive-made')
  // Who made it does not sign it.
  await expect(page.getByTestId('archive-sign')).toHaveCount(0)
})

test('the principal signs it; taken along it verifies with nothing but Node, and the look is in it', async () => {
  test.setTimeout(60_000)
  await desk.call('duty.sign-off', { note: '' })
  await signOnOver(desk, 'chen-hua')
  await page.getByTestId('archive-sign').click()
  await expect(page.getByTestId('archive-1')).toHaveAttribute('data-state', 'signed')
  await desk.call('duty.sign-off', { note: '' })
  await signOnOver(desk, 'liu-fang')
  await page.getByTestId('archive-save').click()
  await expect(page.getByTestId('archive-saved')).toHaveAttribute('data-count', '1', { timeout: 20_000 })
  const name = '学期归档_十一月试归档_第1号'
  expect(readdirSync(world.saveDir)).toEqual(expect.arrayContaining([name, `${name}_送交清单.pdf`]))
  const folder = join(world.saveDir, name)
  const verify = spawnSync('node', [join(folder, 'verify.mjs')], { cwd: world.saveDir, encoding: 'utf8' })
  expect(verify.stdout).toContain('核验通过')
  const hash = (await page.getByTestId('archive-hash').textContent()) ?? 'none'
  expect(verify.stdout).toContain(hash)
  const rows = readFileSync(join(folder, 'ledgers', 'video-access', 'rows.jsonl'), 'utf8')
  const look = rows.split('\n').find(row => row.includes('经批准的申请'))
  expect(look).toContain(purpose)
  expect(look).toContain('王建国')
  expect(readdirSync(join(folder, 'attachments'))).toHaveLength(1)
  expect(readdirSync(join(folder, 'ledgers', 'video-access'))).toEqual([
    'rows.jsonl',
    'video-access-1.pdf',
    'video-access-1.xlsx',
  ])
  await showOffline(folder)
})

/** The page that lies in it, opened from the disk by a browser that knows nothing of the console. */
async function showOffline(folder: string): Promise<void> {
  const viewer = await world.app.evaluate(
    async ({ BrowserWindow, session }, file) => {
      const offline = session.fromPartition('offline')
      offline.webRequest.onBeforeRequest((_details, answer) => answer({ cancel: false }))
      const window = new BrowserWindow({
        width: 1600,
        height: 900,
        show: false,
        webPreferences: { session: offline, sandbox: true },
      })
      await window.loadFile(file)
      const read = () => window.webContents.executeJavaScript('document.body.innerText') as Promise<string>
      await window.webContents.executeJavaScript(
        `document.querySelector('[data-testid="viewer-video-access"]').click()`,
      )
      let text = await read()
      for (let look = 0; look < 100 && !text.includes('附件：'); look++) text = await read()
      window.destroy()
      return text
    },
    join(folder, 'index.html'),
  )
  expect(viewer).toContain(purpose)
  expect(viewer).toContain('附件：')
}

test('it is handed over, and its receipt recorded with the scan; the register of archives says all of it', async () => {
  await page.getByTestId('archive-hand-over').click()
  await page.getByTestId('delivery-unit').fill('静安区教育局')
  await page.getByTestId('delivery-carrier').fill('刘芳')
  await page.getByTestId('delivery-medium').fill('U 盘')
  await page.getByTestId('archive-submit').click()
  await expect(page.getByTestId('archive-1')).toHaveAttribute('data-state', 'handed')
  await desk.call('duty.sign-off', { note: '' })
  await signOnOver(desk, 'zhou-ling')
  await page.getByTestId('archive-receive').click()
  await page.getByTestId('receipt-unit').fill('静安区教育局档案室')
  await page.getByTestId('receipt-receiver').fill('钱卫国')
  await page.getByTestId('receipt-documentNumber').fill('静教档〔2026〕7 号')
  await page.getByTestId('receipt-scan-file').setInputFiles(scanFile)
  await expect(page.getByTestId('receipt-scan-name')).toHaveText('icon.png')
  await page.getByTestId('archive-submit').click()
  await expect(page.getByTestId('archive-1')).toHaveAttribute('data-state', 'received')
  await world.picture('archive-received')
  expect(readdirSync(join(world.dataDir, 'exports'))).not.toContain('学期归档_十一月试归档_第1号')
  await page.getByTestId('archives-back').click()
  await page.getByTestId('ledger-archives').click()
  const row = page.getByTestId('ledger-rows').locator('tbody tr').first()
  await expect(row).toContainText('静教档〔2026〕7 号')
  await expect(row).toContainText('已签收')
})
