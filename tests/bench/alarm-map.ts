import type { Page } from '@playwright/test'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { driveConsole } from '../../scripts/demo/console-app.mjs'
import { signOn } from '../../scripts/demo/guard.mjs'
import { freePort } from '../../simulator/free-port.ts'
import { SiteFile, type Zone } from '../../src/shared/site.ts'
import { contactIdMessage, dc09Sender } from '../helpers/dc09-sender.ts'
import { percentile, rounded, type BenchContext, type Figures } from './context.ts'
import { writeBenchSite } from './bench-site.ts'

const cameraCount = 100
const detectorCount = 400
const segmentCount = 100
/** Of the detectors and of the segments, so many alarm and flash while the map is moved. */
const alarmsOfEach = 5
/** How long each movement is measured, ms. */
const measureMs = 5_000
const guard = { id: 'wang-jianguo', pin: '246810' }

/**
 * Frames a second of the map page while a hand drags the map without pause, and while a wheel zooms it, with ten places
 * flashing: 500 devices and 100 fence segments. Opens a console of its own; no picture runs beside it.
 */
export async function mapFigures({ executablePath, env, folder, log }: BenchContext): Promise<Figures> {
  const port = await freePort()
  const siteFile = writeMapSite(folder, port)
  await using running = new AsyncDisposableStack()
  const screen = await driveConsole({ executablePath, env, siteFile, folder })
  running.defer(() => screen.close())
  const { page } = screen
  await signOn(page, guard)
  await page.getByTestId('page-map').click()
  using sender = await dc09Sender(port)
  await sendAlarms(sender)
  await page
    .locator('[data-testid^="map-place-"]')
    .nth(2 * alarmsOfEach - 1)
    .waitFor()
  // One pop-up follows the other until all have been put aside.
  const minimise = page.getByTestId('stage-minimise')
  while (await minimise.isVisible()) await minimise.click()
  await page.locator('.plan-map[data-crowd]').first().waitFor()
  await page.getByRole('button', { name: '全图' }).click()
  const pan = await framesWhile(page, 'pan')
  const zoom = await framesWhile(page, 'zoom')
  log(`map: ${pan.fps} frames a second dragged, ${zoom.fps} zoomed`)
  return {
    devices: cameraCount + detectorCount,
    segments: segmentCount,
    fps: pan.fps,
    frameP99Ms: pan.frameP99Ms,
    zoomFps: zoom.fps,
  }
}

async function sendAlarms(sender: Awaited<ReturnType<typeof dc09Sender>>): Promise<void> {
  const zones = Array.from({ length: alarmsOfEach }, (_, index) => [
    index + 1,
    detectorCount + index + 1,
  ]).flat()
  for (const [index, zone] of zones.entries()) {
    sender.write(contactIdMessage(index + 1, `1130 01 ${String(zone).padStart(3, '0')}`))
    await sender.answer(index)
  }
}

/** Moves the map from within the page, once a frame, so that nothing but the page is measured. */
async function framesWhile(page: Page, how: 'pan' | 'zoom'): Promise<{ fps: number; frameP99Ms: number }> {
  const times = await page.evaluate<number[]>(`(${inPage})(${JSON.stringify(how)}, ${measureMs})`)
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time))
  const seconds = gaps.reduce((sum, gap) => sum + gap, 0) / 1_000
  return { fps: rounded(gaps.length / seconds, 1), frameP99Ms: rounded(percentile(gaps, 0.99), 1) }
}

/** Runs in the page, which has other types than a bench. Gives the times of all frames, ms. */
const inPage = `async (movement, lengthMs) => {
  const map = document.querySelector('[data-testid="map-page"] .plan-map')
  if (map === null) throw new Error('no map')
  const box = map.getBoundingClientRect()
  const centre = { x: box.left + box.width / 2, y: box.top + box.height / 2 }
  const base = { bubbles: true, cancelable: true, button: 0, buttons: 1 }
  const mouse = (target, type, x, y) =>
    target.dispatchEvent(new MouseEvent(type, { ...base, clientX: x, clientY: y }))
  if (movement === 'pan') mouse(map, 'mousedown', centre.x, centre.y)
  const stamps = []
  const from = performance.now()
  await new Promise(resolve => {
    const step = nowMs => {
      stamps.push(nowMs)
      const turn = (nowMs - from) / 700
      const x = centre.x + Math.sin(turn) * box.width * 0.4
      const y = centre.y + Math.cos(turn) * box.height * 0.3
      if (movement === 'pan') mouse(document, 'mousemove', x, y)
      else
        map.dispatchEvent(
          new WheelEvent('wheel', { ...base, deltaY: Math.sin(turn) * 60, clientX: centre.x, clientY: centre.y }),
        )
      if (nowMs - from < lengthMs) requestAnimationFrame(step)
      else resolve()
    }
    requestAnimationFrame(step)
  })
  if (movement === 'pan') mouse(document, 'mouseup', centre.x, centre.y)
  return stamps
}`

/** The bench's panel with detectors all over the plan and segments in rows; cameras that nobody dials. */
function writeMapSite(folder: string, port: number): string {
  const file = writeBenchSite(folder, [], port)
  const site = JSON.parse(readFileSync(file, 'utf8')) as SiteFile
  const [plan] = site.plans
  const [panel] = site.panels
  const model = panel?.zones.find(zone => zone.kind === 'intrusion')
  const place = site.places[0]
  if (plan === undefined || panel === undefined || model === undefined || place === undefined)
    throw new Error('the demo site has changed')
  const spread = (index: number, count: number): [number, number] => {
    const columns = Math.ceil(Math.sqrt((count * plan.width) / plan.height))
    const rows = Math.ceil(count / columns)
    return [
      Math.round((((index % columns) + 0.5) * plan.width) / columns),
      Math.round(((Math.floor(index / columns) + 0.5) * plan.height) / rows),
    ]
  }
  const { at: _at, line: _line, cameras: _cameras, ...plain } = model
  const zoneOf = (number: number, part: Partial<Zone>): Zone => ({
    ...plain,
    cameras: [],
    id: `zone-${number}`,
    name: `防区 ${number}`,
    number,
    plan: plan.id,
    ...part,
  })
  const detectors = Array.from({ length: detectorCount }, (_, index) =>
    zoneOf(index + 1, { at: spread(index, detectorCount) }),
  )
  const segments = Array.from({ length: segmentCount }, (_, index) => {
    const [x, y] = spread(index, segmentCount)
    return zoneOf(detectorCount + index + 1, {
      detector: 'tension-fence',
      line: [
        [x - 20, y],
        [x + 20, y + 6],
      ],
    })
  })
  const cameras = Array.from({ length: cameraCount }, (_, index): SiteFile['cameras'][number] => ({
    id: `cam-${index + 1}`,
    name: `摄像机 ${index + 1}`,
    place: place.id,
    viewPurposes: [],
    streams: { main: { url: 'rtsp://127.0.0.1:9/none' } },
    transport: 'tcp',
    record: 'off',
    retentionDays: 30,
    enabled: false,
    retired: false,
    position: {
      plan: plan.id,
      at: spread(index, cameraCount),
      directionDegrees: (index * 37) % 360,
      fieldOfViewDegrees: 70,
      rangeUnits: 40,
    },
  }))
  const own = { ...site, cameras, panels: [{ ...panel, zones: [...detectors, ...segments] }] }
  const mapFile = join(folder, 'map-site.json')
  writeFileSync(mapFile, JSON.stringify(SiteFile.parse(own)))
  return mapFile
}
