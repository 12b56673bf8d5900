import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SiteFile } from '../../src/shared/site.ts'
import { freePort } from '../../simulator/free-port.ts'
import { startFence, type SimulatedFence } from '../../simulator/fence/index.ts'
import type { SimulatedPanel } from '../../simulator/panel/index.ts'
import * as plan from '../../simulator/plan.ts'
import { fillTemplate } from '../../simulator/template.ts'
import { simulatedPanel } from './simulated-panel.ts'

const template = join(import.meta.dirname, '..', '..', 'resources', 'demo-site', 'site.json')

/** The demo school's panel and fence host over real sockets, without its cameras, and a site file for a station. */
export interface AlarmSchool extends AsyncDisposable {
  readonly siteFile: string
  readonly panel: SimulatedPanel
  readonly fence: SimulatedFence
  readonly dc09Port: number
}

export async function startAlarmSchool(folder: string): Promise<AlarmSchool> {
  await using starting = new AsyncDisposableStack()
  const dc09Port = await freePort()
  const credentials = { user: 'station', password: 'only for this test' }
  const panel = starting.use(
    await simulatedPanel({
      account: plan.panelAccount,
      receiver: { host: '127.0.0.1', port: dc09Port },
      credentials,
      supervisionIntervalMs: 2_000,
      partitions: plan.partitions,
      zones: plan.infraredZones,
      panicButtons: plan.panicButtons,
    }),
  )
  const fence = starting.use(await startFence({ seed: 1, armed: true, segments: plan.fenceSegments }))
  const values = {
    rtspPort: 1,
    onvifPort: 1,
    dc09Port,
    fencePort: fence.port,
    // Nobody listens there: the console's clock stays unproved.
    timePort: 1,
    panelIsapiPort: Number(new URL(panel.isapiUrl).port),
  }
  const siteFile = join(folder, 'site.json')
  writeFileSync(siteFile, withoutCameras(fillTemplate(readFileSync(template, 'utf8'), values)))
  writeFileSync(join(folder, 'secrets.json'), JSON.stringify({ panel: credentials }), { mode: 0o600 })
  const owned = starting.move()
  return { siteFile, panel, fence, dc09Port, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

function withoutCameras(text: string): string {
  const site = JSON.parse(text) as SiteFile
  const panels = site.panels.map(panel => ({
    ...panel,
    zones: panel.zones.map(zone => ({ ...zone, cameras: [] })),
  }))
  // The rules of the linkage name cameras.
  const response = { ...site.response, linkage: [] }
  return JSON.stringify({ ...site, cameras: [], panels, response })
}
