import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { driveConsole } from '../../scripts/demo/console-app.mjs'
import { signOn } from '../../scripts/demo/guard.mjs'
import { SiteFile } from '../../src/shared/site.ts'
import {
  archiveCameras,
  archiveDays,
  buildArchive,
  playableCamera,
  randomFrom,
  type Archive,
} from './archive.ts'
import { median, percentile, rounded, type BenchContext, type Figures } from './context.ts'

/** Its figures come under `seek` and `timeline`. */
export const namesItsOwn = true

const looks = 10
const seeksALook = 10
const overviews = 9
const dayMs = 86_400_000
const guard = { id: 'wang-jianguo', pin: '246810' }
const demoSite = join(import.meta.dirname, '..', '..', 'resources', 'demo-site', 'site.json')

/**
 * Seeks at random in a month of recordings, in the real app: from the question on the socket to the first bytes, and
 * from Enter in the field of the time to the picture of that time on the screen. And the overview of the month, from the
 * press to the drawn canvas. The month is made as `archive.ts` says.
 */
export async function run(context: BenchContext): Promise<Figures> {
  const { executablePath, env, folder, signal, log } = context
  const archive = await buildArchive(join(folder, 'station'), log)
  const siteFile = writeSite(folder)
  await using running = new AsyncDisposableStack()
  const screen = await driveConsole({ executablePath, env, siteFile, folder })
  running.defer(() => screen.close())
  const { page } = screen
  await signOn(page, guard)
  await page.getByTestId('page-playback').click()
  const drawn: number[] = []
  for (let turn = 0; turn <= overviews; turn++) {
    const tookMs = await drawOverview(page)
    // The first one warms up what is compiled on its way.
    if (turn > 0) drawn.push(tookMs)
    signal.throwIfAborted()
  }
  log(`timeline: ${drawn.map(each => each.toFixed(0)).join(' ')} ms`)
  const random = randomFrom(7)
  const bytes: number[] = []
  const painted: number[] = []
  for (let look = 0; look < looks; look++) {
    const dayFromMs = archive.fromMs + random() * (archiveDays - 1) * dayMs
    await beginLook(page, { fromMs: dayFromMs, toMs: dayFromMs + dayMs - 60_000 })
    for (let seek = 0; seek < seeksALook; seek++) {
      const atMs = Math.round((dayFromMs + 60_000 + random() * (dayMs - 180_000)) / 1_000) * 1_000
      const took = await seekTo(page, atMs)
      signal.throwIfAborted()
      if (took === null) continue
      bytes.push(took.bytesMs)
      painted.push(took.paintedMs)
    }
    await page.getByTestId('finish-viewing').click()
    log(`seek ${look + 1}/${looks}: median ${median(painted).toFixed(0)} ms to the picture`)
  }
  const seek = {
    medianMs: rounded(median(painted), 1),
    p99Ms: rounded(percentile(painted, 0.99), 1),
    firstBytes: { medianMs: rounded(median(bytes), 1), p99Ms: rounded(percentile(bytes, 0.99), 1) },
    seeks: painted.length,
  }
  return {
    seek,
    timeline: { draw30DaysMs: rounded(median(drawn), 1), worstMs: rounded(Math.max(...drawn), 1) },
  }
}

/** The demo school with 32 recorded cameras that are switched off: nothing but the archive works. */
function writeSite(folder: string): string {
  const site = JSON.parse(readFileSync(demoSite, 'utf8')) as SiteFile
  const [model] = site.cameras
  if (model === undefined) throw new Error('the demo site has changed')
  const { onvif: _onvif, credentials: _credentials, ...plain } = model
  const { alarmReceiver: _alarmReceiver, ...rest } = site
  const cameras = Array.from({ length: archiveCameras }, (_, index) => ({
    ...plain,
    id: `cam-${index + 1}`,
    name: `摄像机 ${index + 1}`,
    streams: { main: { url: 'rtsp://127.0.0.1:9/main' } },
    record: 'main' as const,
    enabled: false,
  }))
  const file = join(folder, 'site.json')
  // The rules of the linkage name zones that are not here.
  const response = { ...site.response, linkage: [] }
  const own = { ...rest, timeServers: [], panels: [], response, cameras }
  writeFileSync(file, JSON.stringify(SiteFile.parse(own)))
  return file
}

