import { expect, test, type Page } from '@playwright/test'
import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { signOn } from './guard.ts'
import { screenshots, startWorld, type World } from './world.ts'

/** The books of the guard room: 附表1 and 附表2 written, signed, corrected, and printed as the district prints them. */
test.describe.configure({ mode: 'serial' })

let world: World
let page: Page

test.beforeAll(async () => {
  test.setTimeout(120_000)
  world = await startWorld()
  page = world.page
})

test.afterAll(async () => {
  await world?.close()
})

const rows = () => page.getByTestId('ledger-rows').locator('tbody tr.ant-table-row')

async function choose(testId: string, word: string): Promise<void> {
  await page.getByTestId(testId).click()
  await page.locator('.ant-select-item-option', { hasText: word }).last().click()
}

/** The text of the newest PDF that was saved, without its blanks; its first page is kept as a picture. */
function savedPdf(name: string): string {
  const [file, ...more] = readdirSync(world.saveDir).filter(
    candidate => candidate.endsWith('.pdf') && candidate.includes(name),
  )
  if (file === undefined || more.length > 0) throw new Error(`not one PDF of ${name}`)
  const path = join(world.saveDir, file)
  execFileSync('pdftoppm', [
    '-png',
    '-r',
    '80',
    '-f',
    '1',
    '-singlefile',
    path,
    join(screenshots, `form-${name}`),
  ])
  return execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' }).replaceAll(/\s/g, '')
}

test('附表1 is written by the officer and signed with the PIN of the representative', async () => {
  await signOn(page, 'zhao-ming')
  await page.getByTestId('page-ledgers').click()
  await expect(page.getByTestId('inspection-owed')).toBeVisible()
  await page.getByTestId('inspection-write').click()
  await page.getByTestId('book-write').click()
  await page.getByTestId('book-submit').click()
  // What is missing is named before anything is sent.
  await expect(page.getByTestId('book-form').getByRole('alert')).toBeVisible()
  await choose('book-item', '周界报警系统')
  await page.getByTestId('book-finding').fill('东围墙二段钢丝松弛')
  await world.picture('book-form')
  await page.getByTestId('book-submit').click()
  await expect(rows()).toHaveCount(1)
  await page.getByTestId('row-sign-rep').click()
  await page.getByTestId('sign-pin').fill('111111')
  await page.getByTestId('sign-submit').click()
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('口令')
  await page.getByTestId('sign-pin').fill('246810')
  await page.getByTestId('sign-submit').click()
  await expect(rows().first()).toContainText('刘芳')
  await expect(page.getByTestId('inspection-owed')).toHaveCount(0)
})

test('a wrong line is corrected: the old one stays, struck through, with the reason and both names', async () => {
  await page.getByTestId('row-correct').click()
  await page.getByTestId('book-finding').fill('东围墙三段钢丝松弛')
  await page.getByTestId('book-reason').fill('段号写错')
  await page.getByTestId('book-submit').click()
  await expect(rows()).toHaveCount(2)
  await expect(page.locator('.ledger-struck')).toContainText('东围墙二段')
  await expect(page.getByTestId('ledger-remark')).toContainText('段号写错')
  // Another content: the signature of the old one does not stand under it.
  await expect(page.getByTestId('row-sign-rep')).toBeVisible()
  await world.picture('book-inspection')
})

test('附表2: the maintainer, who has no login, signs on the screen', async () => {
  await page.getByTestId('ledger-maintenance').click()
  await page.getByTestId('book-write').click()
  await page.getByTestId('book-item').fill('摄像机镜头清洁、录像机保存功能检查')
  await page.getByTestId('book-firm').fill('安防维保公司')
  await page.getByTestId('book-submit').click()
  await page.getByTestId('row-sign-maintainer').click()
  await page.getByTestId('sign-name').fill('沈师傅')
  // The dialog must stand still before its place is measured.
  await world.picture('book-signature')
  const pad = await page.getByTestId('signature-pad').boundingBox()
  if (pad === null) throw new Error('no field to sign in')
  await page.mouse.move(pad.x + 40, pad.y + 60)
  await page.mouse.down()
  await page.mouse.move(pad.x + 160, pad.y + 100, { steps: 8 })
  await page.mouse.move(pad.x + 260, pad.y + 40, { steps: 8 })
  await page.mouse.up()
  await world.picture('book-signature')
  await page.getByTestId('sign-submit').click()
  await expect(rows().first()).toContainText('沈师傅')
})

test('both forms print every heading and note of the district', async () => {
  await page.getByTestId('ledger-pdf').click()
  await expect(page.getByTestId('ledger-outcome')).toHaveAttribute('data-outcome', 'done')
  const second = savedPdf('维护保养')
  for (const heading of [
    '校园内技防设施设备维护保养记录',
    '维护时间',
    '维护项目',
    '维护单位',
    '维护人签名',
    '备注',
    '沈师傅',
  ])
    expect(second).toContain(heading)
  await page.getByTestId('ledger-inspection').click()
  await expect(rows()).toHaveCount(2)
  await page.getByTestId('ledger-pdf').click()
  await expect(page.getByTestId('ledger-outcome')).toHaveAttribute('data-outcome', 'done')
  const first = savedPdf('使用情况')
  for (const heading of [
    '校园内技防设施设备使用情况记录',
    '检查时间',
    '检查项目',
    '检查情况',
    '检查人',
    '备注',
  ])
    expect(first).toContain(heading)
  for (const note of [
    '每周至少检查一次，并做好记录',
    '防盗报警系统与区域报警中心联网情况',
    '时间误差20S内，回放图像清晰',
    '保存时间不少于30天',
    '实时电子巡查系统软件运行正常',
  ])
    expect(first).toContain(note)
  expect(first).toContain('段号写错')
})
