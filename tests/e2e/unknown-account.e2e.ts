import { expect, test, type Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { buildFrame } from '../../src/core/intrusion/drivers/dc09/frame.ts'
import { signOn } from './guard.ts'
import { startWorld, type World } from './world.ts'

/** A panel with a mistyped account reports: the guard sees nothing of it, who sets panels up sees whose and what. */
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

/** Reports a burglary in zone 7 in the name of an account, and waits for the ACK. */
async function report(account: string): Promise<void> {
  const file = join(world.dataDir, '..', 'site.json')
  const { alarmReceiver } = JSON.parse(readFileSync(file, 'utf8')) as { alarmReceiver: { port: number } }
  const socket = connect({ port: alarmReceiver.port, host: '127.0.0.1' })
  const data = `#${account}|1130 02 007`
  socket.write(buildFrame({ token: 'ADM-CID', sequence: 1, line: '0', account, data }))
  await once(socket, 'data')
  socket.destroy()
}

test('the list of messages that could not be used', async () => {
  await signOn(page, 'wang-jianguo')
  // The language is kept on the PC: an earlier story may have left the other one.
  const chinese = page.getByRole('button', { name: '中文', exact: true })
  if (await chinese.isVisible()) await chinese.click()
  await report('9999')
  await page.getByTestId('page-intrusion').click()
  await expect(page.getByTestId('panels')).toBeVisible()
  await expect(page.getByTestId('unknown-accounts')).toHaveCount(0)
  await page.getByTestId('duty-chip').click()
  await page.getByRole('menuitem', { name: '查阅登录' }).click()
  const dialog = page.getByTestId('duty-dialog')
  await dialog.getByTestId('person-gao-yuan').click()
  await dialog.getByTestId('pin').fill('246810')
  await dialog.getByTestId('secrecy').check()
  await dialog.getByTestId('sign-on-submit').click()
  await expect(page.getByTestId('duty-chip')).toHaveAttribute('data-state', 'reader')
  await page.getByTestId('page-intrusion').click()
  const row = page.getByTestId('unknown-account-9999')
  await expect(row).toContainText('配置中没有这个账号')
  await expect(row).toContainText('1130 · 入侵报警 · 分区 2 · 编号 7')
  await expect(row).toContainText('1 次')
  await world.picture('intrusion-unknown-account')
})
