import { expect, test, type Page } from '@playwright/test'
import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { signOn } from './guard.ts'
import { startWorld, type World } from './world.ts'

/** A guard is new here: added, given a PIN and a card; his first sign-on takes a PIN of his own before anything else. */
test.describe.configure({ mode: 'serial' })

let world: World
let page: Page
let firstPin = ''

const card = '0012345678'
const at = (id: string) => page.getByTestId(id)

/** A reader types faster than any test could press keys one by one. */
const holdCard = (number: string): Promise<void> =>
  page.evaluate(digits => {
    for (const key of [...Array.from(digits), 'Enter'])
      (document.activeElement ?? document.body).dispatchEvent(
        new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
      )
  }, number)

test.beforeAll(async () => {
  test.setTimeout(120_000)
  world = await startWorld()
  page = world.page
})

test.afterAll(async () => {
  await world?.close()
})

test('the safety office adds a guard, reads the PIN once, and learns his card', async () => {
  await signOn(page, 'zhou-ling')
  await at('page-people').click()
  await expect(at('people-table').locator('tbody tr')).not.toHaveCount(0)
  await at('person-add').click()
  await at('person-name').fill('周新')
  await at('person-form').getByRole('checkbox', { name: '门卫保安' }).check()
  await at('certificate-number').fill('3101062026000001')
  await at('certificate-valid-to').fill('2029-11-01')
  await at('people-reason').fill('新到岗')
  await at('people-submit').click()
  await expect(at('first-pin')).toHaveText(/^\d{6}$/)
  firstPin = (await at('first-pin').textContent()) ?? ''
  await world.picture('people-first-pin')
  await at('first-pin-done').click()
  const row = at('person-row-person-1')
  await expect(row).toContainText('首次口令待更改')
  await at('more-person-1').click()
  await at('learn-card-person-1').click()
  await expect(at('card-read')).toBeVisible()
  await holdCard(card)
  await expect(at('card-read')).toHaveAttribute('data-state', 'read')
  await expect(at('learn-card')).not.toContainText(card)
  await at('people-submit').click()
  await expect(row).toContainText('已登记')
  await world.picture('people')
})

test('the table of rights goes to paper with school, name and the head of the chain', async () => {
  await at('people-tabs').locator('[data-value="rights"]').click()
  const cell = at('rights-table').locator('[data-right="people.edit"] [data-role="schoolSafetyOffice"]')
  await expect(cell.getByRole('img')).toBeVisible()
  await world.picture('people-rights')
  await at('people-pdf').click()
  await expect(at('people-outcome')).toHaveText('已保存')
  const [file = ''] = readdirSync(world.saveDir).filter(name => name.startsWith('角色与权限表'))
  const text = execFileSync('pdftotext', ['-layout', join(world.saveDir, file), '-'], { encoding: 'utf8' })
  for (const words of ['角色与权限表', '管理人员、角色、口令和卡', '学校安全办', '周玲', '静安区示范学校'])
    expect(text).toContain(words)
  expect(text).toMatch(/[0-9a-f]{64}/)
})

test('an unknown card is refused, the own one picks the guard, and the PIN given once must be changed', async () => {
  await at('duty-chip').click()
  await page.getByRole('menuitem', { name: '结束查阅' }).click()
  await at('sign-off-submit').click()
  await expect(at('sign-on')).toBeVisible()
  await holdCard('0099999999')
  await expect(at('card-error')).toContainText('没有登记')
  await holdCard(card)
  await expect(at('pin')).toHaveValue('')
  await expect(at('sign-on')).toContainText('周新')
  await at('pin').fill(firstPin)
  await at('secrecy').check()
  await at('sign-on-submit').click()
  await expect(at('duty-chip')).toHaveAttribute('data-state', 'nobody')
  await at('new-pin').fill('123456')
  await expect(at('change-pin-error')).toContainText('太简单')
  await world.picture('people-change-pin')
  await at('new-pin').fill('730158')
  await at('again-pin').fill('730158')
  await at('change-pin-do').click()
  await expect(at('duty-chip')).toHaveAttribute('data-state', 'on-duty')
  await expect(at('duty-chip')).toContainText('周新')
})

test('the ledger tells who did what; a guard does not see the page', async () => {
  await expect(at('page-people')).toHaveCount(0)
  await at('page-ledgers').click()
  await at('ledger-people').click()
  const rows = at('ledger-rows').locator('tbody tr')
  await expect(rows.filter({ hasText: '新增人员' })).toContainText('新到岗')
  await expect(rows.filter({ hasText: '更改口令' })).toContainText('周新')
  await expect(rows.filter({ hasText: '未知卡' })).toContainText('尾号 999')
  await world.picture('people-ledger')
})
