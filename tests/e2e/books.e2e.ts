import { expect, test, type Page } from '@playwright/test'
import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { signOn } from './guard.ts'
import { faultsOfForm, readPrintedForm, type ExpectedForm } from './printed-form.ts'
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

/** The newest PDF that was saved; its first page is kept as a picture. */
function savedPdf(name: string): string {
  const file = readdirSync(world.saveDir)
    .filter(candidate => candidate.endsWith('.pdf') && candidate.includes(name))
    .toSorted()
    .at(-1)
  if (file === undefined) throw new Error(`no PDF of ${name}`)
  const path = join(world.saveDir, file)
  const picture = join(screenshots, `form-${name}`)
  execFileSync('pdftoppm', ['-png', '-r', '80', '-f', '1', '-singlefile', path, picture])
  return path
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

test('a visitor leaves: the line is filled in, not struck through, and says who did it', async () => {
  await page.getByTestId('ledger-visitors').click()
  await page.getByTestId('book-write').click()
  await page.getByTestId('book-person').fill('沈阿姨')
  await page.getByTestId('book-host').fill('刘芳')
  await page.getByTestId('book-purpose').fill('家访')
  await page.getByTestId('book-place').fill('教学楼')
  await page.getByTestId('book-submit').click()
  await expect(page.getByTestId('row-complete')).toHaveText('访客离校')
  await page.getByTestId('row-complete').click()
  await expect(page.getByTestId('book-left')).not.toHaveValue('')
  await world.picture('book-complete')
  await page.getByTestId('complete-submit').click()
  await expect(page.getByTestId('ledger-remark')).toContainText('离开时间由赵明于')
  await expect(rows()).toHaveCount(1)
  await expect(page.locator('.ledger-struck')).toHaveCount(0)
  await world.picture('book-completed')
})

/** Note 2 of 附表1 as the district printed it. */
const inspectionNote =
  '2.检查重点：防盗报警系统与区域报警中心联网情况；紧急报警按钮能正常报警；视频监控系统具有时间、日期显示、记录、调整功能，时间误差20S内，回放图像清晰；硬盘录像机24小时图像记录完整，保存时间不少于30天；周界报警系统能正常报警，系统布防、撤防、报警故障信息有记录，保存时间不少于30天，能输出打印；出入口控制后台运行电脑24小时正常开启，运行正常；人员访客机能完成外来人员的人脸部抓拍、身份证识别、人脸比对的自动认证等功能；前端门禁读卡器进出记录正常；实时电子巡查系统软件运行正常，前端分布的巡查钮安装应没有损坏、缺失并且安装牢固。'

const maintenanceForm: ExpectedForm = {
  title: '校园内技防设施设备维护保养记录',
  headings: ['维护时间', '维护项目', '维护单位', '维护人签名', '安全防范管理代表签名', '备注'],
  notes: [],
  facts: ['静安区示范学校', '打印：赵明', '沈师傅'],
}

const inspectionForm: ExpectedForm = {
  title: '校园内技防设施设备使用情况记录',
  headings: ['检查时间', '检查项目', '检查情况', '检查人', '安全防范管理代表', '备注'],
  notes: ['注：1.每周至少检查一次，并做好记录。', inspectionNote],
  facts: ['静安区示范学校', '打印：赵明', '段号写错'],
}

async function savePdf(ledger: string, name: string): Promise<string> {
  await page.getByTestId(`ledger-${ledger}`).click()
  await expect(rows()).not.toHaveCount(0)
  await page.getByTestId('ledger-pdf').click()
  await expect(page.getByTestId('ledger-outcome')).toHaveAttribute('data-outcome', 'done')
  return savedPdf(name)
}

test('both forms print every heading and note of the district, each in its place', async () => {
  const second = readPrintedForm(await savePdf('maintenance', '维护保养'))
  expect(faultsOfForm(second, maintenanceForm)).toEqual([])
  const first = readPrintedForm(await savePdf('inspection', '使用情况'))
  expect(faultsOfForm(first, inspectionForm)).toEqual([])
})

test('the check of a form finds what is wrong with one', async () => {
  const form = readPrintedForm(await savePdf('maintenance', '维护保养'))
  const faults = (expected: Partial<ExpectedForm>) =>
    faultsOfForm(form, { ...maintenanceForm, ...expected }).length
  expect(faults({ title: '校园内技防设施维护记录' })).toBe(1)
  expect(faults({ headings: maintenanceForm.headings.with(0, '维护日期') })).toBe(1)
  expect(faults({ headings: maintenanceForm.headings.toSpliced(2, 1) })).toBeGreaterThan(0)
  expect(faults({ notes: ['维护时间'] })).toBe(1)
  const moved = form.map(sheet => ({
    ...sheet,
    words: sheet.words.map(word =>
      word.text === '维护项目' ? { ...word, x0: word.x0 - 120, x1: word.x1 - 120 } : word,
    ),
  }))
  expect(faultsOfForm(moved, maintenanceForm)).not.toEqual([])
})

test('what the station checked by itself is confirmed before it is written', async () => {
  await page.getByTestId('ledger-inspection').click()
  await page.getByTestId('inspection-propose').click()
  await expect(page.getByTestId('proposals').locator('li')).not.toHaveCount(0)
  await world.picture('book-proposals')
  await page.getByTestId('proposal-take-video').click()
  await page.getByTestId('book-submit').click()
  await expect(page.getByTestId('proposal-take-video')).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('ledger-remark').first()).toContainText('自动检查')
  await expect(page.getByTestId('row-sign-rep')).toHaveCount(2)
})
