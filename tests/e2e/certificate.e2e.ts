import { expect, test, type Page } from '@playwright/test'
import { signOn } from './guard.ts'
import { startWorld, type World } from './world.ts'

/** Guards hold the 《保安员》 certificate; this school lets nobody stand watch without. */
test.describe.configure({ mode: 'serial' })

let world: World
let page: Page

interface User {
  id: string
  certificate?: { number: string; validTo: string }
}

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

test.beforeAll(async () => {
  test.setTimeout(120_000)
  world = await startWorld(school => {
    const { users } = school as unknown as { users: User[] }
    const validTo = (id: string): string => inDays(id === 'wang-jianguo' ? -3 : 20)
    return {
      ...school,
      duty: { certificates: 'refuse' },
      users: users.map(user =>
        user.certificate === undefined
          ? user
          : { ...user, certificate: { ...user.certificate, validTo: validTo(user.id) } },
      ),
    }
  })
  page = world.page
})

test.afterAll(async () => {
  await world?.close()
})

test('a guard whose certificate ran out does not come on watch, and the record says so', async () => {
  await page.getByTestId('person-wang-jianguo').click()
  await page.getByTestId('pin').fill('246810')
  await page.getByTestId('secrecy').check()
  await page.getByTestId('sign-on-submit').click()
  await expect(page.getByTestId('sign-on-error')).toContainText('《保安员》证已于')
  await world.picture('certificate-refused')
  await page.getByTestId('sign-on-back').click()
})

test('one whose certificate soon runs out does, and is told', async () => {
  await signOn(page, 'zhang-min')
  await expect(page.getByTestId('certificate-banner')).toHaveAttribute('data-state', 'expiring')
  await page.getByTestId('page-ledgers').click()
  const rows = page.getByTestId('ledger-rows').locator('tbody tr')
  await expect(rows.filter({ hasText: '无有效保安员证' })).toContainText('王建国')
  await world.picture('certificate-expiring')
})
