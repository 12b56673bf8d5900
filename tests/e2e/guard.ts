import { expect, type Locator, type Page } from '@playwright/test'

/** The pop-up of an alarm. */
export const stageOf = (page: Page): Locator => page.getByTestId('alarm-stage')

/** Takes the located incident on the stage through its remaining steps, as one who knows how. */
export async function finishIncident(page: Page, verdict: 'true' | 'false'): Promise<void> {
  const press = () => page.getByTestId('stage-primary').click()
  const taskIs = (task: string) => expect(stageOf(page)).toHaveAttribute('data-task', task)
  await taskIs('scene')
  await press()
  await expect(page.getByTestId('stage-reassign')).toBeVisible()
  await press()
  await taskIs('verify')
  await page.getByTestId(`verdict-${verdict}`).click()
  await taskIs('handle')
  await stageOf(page).locator('.phrase').first().click()
  await press()
  await taskIs('report')
  const target = verdict === 'true' ? 'school-leader' : 'guard-leader'
  await page.getByTestId(`told-${target}`).locator('input').check()
  await press()
  await taskIs('record')
  await stageOf(page).locator('.phrase').first().click()
  await press()
}

/** How much of a recording the player has really played, seconds. */
export function playedSeconds(page: Page): Promise<number> {
  return page
    .getByTestId('player')
    .locator('video')
    .first()
    .evaluate(video => {
      const { played } = video as HTMLVideoElement
      return Array.from(
        { length: played.length },
        (_, index) => played.end(index) - played.start(index),
      ).reduce((a, b) => a + b, 0)
    })
}

/** Signs a person of the demo school on at the first window. */
export async function signOn(page: Page, personId: string): Promise<void> {
  await page.getByTestId(`person-${personId}`).click()
  await page.getByTestId('pin').fill('246810')
  await page.getByTestId('secrecy').check()
  await page.getByTestId('sign-on-submit').click()
  await expect(page.getByTestId('sign-on')).toHaveCount(0)
}