/** From the press that opens the overview to the canvas with the whole month on it, ms. */
async function drawOverview(page: Page): Promise<number> {
  const tookMs = await page.evaluate<number>(`(${openOverview})()`)
  await page.getByTestId('recordings-view').locator('[data-value="request"]').click()
  return tookMs
}

const words = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'medium',
})

async function beginLook(page: Page, span: Archive): Promise<void> {
  await page.getByTestId('purpose-kind').getByText('每日查看回放').click()
  for (const box of await page.getByTestId(/^purpose-camera-/).all())
    if (await box.isChecked()) await box.uncheck()
  await page.getByTestId(`purpose-camera-${playableCamera}`).check()
  for (const [end, atMs] of [
    ['from', span.fromMs],
    ['to', span.toMs],
  ] as const) {
    const [day = '', time = ''] = words.format(atMs).split(' ')
    await page.getByTestId(`span-${end}-day`).selectOption(day)
    await page.getByTestId(`span-${end}-time`).fill(time)
  }
  await page.getByTestId('purpose-submit').click()
  await page.locator('[data-testid="player"][data-phase="playing"]').waitFor()
}

/** Null when nothing is recorded there: the player has gone on to the next picture. */
async function seekTo(page: Page, atMs: number): Promise<Seek | null> {
  await page.getByTestId('goto').fill(words.format(atMs))
  return await page.evaluate<Seek | null>(`(${seekByForm})(${atMs})`)
}

interface Seek {
  readonly bytesMs: number
  readonly paintedMs: number
}

/** Runs in the page, which has its own types. Drawn in the layout effect of the render that knows the month. */
const openOverview = `async () => {
  const press = document.querySelector('[data-testid="recordings-view"] [data-value="overview"]')
  const startedAt = performance.now()
  press.click()
  for (;;) {
    await new Promise(requestAnimationFrame)
    if (document.querySelector('[data-testid="timeline"][data-known="known"]') !== null)
      return performance.now() - startedAt
    if (performance.now() - startedAt > 20_000) throw new Error('the overview was not drawn')
  }
}`

/** Runs in the page: presses Enter, watches the socket and the frames that are painted. */
const seekByForm = `async wantedMs => {
  const video = document.querySelector('[data-testid="player-tile"] video')
  const original = WebSocket.prototype.send
  let [askedAt, bytesAt] = [0, 0]
  WebSocket.prototype.send = function send(data) {
    if (typeof data === 'string' && data.includes('"play"')) {
      askedAt = performance.now()
      this.addEventListener('message', ({ data }) => {
        if (data instanceof ArrayBuffer && bytesAt === 0) bytesAt = performance.now()
      })
    }
    original.call(this, data)
  }
  try {
    const startedAt = performance.now()
    document.querySelector('form.player-goto').requestSubmit()
    for (;;) {
      const mediaSeconds = await new Promise((resolve, reject) => {
        setTimeout(() => reject(new Error('no picture within 10 s')), 10_000)
        video.requestVideoFrameCallback((_now, { mediaTime }) => resolve(mediaTime))
      })
      const shownMs = Number(video.dataset.originMs) + mediaSeconds * 1_000
      const paintedMs = performance.now() - startedAt
      if (Math.abs(shownMs - wantedMs) < 1_500) return { bytesMs: bytesAt - askedAt, paintedMs }
      if (document.querySelector('[data-testid="gap-notice"]') !== null && shownMs > wantedMs) return null
    }
  } finally {
    WebSocket.prototype.send = original
  }
}`
