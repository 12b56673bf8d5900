import { expect, test, type Locator, type Page } from '@playwright/test'
import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { playedSeconds, signOn } from './guard.ts'
import { comeToRead, leaveDesk } from './papers.ts'
import { startWorld, tileIs, type DemoSite, type World } from './world.ts'

/**
 * An inspector comes on a Wednesday and asks who watched camera 4 last Tuesday and why, whether recordings are kept
 * long enough, and who disarmed the fence on Sunday. Each answer is three presses away, and goes to paper.
 */
test.describe.configure({ mode: 'serial' })

const november = (text: string): number => Date.parse(`2026-11-${text}+08:00`)
const tuesday = '2026-11-10'
const sunday = '2026-11-15'

let world: World
let page: Page
let presses = 0

/** One camera is enough, and nothing acts by itself. */
function small(school: DemoSite): DemoSite {
  const site = school as DemoSite & {
    panels: { zones: { cameras?: string[] }[] }[]
    response: object
    timeServers: unknown[]
  }
  for (const zone of site.panels.flatMap(({ zones }) => zones)) zone.cameras = []
  // A time server would say, rightly, that the clock of this story is wrong.
  site.timeServers = []
  return Object.assign(site, {
    cameras: school.cameras.filter(({ id }) => id === 'cam-4'),
    response: { ...site.response, linkage: [] },
  })
}

/** The inspector's presses are counted. */
async function press(target: Locator): Promise<void> {
  await target.click()
  presses++
}

const at = (testId: string): Locator => page.getByTestId(testId)
const rows = (): Locator => at('ledger-rows').locator('tbody tr.ant-table-row')

/** Presses PDF; gives what the paper says, without blanks. */
async function savedPaper(pressed: () => Promise<void>, name: string): Promise<string> {
  await pressed()
  const saved = () => readdirSync(world.saveDir).filter(file => file.startsWith(name))
  await expect.poll(saved).toHaveLength(1)
  const path = join(world.saveDir, saved()[0] ?? '')
  // The file is there before it is whole.
  let said = ''
  await expect(() => {
    said = execFileSync('pdftotext', [path, '-'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    expect(said).not.toBe('')
  }).toPass()
  return said.replaceAll(/\s/g, '')
}

/** What every paper that leaves the station carries: the school, who took it, and the head of the chain. */
function expectProof(paper: string): void {
  expect(paper).toContain('静安区示范学校')
  expect(paper).toContain('打印：沈毅2026-11-18')
  expect(paper).toMatch(/链头（第\d+条）：[0-9a-f]{64}/)
}

/** Moves the clock of the station, and waits until the screen goes by it. */
async function dayIs(time: string, shown: string): Promise<void> {
  world.moveClockTo(november(time))
  await expect(at('clock')).toContainText(shown)
}

test.beforeAll(async () => {
  test.setTimeout(120_000)
  world = await startWorld(small, november('10T09:00:00'))
  page = world.page
  await tileIs(page, 'cam-4', 'live', 60_000)
  await signOn(page, 'wang-jianguo')
})

test.afterAll(async () => {
  await world?.close()
})

test('on a Tuesday a guard looks at recordings; on Sunday he disarms the fence', async () => {
  await page.keyboard.press('F4')
  await at('purpose-kind').getByText('每日查看回放').click()
  await at('purpose-submit').click()
  await expect(at('playback-session')).toBeVisible()
  // Shorter than the player reports by itself: also a short look stands in the register.
  await expect.poll(() => playedSeconds(page), { timeout: 30_000 }).toBeGreaterThan(0.3)
  await at('finish-viewing').click()
  await expect(at('playback-session')).toHaveCount(0)
  await dayIs('15T10:00:00', '11月15日')
  await page.keyboard.press('F2')
  const perimeter = at('partition-state-part-perimeter')
  await at('partition-disarm-part-perimeter').click()
  await at('disarm-reason').fill('绿化修剪')
  await at('rearm-15').click()
  await at('arming-send').click()
  await at('arming-finish').click()
  await expect(perimeter).toHaveAttribute('data-state', 'disarmed')
  await at('partition-arm-part-perimeter').click()
  await at('arming-send').click()
  await at('arming-finish').click()
  await expect(perimeter).toHaveAttribute('data-state', 'armed')
})

test('the inspector signs on over the watch and finds the questions in front', async () => {
  await dayIs('18T10:00:00', '11月18日')
  await comeToRead(page, 'shen-yi')
  await expect(at('inspector-page')).toBeVisible()
  await expect(at(`inspector-video`).getByTestId(`ledger-day-${tuesday}`)).toContainText('上周二')
  await world.picture('inspector-start')
})

test('"who watched camera 4 last Tuesday, and why" in three presses, on paper', async () => {
  presses = 0
  await press(at('inspector-video-cam-4'))
  await press(at('inspector-video').getByTestId(`ledger-day-${tuesday}`))
  await expect(rows()).toHaveCount(1)
  await expect(rows()).toContainText('王建国')
  await expect(rows()).toContainText('每日查看回放')
  await expect(rows()).toContainText(/食堂操作间 2026-11-10 09:/)
  await world.picture('inspector-video')
  const paper = await savedPaper(() => press(at('ledger-pdf')), '视频信息使用登记')
  expect(presses).toBe(3)
  expectProof(paper)
  expect(paper).toContain('王建国')
  expect(paper).toContain('起止：2026-11-1000:00:00至2026-11-1100:00:00·通道：食堂操作间')
})

test('"prove thirty days" in three presses, on paper', async () => {
  presses = 0
  await press(at('page-inspector'))
  await press(at('inspector-prove'))
  await expect(rows()).toHaveCount(1)
  await expect(rows()).toContainText('食堂操作间')
  const paper = await savedPaper(() => press(at('ledger-pdf')), '录像保存检查记录')
  expect(presses).toBe(3)
  expectProof(paper)
  expect(paper).toContain('食堂操作间')
  expect(paper).toContain('未满期：开始录像还不到规定天数，不是缺失')
})

test('"who disarmed the fence on Sunday" in three presses', async () => {
  presses = 0
  await press(at('page-inspector'))
  await press(at('inspector-arming-part-perimeter'))
  await press(at('inspector-arming').getByTestId(`ledger-day-${sunday}`))
  expect(presses).toBe(3)
  const disarmed = rows().filter({ hasText: '撤防' })
  await expect(disarmed).toHaveCount(1)
  await expect(disarmed).toContainText('王建国')
  await expect(disarmed).toContainText('绿化修剪')
  await world.picture('inspector-arming')
})

test('the record is verified, what is open goes along on one sheet, and the watch is in view again', async () => {
  await at('page-inspector').click()
  await at('inspector-verify').click()
  await expect(at('inspector-chain').getByRole('status')).toHaveAttribute('data-done', 'true')
  await expect(at('inspector-chain').getByRole('status')).toHaveAttribute('data-state', 'whole')
  const paper = await savedPaper(() => at('inspector-sheet-pdf').click(), '技防检查情况表')
  expectProof(paper)
  expect(paper).toContain('前后相接，没有被改动')
  expect(paper).toContain('今日监看回放检查未完成')
  await leaveDesk(page)
  await expect(at('wall')).toBeVisible()
})
