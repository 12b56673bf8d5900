import type { Page } from '@playwright/test'
import { driveConsole } from '../../scripts/demo/console-app.mjs'
import { pause } from '../../scripts/demo/ending.mjs'
import { signOn } from '../../scripts/demo/guard.mjs'
import { freePort } from '../../simulator/free-port.ts'
import { seededRandom } from '../../simulator/random.ts'
import type { IncidentAction } from '../../src/shared/domain/incident.ts'
import { contactIdMessage, dc09Sender, type Dc09Sender } from '../helpers/dc09-sender.ts'
import { Desk } from '../helpers/desk.ts'
import { benchZones, startBenchCameras, writeBenchSite } from './bench-site.ts'
import { median, percentile, rounded, type BenchContext, type Figures } from './context.ts'

const alarms = 100
/** As many as the demo school has; the wall goes on behind the pop-up. */
const camerasOnWall = 6
const guard = { id: 'wang-jianguo', pin: '246810' }

/** What the guard does to be done with an incident. */
const steps: readonly IncidentAction[] = [
  { type: 'locate' },
  { type: 'dispatch', who: '李强' },
  { type: 'arrive' },
  { type: 'verify', verdict: 'test', note: '' },
  { type: 'handle', text: '测试' },
  { type: 'report', told: ['none-needed'], note: '' },
  { type: 'record', text: '测试' },
  { type: 'close' },
]

/**
 * Alarms one after the other, each of a place without an open incident: from the packet's arrival in core to the painted
 * pop-up (as core measures it), and from the packet sent to its acknowledgement.
 */
export async function run(context: BenchContext): Promise<Figures> {
  const { executablePath, env, folder, signal, log } = context
  await using cameras = await startBenchCameras()
  const port = await freePort()
  const siteFile = writeBenchSite(folder, cameras.list.slice(0, camerasOnWall), port)
  await using running = new AsyncDisposableStack()
  const screen = await driveConsole({ executablePath, env, siteFile, folder })
  running.defer(() => screen.close())
  await signOn(screen.page, guard)
  const address = await screen.page.evaluate<{ url: string; token: string }>('window.zhishou.linkAddress()')
  using desk = await Desk.open(address.url, address.token)
  using sender = await dc09Sender(port)
  const random = seededRandom(1, 'alarm bench')
  const shown: number[] = []
  const acknowledged: number[] = []
  for (let index = 0; index < alarms; index++) {
    const zone = benchZones[index % benchZones.length] ?? 1
    acknowledged.push(await sendAlarm(sender, index, zone))
    shown.push(await handle(desk, screen.page))
    if ((index + 1) % 25 === 0) log(`alarm ${index + 1}/${alarms}: median ${median(shown).toFixed(0)} ms`)
    // At no fixed beat with the timers of the app.
    await pause(random.between(150, 450), signal)
    signal.throwIfAborted()
  }
  return {
    shownMedianMs: rounded(median(shown), 1),
    shownP99Ms: rounded(percentile(shown, 0.99), 1),
    ackMedianMs: rounded(median(acknowledged), 2),
    ackP99Ms: rounded(percentile(acknowledged, 0.99), 2),
    alarms: shown.length,
  }
}

/** Sends one burglary alarm; gives the time until its ACK, ms. */
async function sendAlarm(sender: Dc09Sender, index: number, zone: number): Promise<number> {
  const message = contactIdMessage(index + 1, `1130 01 ${String(zone).padStart(3, '0')}`)
  const sentAtMs = performance.now()
  sender.write(message)
  const { token } = await sender.answer(index)
  if (token !== 'ACK') throw new Error(`alarm ${index + 1} was answered with ${token}`)
  return performance.now() - sentAtMs
}

/** Waits until the pop-up of the only open incident was painted, closes the incident, and gives `shownAfterMs`. */
async function handle(desk: Desk, page: Page): Promise<number> {
  const [incident] = await desk.until('incidents', ([first]) => (first?.shownAfterMs ?? null) !== null)
  if (incident?.shownAfterMs == null) throw new Error('no incident')
  for (const action of steps) await desk.call('incidents.act', { id: incident.id, action })
  await desk.until('incidents', open => open.length === 0)
  await page.getByTestId('alarm-stage').waitFor({ state: 'hidden' })
  return incident.shownAfterMs
}
