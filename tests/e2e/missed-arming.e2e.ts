import { expect, test, type Page } from '@playwright/test'
import { signOn, stageOf } from './guard.ts'
import { startWorld, type DemoSite, type World } from './world.ts'

/** A Friday evening on which nobody arms the teaching building, with a clock that the story moves. */
test.describe.configure({ mode: 'serial' })

const beijing = (text: string): number => Date.parse(`2026-11-${text}+08:00`)

let world: World
let page: Page

function withSchedule(school: DemoSite): DemoSite {
  const site = school as DemoSite & {
    panels: {
      partitions: { id: string; schedule?: object }[]
      zones: { id: string; cameras?: string[] }[]
    }[]
    response: object
    timeServers: unknown[]
  }
  const lessons = [{ from: '06:00', to: '22:00' }]
  const open = { monday: lessons, tuesday: lessons, wednesday: lessons, thursday: lessons, friday: lessons }
  const partition = site.panels
    .flatMap(({ partitions }) => partitions)
    .find(({ id }) => id === 'part-teaching')
  if (partition === undefined) throw new Error('the demo school has no teaching building')
  partition.schedule = { open }
  // A time server would say, rightly, that the clock of this story is wrong.
  site.timeServers = []
  // Nothing of this story is seen: no camera may be late on a busy machine and ring before anybody is at the desk.
  for (const zone of site.panels.flatMap(({ zones }) => zones)) zone.cameras = []
  return Object.assign(site, { cameras: [], response: { ...site.response, linkage: [] } })
}

test.beforeAll(async () => {
  test.setTimeout(120_000)
  world = await startWorld(withSchedule, beijing('20T21:40:00'))
  page = world.page
  await signOn(page, 'zhao-ming')
  await page.keyboard.press('F2')
})

test.afterAll(async () => {
  await world?.close()
})

const alert = () => page.getByTestId('arming-alert-part-teaching')

/** The sound and the pop-up wait for the guard; he looks and puts the pop-up aside. */
async function lookAndPutAside(): Promise<void> {
  await expect(stageOf(page)).toHaveAttribute('data-kind', 'arming-missed')
  await page.keyboard.press('Enter')
  await expect(stageOf(page)).toHaveAttribute('data-located', 'true')
  await page.getByTestId('stage-minimise').click()
}

test('the page says when it is due; a quarter of an hour before, every page reminds', async () => {
  await expect(page.getByTestId('partition-state-part-teaching')).toHaveAttribute('data-state', 'disarmed')
  await expect(page.getByTestId('due-part-teaching')).toContainText('22:00')
  await expect(alert()).toHaveCount(0)
  world.moveClockTo(beijing('20T21:46:00'))
  await expect(alert()).toHaveAttribute('data-alert', 'reminded')
  await page.keyboard.press('F1')
  await expect(alert()).toBeVisible()
  await page.keyboard.press('F2')
  await world.picture('arming-reminded')
})

test('not armed at the time it rings; not armed a quarter of an hour later it is raised again', async () => {
  world.moveClockTo(beijing('20T22:00:05'))
  await expect(alert()).toHaveAttribute('data-alert', 'missed')
  await lookAndPutAside()
  world.moveClockTo(beijing('20T22:15:10'))
  await expect(alert()).toHaveAttribute('data-alert', 'escalated')
  await lookAndPutAside()
  await world.picture('arming-missed')
})

test('the leader forces it, an open window left out with a reason and an end', async () => {
  await world.happen('trip', 'pir-music')
  await expect(page.getByTestId('zone-pir-music').first()).toHaveAttribute('data-state', 'open')
  await page.getByTestId('partition-arm-part-teaching').click()
  const boxes = page.getByTestId('arming-dialog').locator('[data-testid^="check-"] input')
  await expect(boxes).not.toHaveCount(0)
  for (const box of await boxes.all()) await box.check()
  await page.getByTestId('force-choice').click()
  await expect(page.getByTestId('force')).toContainText('音乐教室红外')
  await expect(page.getByTestId('arming-send')).toBeDisabled()
  await page.getByTestId('reason-broken').click()
  await page.getByTestId('force-until-480').click()
  await world.picture('arming-force')
  await page.getByTestId('arming-send').click()
  await page.getByTestId('arming-finish').click()
  await expect(page.getByTestId('partition-state-part-teaching')).toHaveAttribute('data-state', 'armed')
  await expect(alert()).toHaveCount(0)
  await expect(page.getByTestId('bypass-pir-music')).toContainText('门窗损坏待修')
  await world.picture('arming-bypassed')
})

