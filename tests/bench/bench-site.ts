import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startChild } from '../../scripts/demo/child.mjs'
import { SiteFile, type Zone } from '../../src/shared/site.ts'

const demoSite = join(import.meta.dirname, '..', '..', 'resources', 'demo-site', 'site.json')

export interface BenchCamera {
  readonly id: string
  readonly name: string
  readonly rtsp: { readonly main: string; readonly sub: string }
}

export interface BenchCameras extends AsyncDisposable {
  readonly list: readonly BenchCamera[]
}

/** Frames a second of every sub-stream (simulator/cameras/open.ts). */
export const subStreamFps = 15

/** Starts nine cameras in a process of their own. The first time on a machine their scenes are encoded (about 20 s). */
export function startBenchCameras(): Promise<BenchCameras> {
  return startCamerasProcess('cameras-process.ts', [])
}

/** Starts a script of this folder that prints its cameras as one JSON line and then serves them. */
export async function startCamerasProcess(script: string, args: readonly string[]): Promise<BenchCameras> {
  const ready = Promise.withResolvers<BenchCamera[]>()
  const child = await startChild(process.execPath, [join(import.meta.dirname, script), ...args], {
    isNode: true,
    onLine: line => ready.resolve(JSON.parse(line) as BenchCamera[]),
  })
  void child.exited.then(code => ready.reject(new Error(`the cameras ended (${code})`)))
  return { list: await ready.promise, [Symbol.asyncDispose]: () => child.stop() }
}

/** The alarm panel of the bench: the detectors of the demo site, no commands, no supervision worth mentioning. */
export const benchAccount = '1234'

/**
 * Writes the demo school's site with these cameras, nothing recorded, and the panel on this port; returns the file.
 * @param zoneCount detectors of the panel, numbered from 1; absent: as many as the demo school has
 */
export function writeBenchSite(
  folder: string,
  cameras: readonly BenchCamera[],
  alarmPort: number | null,
  zoneCount?: number,
): string {
  const site = JSON.parse(readFileSync(demoSite, 'utf8')) as SiteFile
  const [model] = site.cameras
  const panel = site.panels.find(candidate => candidate.driver === 'dc09')
  if (model === undefined || panel?.driver !== 'dc09') throw new Error('the demo site has changed')
  const { onvif: _onvif, credentials: _credentials, ...plain } = model
  const { isapi: _isapi, ...panelOnly } = panel
  const { alarmReceiver: _alarmReceiver, timeServers: _timeServers, ...rest } = site
  const own: SiteFile = {
    ...rest,
    timeServers: [],
    // Its rules name devices that are not here.
    response: { ...site.response, linkage: [] },
    cameras: cameras.map(({ id, name, rtsp }) => ({
      ...plain,
      id,
      name,
      streams: { main: { url: rtsp.main }, sub: { url: rtsp.sub } },
      record: 'off',
    })),
    panels:
      alarmPort === null
        ? []
        : [
            {
              ...panelOnly,
              zones: zonesLike(panelOnly.zones, zoneCount).map(zone => ({
                ...zone,
                cameras: zone.cameras.filter(id => cameras.some(camera => camera.id === id)),
              })),
              account: benchAccount,
              supervisionSeconds: 3600,
            },
          ],
    ...(alarmPort === null ? {} : { alarmReceiver: { host: '127.0.0.1', port: alarmPort } }),
  }
  const file = join(folder, 'site.json')
  writeFileSync(file, JSON.stringify(SiteFile.parse(own)))
  return file
}

/** Detectors in the places of these by turns; without a count the models themselves. */
function zonesLike(models: readonly Zone[], count: number | undefined): Zone[] {
  if (count === undefined) return [...models]
  const detectors = models.filter(({ kind }) => kind === 'intrusion')
  return Array.from({ length: count }, (_, index) => {
    const model = detectors[index % detectors.length]
    if (model === undefined) throw new Error('the demo site has no detectors')
    return { ...model, id: `bench-zone-${index + 1}`, name: `${model.name} ${index + 1}`, number: index + 1 }
  })
}
