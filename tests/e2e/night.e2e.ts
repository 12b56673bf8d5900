import { expect, test, type Locator, type Page } from '@playwright/test'
import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { finishIncident, signOn, stageOf } from './guard.ts'
import { screenshots, startWorld, type DemoSite, type World } from './world.ts'

/** A night from a roster to an enforced handover, with a clock that the story moves (A-10, A-N3.5). */
test.describe.configure({ mode: 'serial' })

const beijing = (text: string): number => Date.parse(`2026-11-${text}+08:00`)

let world: World
let page: Page

interface Panel {
  zones: { id: string; cameras?: string[] }[]
}

/** Keys to count and one fence. Nothing but what the story makes happen: pictures and other panels are other stories'. */
function withKeys(school: DemoSite): DemoSite {
  const site = school as DemoSite & { panels: Panel[]; response: object }
  const panels = site.panels
    .filter(({ zones }) => zones.some(({ id }) => id === 'fence-3'))
    .map(panel => ({ ...panel, zones: panel.zones.map(zone => ({ ...zone, cameras: [] })) }))
  const duty = { equipment: [{ id: 'keys', name: '钥匙', count: 6 }] }
  const response = { ...site.response, linkage: [] }
  return Object.assign(site, { cameras: [], panels, duty, response, timeServers: [] })
}

test.beforeAll(async () => {
  test.setTimeout(120_000)
  world = await startWorld(withKeys, beijing('22T17:40:00'))
  page = world.page
})

test.afterAll(async () => {
  await world?.close()
})

const handOver = (): Locator => page.getByTestId('hand-over')

async function openHandOver(): Promise<void> {
  await page.getByTestId('duty-chip').click()
  await page.getByRole('menuitem', { name: '交接班' }).click()
  await expect(handOver()).toBeVisible()
}

test('the representative plans the week by rotation', async () => {
  await signOn(page, 'liu-fang')
  await page.getByTestId('page-roster').click()
  await expect(page.getByTestId('roster-grid')).toBeVisible()
  await page.getByTestId('roster-fill').click()
  await page.getByTestId('preset-rotate').click()
  await page.getByTestId('fill-from').selectOption('2026-11-22')
  // Day, night, rest, rest, each a day behind the one before: tonight is the fourth one's.
  for (const id of ['zhao-ming', 'zhang-min', 'li-qiang', 'wang-jianguo'])
    await page.getByTestId(`fill-person-${id}`).click()
  await page.getByTestId('fill-submit').click()
  await expect(page.getByTestId('cell-desk-2026-11-22-night')).toHaveValue('wang-jianguo')
  await expect(page.getByTestId('cell-desk-2026-11-23-day')).toHaveValue('zhang-min')
  await world.picture('roster')
  await page.getByTestId('duty-chip').click()
  await page.getByRole('menuitem', { name: '结束查阅' }).click()
  await page.getByTestId('sign-off-submit').click()
  await expect(page.getByTestId('duty-chip')).toHaveAttribute('data-state', 'nobody')
})

test('who is planned comes ten minutes late and is told so', async () => {
  await page.getByTestId('page-watch').click()
  world.moveClockTo(beijing('22T18:10:00'))
  await expect(page.getByTestId('planned')).toContainText('本班排班 王建国')
  await signOn(page, 'wang-jianguo')
  await expect(page.getByTestId('plan-banner')).toHaveAttribute('data-state', 'late')
  await world.picture('night-late')
  await page.getByTestId('plan-banner-read').click()
})

test('in the night the console asks, an alarm comes, and both are answered', async () => {
  world.moveClockTo(beijing('22T23:30:00'))
  await expect(page.getByTestId('presence')).toBeVisible()
  await page.getByTestId('presence-here').click()
  await expect(page.getByTestId('presence')).toHaveCount(0)
  await world.happen('cut', 'fence-3')
  await expect(stageOf(page)).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(stageOf(page)).toHaveAttribute('data-located', 'true')
  await world.happen('restore', 'fence-3')
  await finishIncident(page, 'false')
  await expect(stageOf(page)).toHaveAttribute('data-task', 'close')
  await page.getByTestId('stage-primary').click()
  await expect(stageOf(page)).toHaveCount(0)
})

