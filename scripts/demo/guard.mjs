// A guard at the screen, as far as hands and eyes go.
import { pause } from './ending.mjs'

/** @typedef {import('@playwright/test').Page} Page */

/**
 * Signs on and waits until the duty strip says so.
 * @param {Page} page
 * @param {{id: string, pin: string}} person
 */
export async function signOn(page, { id, pin }) {
  const stage = page.getByTestId('alarm-stage')
  // An alarm before the sign-on rings on behind; it cannot be handled by nobody.
  if (await stage.isVisible()) await page.getByTestId('stage-minimise').click()
  // The page asks for it by itself; a dialog does where the page is used for something else.
  const card = page.getByTestId('sign-on-card')
  if (!(await card.isVisible())) await page.getByTestId('duty-chip').click()
  const form = (await card.isVisible()) ? card : page.getByTestId('duty-dialog')
  await form.getByTestId(`person-${id}`).click()
  await form.getByTestId('pin').fill(pin)
  await form.getByTestId('secrecy').check()
  await form.getByTestId('sign-on-submit').click()
  await page.locator('[data-testid="duty-chip"][data-state="on-duty"]').waitFor()
}

/** What a person needs to see what rings, and to look at the place. */
const reactionMs = 800
const lookMs = 1500

/**
 * Acknowledges incidents as they appear: looks, confirms the place with the big button, puts the pop-up away.
 * @param {Page} page
 * @param {{signal: AbortSignal, log: (line: string) => void, onPopUp?: () => Promise<void>}} options onPopUp: when the
 *   first pop-up is on the screen
 * @returns {Promise<number>} how many were acknowledged
 */
export async function keepWatch(page, { signal, log, onPopUp = async () => {} }) {
  const ringing = page.locator('[data-testid="alarm-stage"][data-located="false"]')
  const stage = page.getByTestId('alarm-stage')
  let acknowledged = 0
  while (!signal.aborted) {
    if (!(await ringing.isVisible())) {
      // What rings behind a pop-up that was put away comes back with the space bar.
      if ((await page.locator('.queue-line-waiting').count()) > 0) await page.keyboard.press('Space')
      await pause(200, signal)
      continue
    }
    const title = await page.getByTestId('stage-title').textContent()
    await pause(reactionMs, signal)
    if (acknowledged === 0) await onPopUp()
    await page.locator('[data-testid="stage-primary"][data-task="locate"]').click()
    await page.locator('[data-testid="alarm-stage"][data-located="true"]').waitFor()
    acknowledged++
    log(`guard: ${title} acknowledged`)
    await pause(lookMs, signal)
    // With nobody sent, what is put away would wait for somebody again.
    const send = page.locator('[data-testid="stage-primary"][data-task="scene"]')
    if ((await ringing.count()) === 0 && (await send.isVisible())) await send.click()
    if ((await ringing.count()) === 0 && (await stage.isVisible()))
      await page.getByTestId('stage-minimise').click()
  }
  return acknowledged
}
