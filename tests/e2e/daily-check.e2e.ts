import { expect, test, type Page } from '@playwright/test'
import { signOn } from './guard.ts'
import { startWorld, tileIs, type World } from './world.ts'

/** The daily look at every camera by keyboard alone, with a restart in its middle. */
test.describe.configure({ mode: 'serial' })

const cameras = 6
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

const round = () => page.getByTestId('daily-round')
const openRound = async (): Promise<void> => {
  await page.getByTestId('page-playback').click()
  await page.getByTestId('recordings-view').getByText('每日查看', { exact: true }).click()
}
const cameraIs = (id: string) => expect(round()).toHaveAttribute('data-camera', id)

test('the round is owed; live picture and sample stand side by side, and a finding opens a fault', async () => {
  await tileIs(page, 'cam-1', 'live', 60_000)
  await signOn(page, 'zhang-min')
  await expect(page.getByTestId('daily-due')).toBeVisible()
  await openRound()
  await page.keyboard.press('Enter')
  await cameraIs('cam-1')
  await expect(page.getByTestId('linked-picture')).toBeVisible()
  await expect(page.getByTestId('daily-player')).toHaveAttribute('data-phase', 'playing', { timeout: 20_000 })
  await world.picture('daily-check')
  await page.keyboard.press('4')
  await page.keyboard.type('补光灯不亮')
  await world.picture('daily-finding')
  await page.keyboard.press('Enter')
  await cameraIs('cam-2')
  await page.getByTestId('page-incidents').click()
  await expect(page.getByTestId('open-count')).toHaveText('1')
})

/** The looks under which this page has asked for recordings, in their order. */
function looksOf(watched: Page): Set<string> {
  const looks = new Set<string>()
  watched.on('websocket', socket => {
    const { pathname, searchParams } = new URL(socket.url())
    const grant = searchParams.get('grant')
    if (pathname === '/playback' && grant !== null) looks.add(grant)
  })
  return looks
}

/** Ends a look as the station does with one that is left alone for two minutes. */
async function endLook(grantId: string): Promise<void> {
  await page.evaluate(async grant => {
    const bridge = (
      window as unknown as { zhishou: { linkAddress(): Promise<{ url: string; token: string }> } }
    ).zhishou
    const { url, token } = await bridge.linkAddress()
    const socket = new WebSocket(`${url}/link`, ['zhishou', token])
    await new Promise(resolve => socket.addEventListener('open', resolve))
    const answered = new Promise(resolve =>
      socket.addEventListener('message', ({ data }) => {
        if ((JSON.parse(String(data)) as { id?: number }).id === 1) resolve(null)
      }),
    )
    socket.send(JSON.stringify({ id: 1, call: 'recordings.finish', input: { grantId: grant } }))
    await answered
    socket.close()
  }, grantId)
}

test('after a restart of the console the round goes on where it was', async () => {
  await world.restart()
  page = world.page
  const looks = looksOf(page)
  await tileIs(page, 'cam-1', 'live', 60_000)
  await signOn(page, 'zhang-min')
  await openRound()
  await expect(page.getByTestId('daily-result-cam-1')).toHaveAttribute('data-outcome', 'fill-light')
  await page.keyboard.press('Enter')
  await cameraIs('cam-2')
  const player = page.getByTestId('daily-player')
  await expect(player).toHaveAttribute('data-phase', 'playing', { timeout: 20_000 })
  // Whoever lingers where there is nothing to play loses the look, and must not notice.
  await endLook([...looks][0] ?? '')
  await page.keyboard.press('ArrowRight')
  await cameraIs('cam-3')
  await expect.poll(() => looks.size, { timeout: 20_000 }).toBe(2)
  await expect(player).toHaveAttribute('data-phase', 'playing', { timeout: 20_000 })
  await page.keyboard.press('ArrowLeft')
  await cameraIs('cam-2')
})

test('one key a camera, and the ledger has the row of the day', async () => {
  const startedAtMs = Date.now()
  for (let number = 2; number <= cameras; number++) {
    await cameraIs(`cam-${number}`)
    await page.keyboard.press('Space')
  }
  await expect(page.getByTestId('daily-finish')).toBeVisible()
  expect(Date.now() - startedAtMs).toBeLessThan(60_000)
  await world.picture('daily-finish')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('daily-finished')).toBeVisible()
  await expect(page.getByTestId('daily-due')).toHaveCount(0)
  await page.getByTestId('page-ledgers').click()
  await page.getByTestId('ledger-daily-watch').click()
  const row = page.getByTestId('ledger-rows').locator('tbody tr').first()
  await expect(row).toContainText('张敏')
  await expect(row).toContainText('夜间补光不足，补光灯不亮')
  await expect(row).toContainText('5 路正常')
  await expect(row).toContainText('技防设施专管员')
  await world.picture('ledger-daily-watch')
})