test('a perimeter that is needed disarmed for longer: with a reason, and what is due moves with it', async () => {
  const perimeter = page.getByTestId('partition-state-part-perimeter')
  await page.getByTestId('partition-disarm-part-perimeter').click()
  await page.getByTestId('disarm-reason').fill('绿化修剪')
  await page.getByTestId('rearm-15').click()
  await page.getByTestId('arming-send').click()
  await page.getByTestId('arming-finish').click()
  await expect(perimeter).toHaveAttribute('data-state', 'disarmed')
  await page.getByTestId('extend-part-perimeter').click()
  await page.getByTestId('extend-reason').fill('还剩一段')
  await page.getByTestId('extend-until-60').click()
  await world.picture('disarm-extended')
  await page.getByTestId('extend-send').click()
  // By the first plan it would ring by then; by the new one it is not even reminded of.
  await expect(page.getByTestId('extend-send')).toBeHidden()
  world.moveClockTo(beijing('20T22:32:00'))
  await expect(page.getByTestId('rearm-due')).toContainText(/还有 4[2-5]/)
  await expect(page.getByTestId('arming-alert-part-perimeter')).toHaveCount(0)
  await page.getByTestId('partition-arm-part-perimeter').click()
  await page.getByTestId('arming-send').click()
  await page.getByTestId('arming-finish').click()
  await expect(perimeter).toHaveAttribute('data-state', 'armed')
})

test('the ledger tells all of it', async () => {
  await page.getByTestId('page-ledgers').click()
  await page.getByTestId('ledger-arming').click()
  const rows = page.getByTestId('ledger-rows').locator('tbody tr')
  await expect(rows.filter({ hasText: '到时未执行' })).toHaveCount(1)
  await expect(rows.filter({ hasText: '已升级报警' })).toHaveCount(1)
  await expect(rows.filter({ hasText: '强制布防' })).toContainText('音乐教室红外')
  await expect(rows.filter({ hasText: '逾期后已执行' })).toHaveCount(1)
  await expect(rows.filter({ hasText: '延长撤防' })).toContainText('还剩一段')
})

test('who may set the hours sees what they mean, day by day', async () => {
  await page.getByTestId('duty-chip').click()
  await page.getByRole('menuitem', { name: '查阅登录' }).click()
  const dialog = page.getByTestId('duty-dialog')
  await dialog.getByTestId('person-liu-fang').click()
  await dialog.getByTestId('pin').fill('246810')
  await dialog.getByTestId('secrecy').check()
  await dialog.getByTestId('sign-on-submit').click()
  await expect(page.getByTestId('duty-chip')).toHaveAttribute('data-state', 'reader')
  await page.keyboard.press('F2')
  await page.getByTestId('arming-setup').click()
  const saturday = page.getByTestId('preview-2026-11-21')
  await expect(saturday).toContainText('全天布防')
  await page.getByTestId('hours-saturday').fill('8:00-22')
  await expect(page.getByTestId('schedule-save')).toBeDisabled()
  await page.getByTestId('hours-saturday').fill('8:00-12:00')
  await expect(saturday).toContainText('08:00–12:00')
  await page.getByTestId('schedule-save').click()
  await expect(page.getByTestId('schedule-save-note')).toContainText('已保存')
  await world.picture('arming-schedule')
  await page.getByRole('tab', { name: '校历' }).click()
  await page.getByTestId('day-add').click()
  await page.getByTestId('day-from-0').fill('2026-11-21')
  await page.getByTestId('day-to-0').fill('2026-11-21')
  await page.getByTestId('days-save').click()
  await expect(page.getByTestId('days-save-note')).toContainText('已保存')
  await page.getByRole('tab', { name: '布防时间' }).click()
  await expect(saturday).toContainText('全天布防')
  await world.picture('arming-days')
})
