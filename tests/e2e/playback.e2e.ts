import { expect, test, type Page } from '@playwright/test'
import { signOn } from '../../scripts/demo/guard.mjs'
import { resizeTo, startWorld, tileIs, type DemoSite, type World } from './world.ts'

/** A look at recordings as a guard has it: two cameras in step, the timeline, a gap, single frames, sixteen times. */
test.describe.configure({ mode: 'serial' })

let world: World
let page: Page

/** On a slow machine the cameras take long to come back, and this story is not about the case that would become. */
function patient(school: DemoSite): DemoSite {
  const { response, ...rest } = school as DemoSite & { response?: object }
  return { ...rest, response: { ...response, cameraLostSeconds: 3_600 } } as DemoSite
}

test.beforeAll(async () => {
  test.setTimeout(180_000)
  world = await startWorld(patient)
  page = world.page
  for (const camera of ['cam-1', 'cam-2']) await tileIs(page, camera, 'live', 60_000)
  await signOn(page, { id: 'wang-jianguo', pin: '246810' })
  const startedAtMs = Date.now()
  await waitForRecording(startedAtMs, 45_000)
  await world.happen('drop', 'cam-1')
  await world.happen('drop', 'cam-2')
  for (const camera of ['cam-1', 'cam-2']) await tileIs(page, camera, 'lost', 20_000)
  await waitForRecording(Date.now(), 6_000)
  await world.happen('restore', 'cam-1')
  await world.happen('restore', 'cam-2')
  for (const camera of ['cam-1', 'cam-2']) await tileIs(page, camera, 'live', 60_000)
  await waitForRecording(Date.now(), 20_000)
})

test.afterAll(async () => {
  await world?.close()
})

/** The archive grows with time alone: there is nothing else to wait for. */
async function waitForRecording(sinceMs: number, forMs: number): Promise<void> {
  await expect.poll(() => Date.now() - sinceMs, { timeout: forMs + 5_000 }).toBeGreaterThan(forMs)
}

const timeline = () => page.getByTestId('timeline')
const player = () => page.getByTestId('player')
const viewLength = () => timeline().evaluate(({ dataset }) => Number(dataset['to']) - Number(dataset['from']))
const position = () => page.getByTestId('position').evaluate(({ dataset }) => Number(dataset['ms']))

/** UTC of the frames on the screen, one a tile, ms. */
function shownTimes(): Promise<number[]> {
  return page
    .getByTestId('player-tile')
    .locator('video')
    .evaluateAll(videos =>
      (videos as HTMLVideoElement[]).map(
        video => Number(video.dataset['originMs']) + video.currentTime * 1_000,
      ),
    )
}

/** The same as the axis of the timeline: where on the canvas a time lies. */
async function pointAt(atMs: number): Promise<{ x: number; y: number }> {
  const box = await page.getByTestId('timeline-canvas').boundingBox()
  if (box === null) throw new Error('no timeline')
  const [from, to] = await timeline().evaluate(({ dataset }) => [
    Number(dataset['from']),
    Number(dataset['to']),
  ])
  return { x: box.x + ((atMs - (from ?? 0)) / ((to ?? 1) - (from ?? 0))) * box.width, y: box.y + 40 }
}

/** Where recordings begin and where the gap lies, as core tells them. */
interface Archive {
  readonly fromMs: number
  readonly gapFromMs: number
  readonly gapToMs: number
}
let archive: Archive