test('nobody takes over before each matter is ticked, the keys are counted, and both have signed', async () => {
  world.moveClockTo(beijing('23T05:58:00'))
  // Six hours without a hand at the console: whoever is here says so.
  const presence = page.getByTestId('presence-here')
  await expect(presence).toBeVisible()
  await presence.click()
  await openHandOver()
  await handOver().getByTestId('pin').fill('246810')
  await expect(page.getByTestId('hand-over-sign')).toBeDisabled()
  await page.getByTestId('count-keys').fill('6')
  await page.getByTestId('hand-over-note').fill('东围墙三段有猫，已赶走')
  await page.getByTestId('hand-over-sign').click()
  await expect(handOver()).toHaveAttribute('data-step', 'take')
  await handOver().getByTestId('person-zhang-min').click()
  await expect(page.getByTestId('hand-over-left')).toContainText('没有核对')
  await expect(handOver().getByTestId('pin')).toHaveCount(0)
  for (const matter of await page.getByTestId('handover-items').getByRole('checkbox').all())
    await matter.check()
  await page.getByTestId('count-keys').fill('5')
  await expect(handOver().getByTestId('pin')).toHaveCount(0)
  await page.getByTestId('hand-over-difference').fill('东门钥匙在总务处')
  await world.picture('night-hand-over')
  await handOver().getByTestId('pin').fill('246810')
  await handOver().getByTestId('secrecy').check()
  await handOver().getByTestId('sign-on-submit').click()
  await expect(page.getByTestId('duty-chip')).toContainText('张敏')
  await expect(page.getByTestId('plan-banner')).toHaveCount(0)
})

test('the sheet of the night names both, what happened and what is missing', async () => {
  await page.getByTestId('page-roster').click()
  await page.getByRole('tab', { name: '值班（交接班）记录表' }).click()
  await expect(page.getByTestId('shift-1')).toHaveAttribute('data-end', 'handed-over')
  await world.picture('shift-reports')
  await page.getByTestId('shift-pdf-1').click()
  const saved = () => readdirSync(world.saveDir).filter(name => name.endsWith('.pdf'))
  await expect.poll(() => saved().length).toBe(1)
  const file = join(world.saveDir, saved()[0] ?? '')
  execFileSync('pdftoppm', ['-png', '-r', '80', '-singlefile', file, join(screenshots, 'form-shift')])
  const paper = execFileSync('pdftotext', [file, '-'], { encoding: 'utf8' }).replaceAll(/\s/g, '')
  for (const words of [
    '值班（交接班）记录表',
    '王建国',
    '张敏（口令签名',
    '迟到10分',
    '东围墙3段',
    '接班5',
    '东门钥匙在总务处',
  ])
    expect(paper, words).toContain(words)
})

test('the ledger tells of lateness and of no time without a guard', async () => {
  await page.getByTestId('page-ledgers').click()
  await page.getByTestId('ledger-duty').click()
  const rows = page.getByTestId('ledger-rows').locator('tbody tr')
  await expect(rows.filter({ hasText: '迟到 10 分' })).toHaveCount(1)
  await expect(rows.filter({ hasText: '已应答' })).toHaveCount(2)
  await expect(rows.filter({ hasText: '自 王建国 接班' })).toHaveCount(1)
  await expect(rows.filter({ hasText: '无人值守' })).toHaveCount(0)
  await world.picture('night-ledger')
})

test('who leaves without a handover says why; the next one looks over and counts alone', async () => {
  // In the first minutes of the day shift nobody is missing at the desk yet.
  world.moveClockTo(beijing('23T06:05:00'))
  await expect(page.getByTestId('clock')).toContainText('06:05')
  await page.getByTestId('duty-chip').click()
  await page.getByRole('menuitem', { name: '签退' }).click()
  await page.getByTestId('sign-off-note').fill('胃痛，已报告保安班长')
  await expect(page.getByTestId('sign-off-submit')).toBeDisabled()
  await page.getByTestId('sign-off-reason-ill').check()
  await world.picture('sign-off')
  await page.getByTestId('sign-off-submit').click()
  await expect(page.getByTestId('duty-chip')).toHaveAttribute('data-state', 'nobody')
  await signOn(page, 'li-qiang')
  await page.getByTestId('take-alone-open').click()
  const form = page.getByTestId('take-alone')
  await form.getByTestId('count-keys').fill('6')
  for (const matter of await page.getByTestId('handover-items').getByRole('checkbox').all())
    await matter.check()
  await world.picture('take-alone')
  await page.getByTestId('take-alone-do').click()
  await expect(page.getByTestId('take-alone-banner')).toHaveCount(0)
  await page.getByTestId('page-ledgers').click()
  await page.getByTestId('ledger-duty').click()
  const rows = page.getByTestId('ledger-rows').locator('tbody tr')
  await expect(rows.filter({ hasText: '本人身体不适；胃痛' })).toContainText('张敏')
  await expect(rows.filter({ hasText: '单人接班' })).toContainText('李强')
})
