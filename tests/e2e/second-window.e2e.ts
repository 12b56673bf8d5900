import { expect, test, type Page } from '@playwright/test'
import { signOn, stageOf } from './guard.ts'
import { keptOf, screenshots, shownWindows, soundOf, startWorld, tileOf, type World } from './world.ts'

/** The window for the second monitor; here both are on one. */
test.describe.configure({ mode: 'serial' })

let world: World
let first: Page
let second: Page

test.beforeAll(async () => {
  test.setTimeout(120_000)
  world = await startWorld()
  first = world.page
})

test.afterAll(async () => {
  await world?.close()
})

const shoot = (page: Page, name: string) => page.screenshot({ path: `${screenshots}/${name}.png` })

test('it opens from the wall, with a wall of its own', async () => {
  await expect(tileOf(first, 'cam-1')).toHaveAttribute('data-state', 'live', { timeout: 30_000 })
  await signOn(first, 'wang-jianguo')
  const opened = world.app.waitForEvent('window', page => page.url().includes('window=second'))
  await first.getByTestId('open-second').click()
  second = await opened
  await expect(second.getByTestId('second-frame')).toBeVisible()
  await expect(tileOf(second, 'cam-3')).toHaveAttribute('data-state', 'live', { timeout: 30_000 })
  await second.getByTestId('wall-layout').locator('[data-value="4"]').click()
  await expect(second.locator('.wall-cell[data-index] .tile')).toHaveCount(4)
  await expect(first.locator('.wall-cell[data-index] .tile')).toHaveCount(6)
  await expect(second.locator('.tile[data-state="live"]')).toHaveCount(4)
  await shoot(second, 'second-wall')
  // A second press brings it to the front and opens no third.
  await first.getByTestId('open-second').click()
  expect(shownWindows(world.app)).toHaveLength(2)
})

test('an alarm pops up and rings in the first window only; the second says so in its strip', async () => {
  await world.happen('cut', 'fence-3')
  await expect(stageOf(first)).toHaveAttribute('data-kind', 'perimeter-cut')
  await expect(second.getByTestId('second-alarm')).toHaveAttribute('data-count', '1')
  await expect(second.getByTestId('second-alarm')).toContainText('东围墙 3 段')
  await expect(stageOf(second)).toHaveCount(0)
  await expect.poll(() => soundOf(world.app)).toBe('intrusion')
  await shoot(second, 'second-alarm')
  await first.keyboard.press('Enter')
  await expect(second.getByTestId('second-alarm')).toHaveAttribute('data-count', '0')
  await first.keyboard.press('Escape')
  await world.happen('restore', 'fence-3')
})

test('it shows the map instead, and can do no more than the first', async () => {
  await second.getByTestId('second-shows').locator('[data-value="map"]').click()
  await expect(second.getByTestId('map')).toBeVisible()
  await shoot(second, 'second-map')
  // The map's buttons are answered by the first window, where the stage is.
  await second.getByTestId('map-line-fence-3').click()
  await second.getByTestId('device-open-incident').click()
  await expect(stageOf(first)).toHaveAttribute('data-kind', 'perimeter-cut')
  await expect(stageOf(second)).toHaveCount(0)
  await first.keyboard.press('Escape')
  const facts = await second.evaluate(async () => ({
    node: typeof (globalThis as Record<string, unknown>)['process'],
    opened: window.open('https://example.com') === null,
    fetched: await fetch('https://example.com').then(
      () => true,
      () => false,
    ),
  }))
  expect(facts).toEqual({ node: 'undefined', opened: true, fetched: false })
})

test('ended with it open, the program starts with it open; closed by hand it stays closed, and the first goes on', async () => {
  await second.getByTestId('second-shows').locator('[data-value="wall"]').click()
  await expect(second.locator('.wall-cell[data-index] .tile')).toHaveCount(4)
  await expect.poll(() => keptOf(world, 'second')).toContain('"shows":"wall"')
  await world.restart()
  first = world.page
  await expect.poll(() => shownWindows(world.app).length).toBe(2)
  const pages = await Promise.all(
    shownWindows(world.app).map(async page => ({ page, isSecond: page.url().includes('window=second') })),
  )
  const found = pages.find(({ isSecond }) => isSecond)?.page
  const other = pages.find(({ isSecond }) => !isSecond)?.page
  if (found === undefined || other === undefined) throw new Error('one of the windows is missing')
  second = found
  first = other
  await expect(second.locator('.wall-cell[data-index] .tile')).toHaveCount(4, { timeout: 30_000 })
  await second.close()
  await expect.poll(() => shownWindows(world.app).length).toBe(1)
  await expect(tileOf(first, 'cam-1')).toHaveAttribute('data-state', 'live', { timeout: 30_000 })
  await world.restart()
  await expect(tileOf(world.page, 'cam-1')).toHaveAttribute('data-state', 'live', { timeout: 30_000 })
  expect(shownWindows(world.app)).toHaveLength(1)
})