test('two cameras play in step', async () => {
  await page.getByTestId('page-playback').click()
  await page.getByTestId('purpose-kind').getByText('每日查看回放').click()
  for (const box of await page.getByTestId(/^purpose-camera-/).all()) await box.uncheck()
  for (const camera of ['cam-1', 'cam-2']) await page.getByTestId(`purpose-camera-${camera}`).check()
  await page.getByTestId('purpose-submit').click()
  await expect(page.getByTestId('player-tile')).toHaveCount(2)
  await expect(player()).toHaveAttribute('data-phase', 'playing', { timeout: 20_000 })
  await expect(page.getByTestId('gap-notice')).toContainText('已跳到下一段')
  for (const tile of await page.getByTestId('player-tile').all()) {
    await expect(tile).toHaveAttribute('data-state', 'ready')
    await expect(tile.getByTestId('watermark')).toContainText('王建国')
  }
  const begunAtMs = await position()
  await expect.poll(position, { timeout: 40_000 }).toBeGreaterThan(begunAtMs + 3_000)
  await expect.poll(async () => spread(await shownTimes())).toBeLessThan(150)
  archive = { fromMs: begunAtMs, gapFromMs: 0, gapToMs: 0 }
  await world.picture('playback-two')
})

const spread = (times: readonly number[]): number => Math.max(...times) - Math.min(...times)

test('the wheel goes from the whole period to a second under the pointer, and nothing jumps back', async () => {
  await page.getByTestId('play-pause').click()
  await expect(player()).toHaveAttribute('data-phase', 'paused')
  const lengths = [await viewLength()]
  const { x, y } = await pointAt(await position())
  await page.mouse.move(x, y)
  for (let turn = 0; turn < 40 && (lengths.at(-1) ?? 0) > 1_100; turn++) {
    await page.mouse.wheel(0, -200)
    lengths.push(await viewLength())
  }
  expect(lengths.at(-1)).toBeLessThan(1_100)
  expect(lengths.every((length, index) => index === 0 || length <= Number(lengths[index - 1]) + 1)).toBe(true)
  const before = await timeline().getAttribute('data-from')
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 300, y, { steps: 6 })
  await page.mouse.up()
  await expect(timeline()).not.toHaveAttribute('data-from', String(before))
  const moved = await timeline().getAttribute('data-from')
  await page.getByTestId('zoom-out').click()
  await page.getByTestId('zoom-in').click()
  expect(await timeline().getAttribute('data-from')).not.toBe(before)
  expect(moved).not.toBe(before)
  await page.keyboard.press('0')
  expect(await viewLength()).toBe(lengths[0])
})

test('single frames go forward and back, each another picture, and the pause keeps it', async () => {
  const times: number[] = [(await shownTimes())[0] ?? 0]
  for (const key of ['.', '.', '.', ',', ',', ',']) {
    await page.keyboard.press(key)
    const last = times.at(-1)
    await expect.poll(async () => (await shownTimes())[0] !== last).toBe(true)
    await expect(player()).toHaveAttribute('data-phase', 'paused')
    times.push((await shownTimes())[0] ?? 0)
  }
  const steps = times.slice(1).map((time, index) => Math.round(time - Number(times[index])))
  expect(steps.slice(0, 3).every(step => step > 15 && step < 140)).toBe(true)
  expect(steps.slice(3).every(step => step < -15 && step > -140)).toBe(true)
  expect(spread(await shownTimes())).toBeLessThan(150)
})

test('pointing at the timeline shows a small picture of about that time, under the same grant', async () => {
  await page.getByTestId('zoom-all').click()
  for (let turn = 0; turn < 4; turn++) await page.keyboard.press('+')
  const { x, y } = await pointAt((await position()) + 4_000)
  await page.mouse.move(x, y)
  const picture = page.getByTestId('thumbnail')
  await expect(picture).toBeVisible()
  await expect
    .poll(() => picture.locator('img').evaluate(image => (image as HTMLImageElement).naturalWidth))
    .toBe(320)
  await expect(picture).toContainText('王建国')
  await world.picture('playback-thumbnail')
  await page.mouse.move(5, 5)
  await expect(picture).toHaveCount(0)
})

