import { expect, test, type Page } from '@playwright/test'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { signOn } from './guard.ts'
import { comeToRead, confirmPaper, enterPaper, leaveDesk } from './papers.ts'
import { startWorld, type World } from './world.ts'

/**
 * A password of a device is changed with consent: asked for, agreed to by the district, and only then reported as done, with a
 * witness who proves by the own PIN that he saw it. The password itself is nowhere.
 */
let world: World
let page: Page

test.beforeAll(async () => {
  test.setTimeout(120_000)
  world = await startWorld()
  page = world.page
  await signOn(page, 'zhang-min')
})

test.afterAll(async () => {
  await world?.close()
})

/** The lines of the book 密码更改, as the record has them. */
function linesOfBook(): { actor: string; body: string }[] {
  const db = new DatabaseSync(join(world.dataDir, 'station.db'), { readOnly: true })
  try {
    const sql = `SELECT actor, body FROM journal WHERE kind = 'book.entered' AND body LIKE '%"password-changes"%'`
    return db.prepare(sql).all() as { actor: string; body: string }[]
  } finally {
    db.close()
  }
}

test('a password is changed: asked for, agreed to, reported as done before a witness, and in the book', async () => {
  await comeToRead(page, 'wu-jing')
  await page.getByTestId('page-approvals').click()
  await page.getByTestId('request-new').click()
  await page.getByTestId('request-kind').locator('[data-value="password-change"]').click()
  await page.getByTestId('request-device-camera-cam-2').check()
  await page.getByTestId('password-account').fill('admin')
  await page.getByTestId('request-reason').fill('安装人员离职，按规定更换')
  await page.getByTestId('request-submit').click()
  await expect(page.getByTestId('request')).toHaveAttribute('data-state', 'submitted')
  // Nobody can say that it is done before everybody has agreed.
  await expect(page.getByTestId('report-done')).toHaveCount(0)
  await leaveDesk(page)

  await comeToRead(page, 'zhou-ling')
  await page.getByTestId('request-1').click()
  await enterPaper(page, '静安区教育局安全办', '静教安〔2026〕132 号')
  await expect(page.getByTestId('step-district-safety-office')).toHaveAttribute('data-state', 'entered')
  await leaveDesk(page)
  await comeToRead(page, 'sun-wei')
  await page.getByTestId('request-1').click()
  await confirmPaper(page)
  await expect(page.getByTestId('request')).toHaveAttribute('data-state', 'authorised')
  await leaveDesk(page)

  await comeToRead(page, 'wu-jing')
  await page.getByTestId('page-approvals').click()
  await page.getByTestId('request-1').click()
  const report = page.getByTestId('report-done')
  await expect(report).toContainText('登记已更改')
  await expect(page.getByTestId('done-report')).toBeDisabled()
  await page.getByTestId('done-witness').selectOption('liu-fang')
  await page.getByTestId('done-pin').fill('111111')
  await page.getByTestId('done-report').click()
  await expect(page.getByTestId('done-error')).toContainText('口令')
  // What was typed is gone, and nothing is written yet.
  await expect(page.getByTestId('done-pin')).toHaveValue('')
  expect(linesOfBook()).toEqual([])
  await world.picture('password-done')
  await page.getByTestId('done-pin').fill('246810')
  await page.getByTestId('done-report').click()
  await expect(page.getByTestId('request')).toHaveAttribute('data-state', 'closed')
  await expect(report).toHaveCount(0)
  const [line, ...more] = linesOfBook()
  expect(more).toEqual([])
  for (const words of ['东围墙枪机', 'admin', '静教安〔2026〕132 号', '执行 吴静；见证 刘芳'])
    expect(line?.body).toContain(words)
  expect(line?.body).not.toContain('246810')
  await world.picture('password-closed')
})
