import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startChild } from '../../scripts/demo/child.mjs'
import { SiteFile } from '../../src/shared/site.ts'

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
export const benchZones = [1, 2, 3, 4, 5, 6, 7, 8] as const

/** Writes the demo school's site with these cameras, nothing recorded, and the panel on this port; returns the file. */
export function writeBenchSite(
  folder: string,
  cameras: readonly BenchCamera[],
  alarmPort: number | null,
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
    cameras: cameras.map(({ id, name, rtsp }) => ({
      ...plain,
      id,
      name,
      streams: { main: { url: rtsp.main }, sub: { url: rtsp.sub } },
      record: 'off',
    })),
    panels: alarmPort === null ? [] : [{ ...panelOnly, account: benchAccount, supervisionSeconds: 3600 }],
    ...(alarmPort === null ? {} : { alarmReceiver: { host: '127.0.0.1', port: alarmPort } }),
  }
  const file = join(folder, 'site.json')
  writeFileSync(file, JSON.stringify(SiteFile.parse(own)))
  return file
}
