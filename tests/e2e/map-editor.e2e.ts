import { expect, test, type Page } from '@playwright/test'
import { readdirSync } from 'node:fs'
import { signOn, stageOf } from './guard.ts'
import { startWorld, type World } from './world.ts'

/** 吴静 looks after the equipment: she draws, publishes and prints. */
const officer = 'wu-jing'

let world: World
let page: Page

test.beforeAll(async () => {
  world = await startWorld()
  page = world.page
})
test.afterAll(() => world.close())

/** A point of the editor's map, as a share of its width and height. */
async function pointOf(x: number, y: number): Promise<{ x: number; y: number }> {
  const box = await page.getByTestId('map-editor-canvas').boundingBox()
  if (box === null) throw new Error('the editor is not in view')
  return { x: box.x + box.width * x, y: box.y + box.height * y }
}

async function clickAt(x: number, y: number): Promise<void> {
  const at = await pointOf(x, y)
  // Geoman takes the point that the mouse last moved to.
  await page.mouse.move(at.x - 3, at.y - 3)
  await page.mouse.move(at.x, at.y)
  await page.mouse.click(at.x, at.y)
}

const isKept = () => expect(page.getByTestId('map-draft-state')).toHaveAttribute('data-state', 'saved')

test('a fence segment is drawn, a camera placed, one step taken back, and the plan published', async () => {
  await signOn(page, officer)
  await page.getByTestId('page-map').click()
  await page.getByTestId('map-edit-open').click()
  await expect(page.getByTestId('map-editor-canvas').locator('.leaflet-marker-icon').first()).toBeVisible()

  await page.getByTestId('map-device').selectOption('zone:fence-3')
  await page.getByTestId('map-place-line').click()
  await expect(page.getByTestId('map-editor-canvas')).toHaveAttribute('data-tool', 'device')
  await clickAt(0.55, 0.3)
  await clickAt(0.55, 0.6)
  await clickAt(0.55, 0.6)
  await expect(page.getByTestId('map-item-fields')).toBeVisible()
  await expect(page.getByTestId('map-item-zone:fence-3:line')).toHaveAttribute('aria-pressed', 'true')

  await page.getByTestId('map-device').selectOption('camera:cam-2')
  await page.getByTestId('map-place-point').click()
  await clickAt(0.6, 0.45)
  await page.getByTestId('map-directionDegrees').fill('270')
  await page.getByTestId('map-directionDegrees').press('Enter')

  // A wall too many is taken back.
  const items = page.getByTestId('map-items').locator('li')
  const before = await items.count()
  await page.getByTestId('map-tool-building').focus()
  await page.keyboard.press('Enter')
  await expect(items).toHaveCount(before + 1)
  await page.getByTestId('map-undo').click()
  await expect(items).toHaveCount(before)
  await isKept()
  await world.picture('map-editor')

  await page.getByTestId('map-summary').fill('东围墙 3 段改线，枪机移位')
  await page.getByTestId('map-publish').click()
  await expect(page.getByTestId('map-editor')).toHaveCount(0)
})

test('the zone map is printed under a number, with person, time and purpose', async () => {
  await page.getByTestId('map-print-open').click()
  await page.getByTestId('map-print-purpose').fill('交技防管理人员掌握布局')
  await page.getByTestId('map-print-pdf').click()
  await expect(page.getByTestId('map-print-outcome')).toContainText(/FQT-\d{4}-0001/)
  expect(readdirSync(world.saveDir).filter(name => /^FQT-\d{4}-0001\.pdf$/.test(name))).toHaveLength(1)
})

test('an alarm there flashes at the new place until somebody has located it', async () => {
  await world.happen('cut', 'fence-3')
  await expect(stageOf(page)).toBeVisible()
  const mark = page.getByTestId('map-page').getByTestId('map-mark-fence-3')
  await expect(mark).toHaveAttribute('data-blinking', 'true')
  const place = await page
    .getByTestId('map-page')
    .getByTestId('map-mark-fence-3')
    .evaluate(element => element.getBoundingClientRect().width > 0)
  expect(place).toBe(true)
  await world.picture('map-alarm')
})
