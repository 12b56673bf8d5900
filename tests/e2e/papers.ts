import { expect, type Page } from '@playwright/test'
import { scanFile } from './desk-acts.ts'

/** Somebody who does not stand watch signs on over the running watch. */
export async function comeToRead(page: Page, personId: string): Promise<void> {
  await page.getByTestId('duty-chip').click()
  await page.getByRole('menuitem', { name: '查阅登录' }).click()
  const dialog = page.getByTestId('duty-dialog')
  await dialog.getByTestId(`person-${personId}`).click()
  await dialog.getByTestId('pin').fill('246810')
  await dialog.getByTestId('secrecy').check()
  await dialog.getByTestId('sign-on-submit').click()
  await expect(page.getByTestId('duty-chip')).toHaveAttribute('data-state', 'reader')
}

/** He leaves; the guard's watch goes on. */
export async function leaveDesk(page: Page): Promise<void> {
  await page.getByTestId('duty-chip').click()
  await page.getByRole('menuitem', { name: '结束查阅' }).click()
  await page.getByTestId('sign-off-submit').click()
  await expect(page.getByTestId('duty-chip')).toHaveAttribute('data-state', 'on-duty')
}

/** Enters the paper of an outside party for the request in view. */
export async function enterPaper(page: Page, party: string, documentNumber: string): Promise<void> {
  await page.getByTestId('consent-party').fill(party)
  await page.getByTestId('consent-documentNumber').fill(documentNumber)
  await page.getByTestId('consent-signer').fill('钱卫国')
  await page.getByTestId('consent-scan-file').setInputFiles(scanFile)
  await expect(page.getByTestId('consent-scan-name')).toHaveText('icon.png')
  await page.getByTestId('consent-enter').click()
}

/** The second person looks at the paper and confirms what was entered. */
export async function confirmPaper(page: Page): Promise<void> {
  await page.getByTestId('scan-open').click()
  await expect(page.getByTestId('scan-picture')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('scan-picture')).toBeHidden()
  await page.getByTestId('consent-confirm').click()
}
