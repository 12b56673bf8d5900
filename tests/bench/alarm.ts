import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { driveConsole } from '../../scripts/demo/console-app.mjs'
import { signOn } from '../../scripts/demo/guard.mjs'
import { freePort } from '../../simulator/free-port.ts'
import { Desk } from '../helpers/desk.ts'
import { alarmsBySecond, alarmsInFlood } from './alarm-times.ts'
import { mapFigures } from './alarm-map.ts'
import { startBenchCameras, writeBenchSite } from './bench-site.ts'
import type { BenchContext, Figures } from './context.ts'

/** Alarms one a second; with so many the 99th percentile is the slowest of them. */
const calmAlarms = 60
/** Alarms of the flood, at a hundred a second, each of another detector. */
const floodAlarms = 300
/** As many as the demo school has; the wall goes on behind the pop-up. */
const camerasOnWall = 6
const guard = { id: 'wang-jianguo', pin: '246810' }

/**
 * From the packet sent to its acknowledgement (which leaves core after the journal is on disk), and from the packet's
 * arrival in core to the painted pop-up as core measures it: in calm and in a flood. Then the map's frames a second.
 */
export async function run(context: BenchContext): Promise<Figures> {
  return { ...(await measureAlarms(inFolder(context, 'times'))), map: await measureMap(context) }
}

const measureMap = (context: BenchContext): Promise<Figures> => mapFigures(inFolder(context, 'map'))

function inFolder(context: BenchContext, name: string): BenchContext {
  const folder = join(context.folder, name)
  mkdirSync(folder)
  return { ...context, folder }
}

async function measureAlarms({ executablePath, env, folder, signal, log }: BenchContext): Promise<Figures> {
  await using cameras = await startBenchCameras()
  const port = await freePort()
  const zones = Math.max(calmAlarms, floodAlarms)
  const siteFile = writeBenchSite(folder, cameras.list.slice(0, camerasOnWall), port, zones)
  await using running = new AsyncDisposableStack()
  const screen = await driveConsole({ executablePath, env, siteFile, folder })
  running.defer(() => screen.close())
  await signOn(screen.page, guard)
  const address = await screen.page.evaluate<{ url: string; token: string }>('window.zhishou.linkAddress()')
  using desk = await Desk.open(address.url, address.token)
  const room = { desk, page: screen.page, port, signal, log }
  return {
    at1: await alarmsBySecond(room, calmAlarms),
    at100: await alarmsInFlood(room, floodAlarms, calmAlarms),
  }
}
