import { expect, test, type Page } from '@playwright/test'
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { finishIncident, playedSeconds, stageOf } from './guard.ts'
import { resizeTo, shownWindows, soundOf, startWorld, tileIs, tileOf, type World } from './world.ts'

/**
 * One guard's watch from the empty chair to the printed ledger, in real Electron against the simulated school. Each
 * step begins where the one before ended.
 */
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

const sound = (): Promise<string> => soundOf(world.app)
const stage = () => stageOf(page)
const openPage = (name: string) => page.getByTestId(`page-${name}`).click()

test('before anybody signed on the wall is live and nothing else can be done', async () => {
  await expect(page).toHaveTitle('值守 · 校园安防值班控制台')
  for (const camera of ['cam-1', 'cam-2', 'cam-3', 'cam-4', 'cam-5', 'cam-6'])
    await tileIs(page, camera, 'live', 20_000)
  await expect(page.getByTestId('unmanned')).toBeVisible()
  await expect(page.getByTestId('map')).toHaveCount(0)
  await openPage('ledgers')
  await expect(page.getByTestId('sign-on')).toBeVisible()
  await openPage('watch')
})

test('a wrong PIN is counted, the notice of secrecy is asked for, the right PIN opens the shift', async () => {
  await page.getByTestId('person-wang-jianguo').click()
  await page.getByTestId('pin').fill('111111')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('sign-on-error')).toContainText('保密须知')
  await page.getByTestId('secrecy').check()
  await page.getByTestId('sign-on-submit').click()
  await expect(page.getByTestId('sign-on-error')).toContainText('还可再试 4 次')
  await page.getByTestId('pin').fill('246810')
  await page.getByTestId('sign-on-submit').click()
  await expect(page.getByTestId('duty-chip')).toContainText('王建国')
  await expect(page.getByTestId('unmanned')).toHaveCount(0)
  await expect(page.getByTestId('map')).toBeVisible()
})

test('a lost camera says so within five seconds and comes back by itself; a double click brings the main stream', async () => {
  await world.happen('drop', 'cam-2')
  await expect(tileOf(page, 'cam-2')).toHaveAttribute('data-state', /lost|stalled/, { timeout: 5_000 })
  await expect(tileOf(page, 'cam-1')).toHaveAttribute('data-state', 'live')
  await world.picture('camera-lost')
  await world.happen('restore', 'cam-2')
  await tileIs(page, 'cam-2', 'live', 20_000)
  await tileOf(page, 'cam-1').dblclick()
  await expect(tileOf(page, 'cam-1')).toHaveAttribute('data-enlarged', 'true')
  await expect
    .poll(() =>
      tileOf(page, 'cam-1')
        .locator('video')
        .evaluateAll(videos => Math.max(...videos.map(video => (video as HTMLVideoElement).videoWidth))),
    )
    .toBe(1280)
  await page.keyboard.press('Escape')
  await expect(tileOf(page, 'cam-1')).toHaveAttribute('data-enlarged', 'false')
})

test('the map tells every device by shape and word; a click opens its card', async () => {
  await openPage('map')
  await page.getByTestId('map-line-fence-1').click()
  await expect(page.getByTestId('device-card')).toContainText('北围墙 1 段')
  await expect(page.getByTestId('device-card-state')).toContainText('已布防')
  await world.picture('map')
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('device-card')).toHaveCount(0)
  await openPage('watch')
  await page.getByRole('button', { name: '全图' }).click()
})

