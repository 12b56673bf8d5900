import { expect, test, type Page } from '@playwright/test'
import { signOn } from './guard.ts'
import { startWorld, tileIs, tileOf, type World } from './world.ts'

/** What devices tell of themselves: a covered camera is a case, its light is switched, a panel shows what it never told. */
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

test('the guard switches the fill light of an enlarged camera; the camera says that it did', async () => {
  await signOn(page, 'wang-jianguo')
  await tileIs(page, 'cam-6', 'live', 60_000)
  await tileOf(page, 'cam-6').dblclick()
  const light = tileOf(page, 'cam-6').getByTestId('relay-relay-1')
  await expect(light).toHaveAttribute('data-state', 'off')
  await light.click()
  await expect(light).toHaveAttribute('data-state', 'on')
  await expect(light).toContainText('后自动关闭')
  await world.picture('relay')
  await light.click()
  await expect(light).toHaveAttribute('data-state', 'off')
  await expect(tileOf(page, 'cam-6').getByTestId('relay-told')).toHaveCount(0)
  await tileOf(page, 'cam-6').getByTestId('tile-enlarge').click()
})

test('the arming page says what panels told of themselves, and not ok where they never did', async () => {
  await page.keyboard.press('F2')
  const panels = page.getByTestId('panels')
  await expect(panels).toContainText('防拆')
  await expect(panels).toContainText('状态不明')
  await world.picture('panel-health')
})

test('a camera that is covered is a case at once', async () => {
  await world.happen('cover', 'cam-2')
  await expect(page.getByTestId('alarm-stage')).toContainText('视频遮挡')
  await expect(page.getByTestId('alarm-stage')).toContainText('东围墙枪机')
  await world.picture('camera-covered')
})
