import { expect, test, type Page } from '@playwright/test'
import { finishIncident, signOn, stageOf } from './guard.ts'
import { soundOf, startWorld, tileIs, type World } from './world.ts'

/** A fence is cut at night while the guard watches playback of another camera. */
test.describe.configure({ mode: 'serial' })

let world: World
let page: Page

test.beforeAll(async () => {
  test.setTimeout(180_000)
  world = await startWorld()
  page = world.page
  for (const camera of ['cam-1', 'cam-2', 'cam-3']) await tileIs(page, camera, 'live', 60_000)
  await signOn(page, 'wang-jianguo')
})

test.afterAll(async () => {
  await world?.close()
})

const stage = () => stageOf(page)

test('the guard answers for the sound of his shift, and watches playback', async () => {
  await page.getByTestId('sound-test-play').click()
  await page.getByTestId('sound-test-heard').click()
  await expect(page.getByTestId('sound-test')).toHaveCount(0)
  await page.getByTestId('page-playback').click()
  await page.getByTestId('purpose-kind').getByText('每日查看回放').click()
  for (const box of await page.getByTestId(/^purpose-camera-/).all()) await box.uncheck()
  await page.getByTestId('purpose-camera-cam-1').check()
  await page.getByTestId('purpose-submit').click()
  await expect(page.getByTestId('player')).toHaveAttribute('data-phase', /playing|edge/, { timeout: 30_000 })
})

test('the cut comes over it: what was before beside what is now, the place, the procedure, and what the rule did', async () => {
  await world.happen('cut', 'fence-4')
  await expect(stage()).toHaveAttribute('data-kind', 'perimeter-cut')
  await expect.poll(() => soundOf(world.app)).toBe('intrusion')
  const before = stage().getByTestId('before-alarm')
  await expect(before).toHaveAttribute('data-state', /playing|edge|ended/, { timeout: 30_000 })
  await expect
    .poll(() =>
      before
        .locator('video')
        .evaluate(video => (video as HTMLVideoElement).getVideoPlaybackQuality().totalVideoFrames),
    )
    .toBeGreaterThan(0)
  await expect(stage().locator('.tile[data-camera="cam-2"]')).toHaveAttribute('data-state', 'live', {
    timeout: 30_000,
  })
  await expect(stage().locator('.view-map .leaflet-container')).toBeVisible()
  await expect(stage().getByTestId('stage-procedure')).toContainText('是触碰还是断线')
  for (const action of ['enlarge', 'lock', 'preset', 'relay'])
    await expect(stage().getByTestId(`linked-${action}`)).toHaveAttribute('data-state', 'done', {
      timeout: 30_000,
    })
  await world.picture('fence-cut')
  await stage().getByTestId('task-done').click()
  await expect(stage().getByTestId('linked-task')).toHaveAttribute('data-state', 'done')
  await stage().getByTestId('point-locate-0').click()
  await expect(stage().getByTestId('point-locate-0')).toBeChecked()
})

test('put away without a decision it waits in the queue again; taken up, it is led to its end', async () => {
  await page.getByTestId('stage-primary').click()
  await expect(stage().getByTestId('stage-care')).toHaveAttribute('data-owner', 'wang-jianguo')
  await page.getByTestId('stage-minimise').click()
  await expect(stage()).toHaveCount(0)
  await page.getByTestId('page-incidents').click()
  await page.getByTestId('incident-queue').locator('[data-zone="fence-4"]').click()
  await expect(page.getByTestId('stage-care')).toHaveAttribute('data-owner', '')
  await page.getByTestId('incident-open').click()
  await expect(stage().getByTestId('stage-care')).toHaveAttribute('data-owner', 'wang-jianguo')
  await expect.poll(() => soundOf(world.app)).toBe('')
  await finishIncident(page, 'true')
  await page.getByTestId('stage-primary').click()
  await expect(stage()).toHaveCount(0)
  await world.happen('restore', 'fence-4')
})

test('a console that crashes while it rings goes on ringing, and comes back with the alarm', async () => {
  await world.happen('press', 'panic-gate')
  await expect(stage()).toHaveAttribute('data-kind', 'panic')
  await expect.poll(() => soundOf(world.app)).toBe('emergency')
  const consoleProcess = (isToCrash: boolean) =>
    world.app.evaluate(({ BrowserWindow }, crash) => {
      const all = BrowserWindow.getAllWindows().map(({ webContents }) => webContents)
      const found = all.find(contents => contents.getURL().includes('index.html'))
      const pid = found?.getOSProcessId() ?? 0
      // As the kernel does it when memory runs out; a crash of its own may first write a core file for minutes.
      if (crash && pid > 0) process.kill(pid, 'SIGKILL')
      return pid
    }, isToCrash)
  const before = await consoleProcess(true)
  // The shell loads the page again in a process of its own.
  await expect.poll(() => consoleProcess(false)).not.toBe(before)
  expect(await soundOf(world.app)).toBe('emergency')
})