test('arming asks for every check, names the open zone, and is armed when the panel says so', async () => {
  await world.happen('trip', 'pir-finance')
  await page.keyboard.press('F2')
  await page.getByTestId('partition-arm-part-office').click()
  await expect(page.getByTestId('arming-send')).toBeDisabled()
  for (const box of await page.getByTestId('arming-dialog').locator('[data-testid^="check-"] input').all())
    await box.check()
  await world.picture('arming')
  await page.getByTestId('arming-send').click()
  await expect(page.getByTestId('arming-note')).toContainText('财务室')
  await world.happen('restore', 'pir-finance')
  await page.getByTestId('arming-send').click()
  await page.getByTestId('arming-finish').click()
  await expect(page.getByTestId('partition-state-part-office')).toHaveAttribute('data-state', 'armed')
  // Armed is the norm of a perimeter: it is disarmed only with a reason and a time to arm it again.
  await page.getByTestId('partition-disarm-part-perimeter').click()
  await expect(page.getByTestId('arming-send')).toBeDisabled()
  await page.getByTestId('disarm-reason').fill('绿化修剪')
  await page.getByTestId('rearm-15').click()
  await page.getByTestId('arming-send').click()
  await page.getByTestId('arming-finish').click()
  await expect(page.getByTestId('partition-state-part-perimeter')).toHaveAttribute('data-state', 'disarmed')
  await expect(page.getByTestId('rearm-due')).toBeVisible()
  await page.getByTestId('partition-arm-part-perimeter').click()
  await page.getByTestId('arming-send').click()
  await page.getByTestId('arming-finish').click()
  await expect(page.getByTestId('partition-state-part-perimeter')).toHaveAttribute('data-state', 'armed')
  await page.keyboard.press('F1')
  for (const camera of ['cam-1', 'cam-2', 'cam-3', 'cam-4', 'cam-5', 'cam-6'])
    await tileIs(page, camera, 'live', 5_000)
  await page.getByRole('button', { name: '全图' }).click()
  await expect(page.getByTestId('arming-dialog')).toHaveCount(0)
  await world.picture('watch')
})

test('a cut fence takes the stage, sounds until it is located, and is led through the six steps', async () => {
  await world.happen('cut', 'fence-3')
  await expect(stage()).toHaveAttribute('data-kind', 'perimeter-cut')
  await expect(page.getByTestId('stage-title')).toContainText('东围墙 3 段')
  await expect.poll(sound).toBe('intrusion')
  await expect(stage().locator('.tile[data-camera="cam-2"]')).toHaveAttribute('data-state', 'live')
  await world.picture('alarm')
  await expect(page.getByTestId('stage-close')).toBeDisabled()
  await page.keyboard.press('Enter')
  await expect(stage()).toHaveAttribute('data-located', 'true')
  await expect.poll(sound).toBe('')
  await finishIncident(page, 'false')
  await expect(stage()).toHaveAttribute('data-task', 'close')
  await world.picture('alarm-done')
  await page.getByTestId('stage-primary').click()
  await expect(stage()).toHaveCount(0)
  await world.happen('restore', 'fence-3')
})

test('several at once are all visible, panic first; it is closed only after its reset was recorded', async () => {
  await world.happen('trip', 'pir-archive')
  await expect(stage()).toHaveAttribute('data-kind', 'intrusion')
  await world.happen('press', 'panic-gate')
  await expect(stage()).toHaveAttribute('data-kind', 'panic')
  await expect(page.getByTestId('stage-more-open')).toBeVisible()
  await world.picture('panic')
  await page.keyboard.press('Enter')
  await finishIncident(page, 'true')
  await expect(stage()).toHaveAttribute('data-task', 'reset')
  await world.happen('reset', 'panic-gate')
  await stage().getByRole('group', { name: '持钥匙人' }).getByRole('radio', { name: '赵明' }).check()
  await page.getByTestId('reset-cause').fill('门卫发现可疑人员，按下报警')
  await page.getByTestId('reset-reviewer').getByRole('radio').first().check()
  await page.getByTestId('stage-primary').click()
  await expect(stage()).toHaveAttribute('data-task', 'close')
  await page.getByTestId('stage-primary').click()
  await expect(stage()).toHaveAttribute('data-kind', 'intrusion')
  await page.keyboard.press('Enter')
  await finishIncident(page, 'false')
  await page.getByTestId('stage-primary').click()
  await expect(stage()).toHaveCount(0)
  await world.happen('restore', 'pir-archive')
})

