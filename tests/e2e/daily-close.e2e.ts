import { expect, test, type Page } from '@playwright/test'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { signOn } from './guard.ts'
import { faultsOfForm, readPrintedForm } from './printed-form.ts'
import { startWorld, type DemoSite, type World } from './world.ts'

/** A day with entries is closed by the leader, a missed one stays open; and what nobody may do to the record is seen by all. */
test.describe.configure({ mode: 'serial' })

const beijing = (text: string): number => Date.parse(`2026-11-${text}+08:00`)

let world: World
let page: Page

/** Cameras switched off and no time servers: what counts here is the paper, on days that the story chooses. */
function paperOnly(school: DemoSite): DemoSite {
  const site = school as DemoSite & { timeServers: unknown[]; response: object }
  return Object.assign(site, {
    cameras: site.cameras.map(camera => ({ ...camera, enabled: false })),
    timeServers: [],
    response: { ...site.response, linkage: [] },
  })
}

test.beforeAll(async () => {
  test.setTimeout(120_000)
  world = await startWorld(paperOnly, beijing('16T10:00:00'))
  page = world.page
})

test.afterAll(async () => {
  await world?.close()
})

const rows = () => page.getByTestId('ledger-rows').locator('tbody tr.ant-table-row')

async function openLedger(id: string): Promise<void> {
  await page.getByTestId('page-ledgers').click()
  await page.getByTestId(`ledger-${id}`).click()
  await page.getByTestId('ledger-period').locator('[data-value="week"]').click()
}

test('on Monday a guard writes a fault into the book', async () => {
  await signOn(page, 'zhang-min')
  await openLedger('faults')
  await expect(page.getByTestId('days-open')).toHaveCount(0)
  await page.getByTestId('book-write').click()
  await page.getByTestId('book-part').fill('操场东侧摄像机无图像')
  await page.getByTestId('book-system').click()
  await page.locator('.ant-select-item-option', { hasText: '视频监控系统' }).last().click()
  await page.getByTestId('book-finder').fill('张敏')
  await page.getByTestId('book-submit').click()
  await expect(rows()).toHaveCount(1)
})

test('on Wednesday two days stand open; the leader closes Monday with his PIN, Tuesday stays', async () => {
  await world.restart(() => world.moveClockTo(beijing('18T09:00:00')))
  page = world.page
  await signOn(page, 'zhao-ming')
  await openLedger('faults')
  await expect(page.getByTestId('days-open')).toHaveAttribute('data-count', '2')
  await page.getByTestId('day-close').click()
  await expect(page.getByTestId('closing-rows')).toContainText('故障报修及修复台账1 条')
  await page.getByTestId('sign-pin').fill('111111')
  await page.getByTestId('sign-submit').click()
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('口令')
  await page.getByTestId('closing-note').fill('已核对')
  await page.getByTestId('sign-pin').fill('246810')
  await world.picture('daily-close')
  await page.getByTestId('sign-submit').click()
  await expect(page.getByTestId('days-open')).toHaveAttribute('data-count', '1')
  await expect(page.getByTestId('days-open')).toContainText('11-17')
  const closed = page.getByTestId('day-closed-2026-11-16')
  await expect(closed).toHaveAttribute('data-since', 'same')
  for (const words of ['赵明', '2026-11-18', '已核对']) await expect(closed).toContainText(words)
})

test('what is corrected after the close stands as a new entry, the old one struck through, with both names', async () => {
  await page.getByTestId('row-correct').click()
  await page.getByTestId('book-part').fill('操场西侧摄像机无图像')
  await page.getByTestId('book-reason').fill('位置写错')
  await page.getByTestId('book-submit').click()
  await expect(rows()).toHaveCount(2)
  await expect(page.locator('.ledger-struck')).toContainText('操场东侧')
  const remark = page.getByTestId('ledger-remark')
  for (const words of ['赵明', '张敏', '位置写错', '2026-11-18']) await expect(remark).toContainText(words)
  // Monday stays closed, and says that something came later.
  await expect(page.getByTestId('day-closed-2026-11-16')).toContainText('结账后有更改')
  await expect(page.getByTestId('days-open')).toHaveAttribute('data-count', '1')
  await world.picture('daily-close-corrected')
})

test('the form prints both, and who closed', async () => {
  await page.getByTestId('ledger-pdf').click()
  await expect(page.getByTestId('ledger-outcome')).toHaveAttribute('data-outcome', 'done')
  const [file = ''] = readdirSync(world.saveDir).filter(name => name.endsWith('.pdf'))
  const faults = faultsOfForm(readPrintedForm(join(world.saveDir, file)), {
    title: '故障报修及修复台账',
    headings: [
      '发现时间',
      '故障部位',
      '系统',
      '发现人',
      '通知时间',
      '被通知单位／电话',
      '到校时间',
      '修复时间',
      '应急防范措施',
      '验收人／结果',
    ],
    notes: ['保安班长签名'],
    facts: [
      '静安区示范学校',
      '操场东侧',
      '操场西侧',
      '位置写错',
      '2026-11-16 已结账：赵明',
      '结账后有更改',
      '打印：赵明',
    ],
  })
  expect(faults).toEqual([])
})

test('a row that was changed by hand while the console was off is told to everybody, and cannot be put aside', async () => {
  await world.restart(() => {
    const db = new DatabaseSync(join(world.dataDir, 'station.db'))
    db.exec('DROP TRIGGER journal_no_update')
    db.exec(`UPDATE journal SET body = replace(body, '东侧', '北侧') WHERE kind = 'book.entered'`)
    db.close()
  })
  page = world.page
  const banner = page.getByTestId('journal-broken')
  // Before anybody signs on.
  await expect(banner).toBeVisible()
  await expect(banner.getByRole('button')).toHaveCount(0)
  await signOn(page, 'zhang-min')
  for (const key of ['page-search', 'page-ledgers']) {
    await page.getByTestId(key).click()
    await page.keyboard.press('Escape')
    await expect(banner).toBeVisible()
  }
  await world.picture('journal-broken')
})
