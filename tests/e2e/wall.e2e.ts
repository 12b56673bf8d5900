import { expect, test, type Locator, type Page } from '@playwright/test'
import { signOn, stageOf } from './guard.ts'
import { type DemoSite, keptOf, resizeTo, startWorld, tileOf, type World } from './world.ts'

/** The wall with 18 cameras: layouts, drag and drop, views, tour, figures, zoom, pictures; the same after a restart. */
test.describe.configure({ mode: 'serial' })

let world: World
let page: Page

/** The six cameras of the demo school three times over; only the first six are recorded. */
function larger(school: DemoSite): DemoSite {
  const copies = [2, 3].flatMap(round =>
    school.cameras.map((camera, index) => ({
      ...camera,
      id: `cam-${(round - 1) * school.cameras.length + index + 1}`,
      name: `${camera.name} ${round}`,
      record: 'off',
    })),
  )
  return { ...school, cameras: [...school.cameras, ...copies] }
}

test.beforeAll(async () => {
  test.setTimeout(120_000)
  world = await startWorld(larger)
  page = world.page
})

test.afterAll(async () => {
  await world?.close()
})

const grid = (): Locator => page.getByTestId('wall-grid')
const shownTiles = (): Locator => grid().locator('.wall-cell[data-index] .tile')
const layout = (size: number) => page.getByTestId('wall-layout').locator(`[data-value="${size}"]`)
const cellOf = (cameraId: string): Locator =>
  grid().locator('.wall-cell', { has: page.locator(`.tile[data-camera="${cameraId}"]`) })
const indexOf = (cameraId: string) => cellOf(cameraId).getAttribute('data-index')
const liveTiles = (): Locator => grid().locator('.wall-cell[data-index] .tile[data-state="live"]')

test('1, 4, 6, 9, 16 and 25 tiles; sub-streams in the grid, and what cannot be seen is not dialled', async () => {
  await expect(shownTiles()).toHaveCount(16, { timeout: 30_000 })
  await expect(liveTiles()).toHaveCount(16, { timeout: 60_000 })
  await world.picture('wall-16')
  const widths = await grid()
    .locator('video')
    .evaluateAll(videos =>
      videos.map(video => (video as HTMLVideoElement).videoWidth).filter(width => width > 0),
    )
  expect(new Set(widths)).toEqual(new Set([640]))
  for (const [size, tiles] of [
    [1, 1],
    [4, 4],
    [6, 6],
    [9, 9],
    [25, 18],
  ] as const) {
    await layout(size).click()
    await expect(shownTiles()).toHaveCount(tiles)
    await expect(grid().getByTestId('empty-cell')).toHaveCount(size - tiles)
  }
  await expect(liveTiles()).toHaveCount(18, { timeout: 60_000 })
  await world.picture('wall-25')
  await resizeTo(world, 1366, 768)
  await world.picture('wall-25-small')
  await layout(16).click()
  await expect(liveTiles()).toHaveCount(16, { timeout: 60_000 })
  await world.picture('wall-16-small')
  await resizeTo(world, 1920, 1080)
})

test('reports of the cameras draw no tile anew', async () => {
  const draws = () =>
    shownTiles().evaluateAll(tiles => tiles.map(tile => Number((tile as HTMLElement).dataset['draws'])))
  const before = await draws()
  // Five reports and their frame ages went through meanwhile.
  const clock = page.getByTestId('clock').locator('time')
  for (let second = 0; second < 5; second++) {
    const now = await clock.textContent()
    await expect(clock).not.toHaveText(now ?? '')
  }
  expect(await draws()).toEqual(before)
})