test('what the guard sees himself becomes an incident at a press, without a sound', async () => {
  await page.keyboard.press('F3')
  const camera = page.getByTestId('observe-camera-cam-1').locator('input')
  await expect(camera).toBeFocused()
  await page.keyboard.press('Space')
  await expect(camera).toBeChecked()
  await world.picture('observe')
  await page.keyboard.press('Enter')
  await expect(stage()).toHaveAttribute('data-kind', 'observed')
  await expect(stage()).toHaveAttribute('data-located', 'true')
  expect(await sound()).toBe('')
  await finishIncident(page, 'true')
  await page.getByTestId('stage-primary').click()
  await expect(stage()).toHaveCount(0)
})

test('core killed in the middle of an alarm is back by itself, with the incident and the guard', async () => {
  await world.happen('cut', 'fence-5')
  await expect(stage()).toHaveAttribute('data-kind', 'perimeter-cut')
  const before = world.corePid()
  process.kill(before, 'SIGKILL')
  await expect(page.getByTestId('frame')).toHaveAttribute('data-connected', 'false')
  await expect(page.getByTestId('frame')).toHaveAttribute('data-connected', 'true', { timeout: 30_000 })
  expect(world.corePid()).not.toBe(before)
  await expect(stage()).toHaveAttribute('data-kind', 'perimeter-cut')
  await expect(page.getByTestId('duty-chip')).toContainText('王建国')
  await page.keyboard.press('Enter')
  await expect(stage()).toHaveAttribute('data-located', 'true')
  await finishIncident(page, 'false')
  await page.getByTestId('stage-primary').click()
  await expect(stage()).toHaveCount(0)
  await world.happen('restore', 'fence-5')
  await tileIs(page, 'cam-1', 'live', 20_000)
})

test('recordings are played for a purpose only, and what was watched is in the register', async () => {
  await openPage('playback')
  await page.getByTestId('purpose-kind').getByText('每日查看回放').click()
  await page.getByTestId('purpose-camera-cam-1').check()
  await page.getByTestId('purpose-note').fill('夜间查看正门')
  await page.getByTestId('purpose-submit').click()
  await expect(page.getByTestId('playback-session')).toBeVisible()
  await expect(page.getByTestId('watermark')).toContainText('王建国')
  await expect(page.getByTestId('player')).toHaveAttribute('data-phase', 'playing')
  await expect.poll(() => playedSeconds(page)).toBeGreaterThan(2)
  await world.picture('playback')
  await page.getByTestId('finish-viewing').click()
  await expect(page.getByTestId('purpose-form')).toBeVisible()
  await openPage('ledgers')
  await page.getByTestId('ledger-video-access').click()
  const row = page.getByTestId('ledger-rows').locator('tbody tr').filter({ hasText: '夜间查看正门' })
  await expect(row).toContainText('王建国')
  await expect(row).toContainText(/正门全景 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d – \d\d:\d\d:\d\d/)
  await world.picture('register')
})

