import { expect, test, type Page } from '@playwright/test'
import { finishIncident, signOn, stageOf } from './guard.ts'
import { startWorld, type World } from './world.ts'

/** A drill: marked everywhere, while whatever is real stays real. */
test.describe.configure({ mode: 'serial' })

let world: World
let page: Page

test.beforeAll(async () => {
  test.setTimeout(120_000)
  world = await startWorld()
  page = world.page
  await signOn(page, 'zhao-ming')
})

test.afterAll(async () => {
  await world?.close()
})

const stage = () => stageOf(page)

test('the guard leader starts it with zones, a reason and an end', async () => {
  await page.getByTestId('page-response').click()
  await page.getByTestId('response-tabs').locator('[data-value="procedures"]').click()
  await page.getByTestId('procedure-perimeter').click()
  await expect(page.getByTestId('procedure')).toContainText('周界报警处置预案')
  await world.picture('procedures')
  await page.getByTestId('response-tabs').locator('[data-value="linkage"]').click()
  await expect(page.getByTestId('rule-east-wall')).toContainText('东围墙 4 段')
  await world.picture('linkage')
  await page.getByTestId('response-tabs').locator('[data-value="drill"]').click()
  await expect(page.getByTestId('drill-start')).toBeDisabled()
  await page.getByTestId('drill-reason').fill('夜间翻越围墙演练')
  await page.getByTestId('drill-zone-fence-5').locator('input').check()
  await page.getByTestId('drill-start').click()
  await expect(page.getByTestId('drill-banner')).toContainText('夜间翻越围墙演练')
})

test('an alarm of its zone is a drill on the stage, in the queue and in the ledger; a panic button is real all the same', async () => {
  await world.happen('cut', 'fence-5')
  await expect(stage()).toHaveAttribute('data-drill', 'true')
  await expect(page.getByTestId('stage-title')).toContainText('演练')
  await world.picture('drill')
  await world.happen('press', 'panic-gate')
  await expect(stage()).toHaveAttribute('data-kind', 'panic')
  await expect(stage()).toHaveAttribute('data-drill', 'false')
  await page.getByTestId('stage-primary').click()
  await finishIncident(page, 'true')
  await world.happen('reset', 'panic-gate')
  await stage().getByRole('group', { name: '持钥匙人' }).getByRole('radio', { name: '李强' }).check()
  await page.getByTestId('reset-cause').fill('门卫发现可疑人员，按下报警')
  await page.getByTestId('reset-reviewer').getByRole('radio').first().check()
  await page.getByTestId('stage-primary').click()
  await expect(stage()).toHaveAttribute('data-task', 'close')
  await page.getByTestId('stage-primary').click()
  await expect(stage()).toHaveAttribute('data-drill', 'true')
  await page.getByTestId('stage-primary').click()
  await finishIncident(page, 'false')
  await page.getByTestId('stage-primary').click()
  await expect(stage()).toHaveCount(0)
})

test('it ends, and the ledger tells which of the two was real', async () => {
  await page.getByTestId('drill-end').click()
  await expect(page.getByTestId('drill-banner')).toHaveCount(0)
  await page.getByTestId('page-ledgers').click()
  await page.getByTestId('ledger-alarms').click()
  const rows = page.getByTestId('ledger-rows').locator('tbody tr.ant-table-row')
  await expect(rows.filter({ hasText: '【演练】' })).toHaveCount(1)
  await expect(rows.filter({ hasText: '【演练】' })).toContainText('南围墙 5 段')
  await expect(rows.filter({ hasText: '紧急报警' })).not.toContainText('【演练】')
})
