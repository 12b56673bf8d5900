import { expect, test, type Page } from '@playwright/test'
import { signOn } from './guard.ts'
import { startWorld, tileIs, tileOf, type DemoSite, type World } from './world.ts'

/** A tile never passes an old picture off as a live one (complaint 3), and says why a stream does not come. */
test.describe.configure({ mode: 'serial' })

let world: World
let page: Page

/** The main stream of one camera is not where the site file says; it is recorded by its sub-stream. */
function withDeadMain(school: DemoSite): DemoSite {
  const cameras = school.cameras.map(camera => {
    if (camera.id !== 'cam-3') return camera
    const { main, sub } = camera['streams'] as Record<'main' | 'sub', { url: string }>
    return {
      ...camera,
      record: 'sub',
      streams: { main: { url: main.url.replace(/[^/]*$/, 'nowhere') }, sub },
    }
  })
  return { ...school, cameras }
}

test.beforeAll(async () => {
  test.setTimeout(120_000)
  world = await startWorld(withDeadMain)
  page = world.page
})
test.afterAll(async () => {
  await world?.close()
})

test('enlarged, a camera whose main stream is dead shows the sub-stream and says what the device answers', async () => {
  await signOn(page, 'wang-jianguo')
  await tileIs(page, 'cam-3', 'live', 60_000)
  await tileOf(page, 'cam-3').dblclick()
  const enlarged = page.getByTestId('wall').locator('[data-camera="cam-3"][data-enlarged="true"]')
  await expect(enlarged).toContainText('主码流：设备上没有这路码流', { timeout: 30_000 })
  await expect(enlarged).toHaveAttribute('data-state', 'live')
  await world.picture('main-stream-dead')
  await enlarged.dblclick()
})

test('a camera that falls silent on an open connection is greyed; the others run on', async () => {
  await tileIs(page, 'cam-1', 'live', 60_000)
  await tileIs(page, 'cam-2', 'live', 60_000)
  await world.happen('freeze', 'cam-1')
  await expect(tileOf(page, 'cam-1')).toHaveAttribute('data-state', /stalled|lost/, { timeout: 30_000 })
  await expect(tileOf(page, 'cam-1')).toHaveClass(/tile-old/)
  await tileIs(page, 'cam-2', 'live', 30_000)
  await world.picture('tile-frozen')
  await world.happen('restore', 'cam-1')
  await tileIs(page, 'cam-1', 'live', 60_000)
})

test('while the last that core said is "live", the frame clock of the tile itself says that the picture stands', async () => {
  await tileIs(page, 'cam-2', 'live', 60_000)
  const pid = world.corePid()
  process.kill(pid, 'SIGSTOP')
  try {
    await tileIs(page, 'cam-2', 'stalled', 30_000)
    await expect(tileOf(page, 'cam-2')).toContainText('画面停住，不是实时')
    await world.picture('tile-stands')
  } finally {
    process.kill(pid, 'SIGCONT')
  }
  await tileIs(page, 'cam-2', 'live', 60_000)
})

test('a tile that plays on keeps ten seconds behind it and no more (complaint 5)', async () => {
  const buffered = () =>
    tileOf(page, 'cam-4')
      .locator('video')
      .first()
      .evaluate((element: HTMLVideoElement) => {
        const start = element.buffered.length === 0 ? 0 : element.buffered.start(0)
        return { start, behind: element.currentTime - start }
      })
  // What was seen is taken out of the buffer: its start moves on from zero.
  await expect.poll(async () => (await buffered()).start, { timeout: 60_000 }).toBeGreaterThan(5)
  expect((await buffered()).behind).toBeLessThan(20)
})