test('a tile is dragged onto another, a camera from the list onto a tile; the keyboard does the same', async () => {
  await layout(9).click()
  await expect(liveTiles()).toHaveCount(9, { timeout: 30_000 })
  await tileOf(page, 'cam-1').dragTo(tileOf(page, 'cam-5'))
  expect([await indexOf('cam-1'), await indexOf('cam-5')]).toEqual(['4', '0'])
  // Moving a picture does not stop it: it is the same element, still running.
  await expect(tileOf(page, 'cam-1')).toHaveAttribute('data-state', 'live')
  await page.getByTestId('wall-list-toggle').click()
  await page.getByTestId('wall-search').fill('食堂')
  await expect(page.getByTestId('wall-list').locator('li')).toHaveCount(3)
  await page.getByTestId('listed-cam-16').dragTo(tileOf(page, 'cam-2'))
  expect(await indexOf('cam-16')).toBe('1')
  await expect(tileOf(page, 'cam-2')).toHaveCount(0)
  await page.getByTestId('wall-search').fill('')
  await tileOf(page, 'cam-16').focus()
  await page.keyboard.press('ArrowDown')
  await expect(tileOf(page, 'cam-1')).toBeFocused()
  await page.keyboard.press('Shift+ArrowLeft')
  expect([await indexOf('cam-1'), await indexOf('cam-4')]).toEqual(['3', '4'])
  await page.keyboard.press('Delete')
  await expect(grid().getByTestId('empty-cell')).toHaveCount(1)
  await grid().getByTestId('empty-cell').focus()
  await page.getByTestId('listed-cam-1').press('Enter')
  expect(await indexOf('cam-1')).toBe('3')
})

test('a tile is made larger, and the others move on to the next screen', async () => {
  await tileOf(page, 'cam-5').focus()
  await page.keyboard.press(']')
  await expect(cellOf('cam-5')).toHaveAttribute('data-size', '2')
  await expect(shownTiles()).toHaveCount(6)
  await expect(liveTiles()).toHaveCount(6, { timeout: 30_000 })
  await world.picture('wall-own')
  await page.getByTestId('wall-list-toggle').click()
  await expect(page.getByTestId('wall-list')).toHaveCount(0)
})

test('a guard saves a view of his own and calls up another group; shared ones are for the leader', async () => {
  await signOn(page, 'wang-jianguo')
  await page.getByTestId('wall-views').click()
  await expect(page.getByTestId('view-share')).toBeDisabled()
  await page.getByTestId('view-name').fill('夜间重点')
  await world.picture('wall-views')
  await page.getByTestId('view-save').click()
  await expect(page.getByTestId('view-saved')).toBeVisible()
  await page.getByTestId('group-department:kitchen').click()
  await expect(shownTiles()).toHaveCount(3)
  await page.getByTestId('wall-views').click()
  await page.getByTestId('view-夜间重点').click()
  await expect(cellOf('cam-5')).toHaveAttribute('data-size', '2')
  await expect(page.getByTestId('wall-views')).toContainText('夜间重点')
})

test('the tour shows the next screen only when its pictures run, and waits while the guard works', async () => {
  await page.getByTestId('wall-tour').click()
  await page.getByTestId('tour-dwell').getByText('10 秒').click()
  await page.getByTestId('tour-start').click()
  await expect(page.getByTestId('tour-status')).toHaveAttribute('data-phase', 'running')
  await expect(page.getByTestId('wall-page')).toHaveText('1 / 3')
  await expect(grid().locator('[data-ahead="true"]')).not.toHaveCount(0, { timeout: 15_000 })
  // What the guard sees at the very change: written down by the page itself.
  await page.evaluate(() => {
    const wall = document.querySelector('[data-testid="wall"]')
    const seen: string[] = []
    const look = new MutationObserver(() => {
      const number = document.querySelector('[data-testid="wall-page"]')?.textContent
      if (number?.startsWith('2') !== true || seen.length > 0) return
      for (const tile of document.querySelectorAll<HTMLElement>('.wall-cell[data-index] .tile'))
        seen.push(tile.dataset['state'] ?? 'nothing')
    })
    if (wall !== null) look.observe(wall, { subtree: true, childList: true, characterData: true })
    Object.assign(window, { seenAtChange: seen })
  })
  await expect(page.getByTestId('wall-page')).toHaveText('2 / 3', { timeout: 30_000 })
  const seen = await page.evaluate(() => (window as unknown as { seenAtChange: string[] }).seenAtChange)
  expect(seen).toEqual(Array.from({ length: 6 }, () => 'live'))
  await world.picture('wall-tour')
  await grid().click({ position: { x: 30, y: 30 } })
  await expect(page.getByTestId('tour-status')).toHaveAttribute('data-phase', 'touched')
  await page.getByTestId('tour-stop').click()
  await expect(page.getByTestId('tour-status')).toHaveCount(0)
  await layout(6).click()
})

