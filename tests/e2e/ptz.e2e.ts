import { expect, test, type Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { OnvifDevice } from '../../src/core/onvif/device.ts'
import { mediaProfiles } from '../../src/core/onvif/media.ts'
import type { PtzStatus } from '../../src/core/onvif/model.ts'
import { ptzStatus } from '../../src/core/onvif/ptz.ts'
import { systemClock } from '../../src/core/platform/clock.ts'
import { Desk } from '../helpers/desk.ts'
import { signOn } from './guard.ts'
import { resizeTo, startWorld, tileIs, tileOf, type World } from './world.ts'

/** 云台: the guard turns the dome camera; the representative takes it out of the guard's hands. */
test.describe.configure({ mode: 'serial' })

let world: World
let page: Page
let looks: () => Promise<PtzStatus>

test.beforeAll(async () => {
  test.setTimeout(120_000)
  let address = ''
  world = await startWorld(school => {
    for (const { id, onvif } of school.cameras) if (id === 'cam-3') address = (onvif as { url: string }).url
    return school
  })
  page = world.page
  const file = join(world.dataDir, '..', 'secrets.json')
  const secrets = JSON.parse(readFileSync(file, 'utf8')) as Record<string, { user: string; password: string }>
  const device = new OnvifDevice({ address, credentials: secrets['cam-3'] ?? null, clock: systemClock })
  const { signal } = new AbortController()
  const [profile] = await mediaProfiles(device, { signal })
  looks = () => ptzStatus(device, profile?.token ?? '', { signal })
})

test.afterAll(async () => {
  await world?.close()
})

/** The desk of the console itself, without its screen. */
async function deskOfPage(): Promise<Desk> {
  const { url, token } = await page.evaluate(() => {
    const { zhishou } = window as unknown as {
      zhishou: { linkAddress(): Promise<{ url: string; token: string }> }
    }
    return zhishou.linkAddress()
  })
  return Desk.open(url, token)
}

const panel = () => page.getByTestId('ptz-panel')

test('the guard enlarges the dome camera and takes it; a fixed camera offers nothing', async () => {
  await signOn(page, 'wang-jianguo')
  await tileIs(page, 'cam-3', 'live', 60_000)
  await tileOf(page, 'cam-1').dblclick()
  await expect(tileOf(page, 'cam-1')).toHaveAttribute('data-enlarged', 'true')
  await expect(tileOf(page, 'cam-1').getByTestId('tile-ptz')).toHaveCount(0)
  await tileOf(page, 'cam-1').getByTestId('tile-enlarge').click()
  await tileOf(page, 'cam-3').dblclick()
  await tileOf(page, 'cam-3').getByTestId('tile-ptz').click()
  await expect(panel()).toHaveAttribute('data-mine', 'true')
  await expect(panel()).toContainText('操场 & 主席台')
  await expect(tileOf(page, 'cam-3').getByTestId('ptz-sign')).toHaveText('云台：王建国')
})

test('arrows, wheel and pad move it for as long as they are held', async () => {
  await page.keyboard.down('ArrowRight')
  await expect.poll(async () => (await looks()).isMoving).toBe(true)
  // Longer than the camera would move by itself: it is asked for again and again.
  await expect.poll(async () => (await looks()).pan, { timeout: 10_000 }).toBeGreaterThan(0.35)
  await page.keyboard.up('ArrowRight')
  await expect.poll(async () => (await looks()).isMoving).toBe(false)
  await tileOf(page, 'cam-3').locator('.tile-picture').hover()
  await page.mouse.wheel(0, -120)
  await expect.poll(async () => (await looks()).zoom).toBeGreaterThan(0)
  await expect(tileOf(page, 'cam-3').getByTestId('tile-zoom')).toBeHidden()
  const before = await looks()
  await panel().getByTestId('ptz-left-up').hover()
  await page.mouse.down()
  await expect.poll(async () => (await looks()).tilt).toBeGreaterThan(0.1)
  // The window loses the keyboard while the button is still down.
  await page.evaluate(() => window.dispatchEvent(new Event('blur')))
  await expect.poll(async () => (await looks()).isMoving).toBe(false)
  await page.mouse.up()
  expect((await looks()).pan).toBeLessThan(before.pan ?? 0)
  await expect(panel().getByTestId('ptz-returns')).toContainText('回守望位（操场 & 主席台）')
  await world.picture('ptz')
})

test('a preset is found by its name; presets are the leader’s to change', async () => {
  await panel().getByTestId('ptz-preset-1').click()
  await expect.poll(looks).toMatchObject({ pan: -0.5, zoom: 0.2 })
  await expect(panel().getByTestId('ptz-edit')).toHaveCount(0)
  await resizeTo(world, 1366, 768)
  await world.picture('ptz-small')
  await resizeTo(world, 1920, 1080)
})

test('the representative takes it over; the guard is told when back', async () => {
  using desk = await deskOfPage()
  await desk.call('duty.sign-on', { userId: 'liu-fang', pin: '246810', secrecyAccepted: true })
  await expect(panel().getByTestId('ptz-owner')).toContainText('王建国 正在操作')
  await expect(panel().getByTestId('ptz-up')).toBeDisabled()
  await world.picture('ptz-held')
  await panel().getByTestId('ptz-take-over').click()
  await expect(panel()).toHaveAttribute('data-mine', 'true')
  await panel().getByTestId('ptz-home').click()
  await expect.poll(looks).toMatchObject({ pan: 0, tilt: 0, zoom: 0 })
  await desk.call('duty.sign-off', { note: '' })
  await expect(panel().getByTestId('ptz-lost')).toContainText('刘芳')
  await panel().getByTestId('ptz-take').click()
  await expect(panel().getByTestId('ptz-lost')).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(panel()).toHaveCount(0)
  await expect(tileOf(page, 'cam-3').getByTestId('ptz-sign')).toHaveCount(0)
  await expect(tileOf(page, 'cam-3')).toHaveAttribute('data-enlarged', 'true')
})

test('the equipment officer stores a view and makes it the guard position', async () => {
  using desk = await deskOfPage()
  await desk.call('duty.sign-on', { userId: 'wu-jing', pin: '246810', secrecyAccepted: true })
  await resizeTo(world, 1366, 768)
  await tileOf(page, 'cam-3').getByTestId('tile-ptz').click()
  await panel().getByTestId('ptz-edit').click()
  await panel().getByTestId('ptz-new-name').fill('东门 夜间')
  await page.keyboard.press('Enter')
  await expect(panel().getByTestId('ptz-preset-3')).toHaveText('东门 夜间')
  await panel().getByTestId('ptz-guard-3').click()
  await expect(panel().getByTestId('ptz-remove-3')).toBeDisabled()
  await expect(panel().getByTestId('ptz-remove-2')).toBeEnabled()
  await world.picture('ptz-presets')
  await panel().getByTestId('ptz-edit').click()
  await page.getByTestId('switch-language').click()
  await expect(panel()).toContainText('You turn it')
  await world.picture('ptz-english')
})