test('the next gap is one key away; playing goes over it and says why', async () => {
  await page.keyboard.press('g')
  const beforeMs = await position()
  await page.keyboard.press(' ')
  await expect(page.getByTestId('gap-notice')).toContainText('摄像机失联', { timeout: 30_000 })
  await expect(player()).toHaveAttribute('data-phase', 'playing', { timeout: 20_000 })
  const afterMs = await position()
  expect(afterMs - beforeMs).toBeGreaterThan(5_000)
  archive = { ...archive, gapFromMs: beforeMs + 2_000, gapToMs: afterMs }
  await world.picture('playback-gap')
})

test('a typed time goes there, short or long; what is no time says so', async () => {
  const text = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', timeStyle: 'medium' }).format(
    archive.fromMs + 10_000,
  )
  await page.getByTestId('goto').fill(text)
  await page.keyboard.press('Enter')
  await expect.poll(async () => Math.abs((await position()) - archive.fromMs - 10_000)).toBeLessThan(5_000)
  await expect(player()).toHaveAttribute('data-phase', 'playing')
  await page.getByTestId('goto').fill('25:99')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('goto-error')).toBeVisible()
  await page.getByTestId('goto').fill('')
})

/** How many times real time the first camera runs, and how many pictures are shown on the way. */
function measuredPace(): Promise<{ pace: number; frames: number }> {
  return page.evaluate(async () => {
    const video = document.querySelector<HTMLVideoElement>('[data-testid="player-tile"] video')
    const frames = new Set<number>()
    if (video === null) return { pace: 0, frames: 0 }
    const [startMs, startSeconds] = [performance.now(), video.currentTime]
    let isOn = true
    const watch = (_now: number, { mediaTime }: { mediaTime: number }): void => {
      frames.add(mediaTime)
      if (isOn) video.requestVideoFrameCallback(watch)
    }
    video.requestVideoFrameCallback(watch)
    await new Promise(resolve => setTimeout(resolve, 1_500))
    isOn = false
    return {
      pace: ((video.currentTime - startSeconds) * 1_000) / (performance.now() - startMs),
      frames: frames.size,
    }
  })
}

test('sixteen times really is sixteen times, with pictures on the way', async () => {
  const begin = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', timeStyle: 'medium' }).format(
    archive.fromMs,
  )
  // A busy PC may fall behind for a moment.
  await expect(async () => {
    await page.getByTestId('goto').fill(begin)
    await page.keyboard.press('Enter')
    await page.getByTestId('speed').locator('[data-value="16"]').click()
    await expect(player()).toHaveAttribute('data-phase', 'playing')
    const { pace, frames } = await measuredPace()
    expect(pace).toBeGreaterThan(13)
    expect(pace).toBeLessThan(18)
    expect(frames).toBeGreaterThan(5)
  }).toPass({ timeout: 60_000 })
  await page.getByTestId('speed').locator('[data-value="1"]').click()
  await expect(player()).toHaveAttribute('data-phase', /playing|edge|ended/)
})

test('a stretch is marked by keyboard, and the look ends in the register with what was seen', async () => {
  await page
    .getByTestId('goto')
    .fill(
      new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', timeStyle: 'medium' }).format(
        archive.fromMs,
      ),
    )
  await page.keyboard.press('Enter')
  await page.getByTestId('timeline-canvas').focus()
  await page.keyboard.press('[')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press(']')
  await expect(page.getByTestId('timeline-range')).toContainText('10 秒')
  await resizeTo(world, 1366, 768)
  await world.picture('playback-small')
  await page.getByTestId('finish-viewing').click()
  await page.getByTestId('recordings-view').getByText('录像总览').click()
  await expect(timeline()).toHaveAttribute('data-known', 'known')
  await world.picture('overview-small')
  await resizeTo(world, 1920, 1080)
  await world.picture('overview')
  await page.getByTestId('page-ledgers').click()
  await page.getByTestId('ledger-video-access').click()
  const row = page.getByTestId('ledger-rows').locator('tbody tr').filter({ hasText: '王建国' })
  await expect(row.first()).toContainText('正门全景')
  await expect(row.first()).toContainText('东围墙枪机')
})