test('figures on request, and the wheel zooms at the pointer', async () => {
  await expect(liveTiles()).toHaveCount(6, { timeout: 30_000 })
  await page.keyboard.press('i')
  const figures = tileOf(page, 'cam-5').getByTestId('tile-figures')
  await expect(figures).toContainText('H.264 640×360')
  await expect(figures).toContainText('丢帧')
  await world.picture('wall-figures')
  const tile = tileOf(page, 'cam-5')
  await tile.hover()
  await page.mouse.wheel(0, -120)
  await page.mouse.wheel(0, -120)
  await expect(tile.getByTestId('tile-zoom')).toHaveText('1.6 倍')
  await page.mouse.down()
  await page.mouse.move(400, 300, { steps: 4 })
  await page.mouse.up()
  // Zoomed, a drag moves the picture and not the tile.
  expect(await indexOf('cam-5')).toBe('0')
  await page.keyboard.press('Escape')
  await expect(tile.getByTestId('tile-zoom')).toBeHidden()
})

test('a snapshot is taken for a purpose, from what core received', async () => {
  await tileOf(page, 'cam-1').hover()
  await tileOf(page, 'cam-1').getByTestId('tile-snapshot').click()
  await page.getByTestId('snapshot-equipment').click()
  const picture = page.getByTestId('snapshot-taken').getByTestId('picture')
  await expect(picture).toBeVisible({ timeout: 20_000 })
  const width = await picture.evaluate(image => (image as HTMLImageElement).naturalWidth)
  // The main stream of cam-1 is recorded, so it runs, and the picture is of the better one.
  expect(width).toBe(1280)
  await world.picture('snapshot')
  await page.getByTestId('snapshot-close').click()
  await expect(page.getByTestId('snapshot-dialog')).toHaveCount(0)
})

test('what the guard sees becomes an incident with the picture of that moment', async () => {
  await tileOf(page, 'cam-5').hover()
  await tileOf(page, 'cam-5').getByTestId('tile-observe').click()
  await expect(page.getByTestId('observe')).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(stageOf(page)).toHaveAttribute('data-kind', 'observed')
  const picture = stageOf(page).getByTestId('picture').first()
  await expect(picture).toBeVisible({ timeout: 20_000 })
  await world.picture('observed-picture')
  await page.keyboard.press('Escape')
})

test('while the window is hidden no stream is open and nothing is decoded; shown again, all run', async () => {
  const open = new Set<unknown>()
  page.on('websocket', socket => {
    if (!socket.url().includes('/live?')) return
    open.add(socket)
    socket.on('close', () => open.delete(socket))
  })
  const shell = await world.app.browserWindow(page)
  const setShown = (isShown: boolean) =>
    shell.evaluate((window, shown) => {
      if (shown) window.show()
      else window.hide()
    }, isShown)
  await setShown(false)
  await expect
    .poll(() =>
      page
        .locator('video')
        .evaluateAll(
          videos =>
            videos.filter(
              video => (video as HTMLVideoElement).currentSrc !== '' && !(video as HTMLVideoElement).paused,
            ).length,
        ),
    )
    .toBe(0)
  await setShown(true)
  await expect(liveTiles()).toHaveCount(6, { timeout: 30_000 })
  await expect.poll(() => open.size).toBe(6)
  await setShown(false)
  await expect.poll(() => open.size).toBe(0)
  await setShown(true)
  await expect(liveTiles()).toHaveCount(6, { timeout: 30_000 })
})

test('after a restart the wall is as it was, before anybody signed on', async () => {
  await page.getByTestId('wall-views').click()
  await page.getByTestId('view-夜间重点').click()
  await expect(cellOf('cam-5')).toHaveAttribute('data-size', '2')
  await expect(liveTiles()).toHaveCount(6, { timeout: 30_000 })
  const order = () =>
    shownTiles().evaluateAll(tiles => tiles.map(tile => (tile as HTMLElement).dataset['camera']))
  const before = await order()
  await expect.poll(() => keptOf(world, 'main')).toMatch(/"viewId":\d/)
  await world.restart()
  page = world.page
  await expect(cellOf('cam-5')).toHaveAttribute('data-size', '2', { timeout: 30_000 })
  expect(await order()).toEqual(before)
  await expect(tileOf(page, 'cam-5').getByTestId('tile-figures')).toContainText('H.264', { timeout: 30_000 })
  await signOn(page, 'wang-jianguo')
  await page.getByTestId('wall-views').click()
  await expect(page.getByTestId('view-夜间重点')).toBeVisible()
})