test('the watch is handed over, and the ledgers come out as Excel, CSV and paper', async () => {
  await openPage('watch')
  await page.getByTestId('duty-chip').click()
  await page.getByRole('menuitem', { name: '交接班' }).click()
  await page.getByTestId('hand-over').getByTestId('pin').fill('246810')
  await page.getByTestId('hand-over-sign').click()
  // Each open matter is looked at by who takes over; the round of the day is one.
  const matters = page.getByTestId('handover-items').getByRole('checkbox')
  await expect(matters.first()).toBeVisible()
  for (const matter of await matters.all()) await matter.check()
  await world.picture('hand-over')
  await page.getByTestId('hand-over').getByTestId('person-zhao-ming').click()
  await page.getByTestId('hand-over').getByTestId('pin').fill('246810')
  await page.getByTestId('hand-over').getByTestId('secrecy').check()
  await page.getByTestId('hand-over').getByTestId('sign-on-submit').click()
  await expect(page.getByTestId('duty-chip')).toContainText('赵明')
  await openPage('ledgers')
  for (const [ledger, firstColumn] of [
    ['duty', '时间'],
    ['arming', '时间'],
    ['alarms', '报警时间'],
    ['video-access', '编号'],
  ] as const) {
    await page.getByTestId(`ledger-${ledger}`).click()
    await expect(page.getByTestId('ledger-rows').locator('th').first()).toHaveText(firstColumn)
    await expect(page.getByTestId('ledger-rows').locator('tbody tr').first()).toBeVisible()
    await world.picture(`ledger-${ledger}`)
  }
  await page.getByTestId('ledger-alarms').click()
  for (const copy of ['xlsx', 'csv', 'pdf']) {
    await page.getByTestId(`ledger-${copy}`).click()
    await expect(page.getByTestId('ledger-outcome')).toHaveAttribute('data-outcome', 'done')
  }
  const file = (ending: string): string => {
    const name = readdirSync(world.saveDir).find(candidate => candidate.endsWith(ending))
    if (name === undefined) throw new Error(`no ${ending} was saved`)
    return join(world.saveDir, name)
  }
  expect(readFileSync(file('.csv'), 'utf8')).toMatch(/^\u{FEFF}"报警时间","防区／位置".*东围墙 3 段/su)
  expect(readFileSync(file('.xlsx')).subarray(0, 2).toString()).toBe('PK')
  // Where words are broken into lines and spaced is the paper's business.
  const paper = execFileSync('pdftotext', [file('.pdf'), '-'], { encoding: 'utf8' }).replaceAll(/\s/g, '')
  for (const words of [
    '报警记录',
    '静安区示范学校',
    '安全防范管理代表签名',
    '东围墙3段',
    '打印：赵明',
    '台账链头',
    '第1页',
  ])
    expect(paper, words).toContain(words)
  execFileSync('pdftoppm', [
    '-png',
    '-r',
    '70',
    file('.pdf'),
    join('artifacts', 'screenshots', 'form-alarms'),
  ])
  expect(existsSync(file('.pdf'))).toBe(true)
})

test('the language is switched at run time, and the small screen still holds everything', async () => {
  await openPage('watch')
  await page.getByTestId('switch-language').click()
  await expect(page.getByTestId('page-watch')).toContainText('Watch')
  await world.picture('watch-en')
  await page.getByTestId('switch-language').click()
  await expect(page.getByTestId('page-watch')).toContainText('值守')
  await resizeTo(world, 1366, 768)
  await expect(page.getByTestId('map')).toBeVisible()
  const overflow = await page.evaluate(
    () =>
      document.documentElement.scrollWidth > innerWidth ||
      document.documentElement.scrollHeight > innerHeight,
  )
  expect(overflow).toBe(false)
  await world.picture('watch-small')
  await world.happen('cut', 'fence-1')
  await expect(stage()).toBeVisible()
  await expect(stage().locator('.tile[data-camera="cam-3"]')).toHaveAttribute('data-state', 'live')
  await world.picture('alarm-small')
})

test('the window can do nothing that a page should not', async () => {
  const facts = await page.evaluate(async () => ({
    origin: location.href,
    node: typeof (globalThis as Record<string, unknown>)['process'],
    require: typeof (globalThis as Record<string, unknown>)['require'],
    bridge: Object.keys((globalThis as unknown as { zhishou: object }).zhishou).toSorted(),
    opened: window.open('https://example.com') === null,
    fetched: await fetch('https://example.com').then(
      () => true,
      () => false,
    ),
  }))
  expect(facts).toEqual({
    origin: 'app://zhishou/index.html',
    node: 'undefined',
    require: 'undefined',
    bridge: [
      'linkAddress',
      'openSecondWindow',
      'print',
      'saveExport',
      'savePackage',
      'savePdf',
      'watchWindow',
    ],
    opened: true,
    fetched: false,
  })
  expect(shownWindows(world.app)).toHaveLength(1)
})
