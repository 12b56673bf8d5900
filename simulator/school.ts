import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { commandsOf, startCameras, type Credentials, type SimCameras } from './cameras/index.ts'
import type { Clock } from '../src/core/platform/clock.ts'
import { controlFileName, startControl, type ControlAddress } from './control.ts'
import { startFence } from './fence/index.ts'
import { freePort } from './free-port.ts'
import { startPanel, type SimulatedPanel } from './panel/index.ts'
import * as plan from './plan.ts'
import { seededPassword } from './random.ts'
import { DeviceRegistry } from './registry.ts'
import { fillTemplate } from './template.ts'
import { startTimeServer } from './time/index.ts'

export interface SchoolOptions {
  seed: number
  /** Gets `site.json`, `secrets.json` and `simulator.json`; made if missing. */
  outFolder: string
  /** The site file with `${…}` placeholders for the ports. */
  templateFile: string
  /** Length of the rendered camera loops; default 16. */
  loopSeconds?: number
  onProgress?: (message: string) => void
  /** Time of the alarm panel; default the PC's. A story that moves the station's clock moves this one too. */
  panelClock?: Clock
  signal?: AbortSignal
}

export interface School extends AsyncDisposable {
  readonly registry: DeviceRegistry
  readonly control: ControlAddress
  readonly cameras: SimCameras
  readonly files: { site: string; secrets: string }
  /** What was put into the placeholders of the template. */
  readonly values: Readonly<Record<string, number>>
}

/** Starts every device of the demonstration school in this process and writes the files a station needs to use it. */
export async function startSchool(options: SchoolOptions): Promise<School> {
  const { seed, outFolder } = options
  await using starting = new AsyncDisposableStack()
  const registry = new DeviceRegistry()
  const dc09Port = await freePort()
  const secrets: Record<string, Credentials> = {}

  const { onProgress, signal, loopSeconds } = options
  const cameras = starting.use(
    await startCameras({
      seed,
      cameras: plan.cameras,
      discovery: true,
      ...(onProgress ? { onProgress } : {}),
      ...(signal ? { signal } : {}),
      ...(loopSeconds ? { loopSeconds } : {}),
    }),
  )
  for (const camera of cameras.list) {
    secrets[camera.id] = camera.credentials
    registry.registerDevice(camera.id, cameraOrders(cameras, camera.id))
  }

  const panelCredentials = { user: 'station', password: seededPassword(seed, 'panel') }
  secrets['panel'] = panelCredentials
  const panel = starting.use(await startSchoolPanel(options, dc09Port, panelCredentials))
  for (const device of panel.devices) registry.registerDevice(device.id, device.commands)

  const fence = starting.use(await startFence({ seed, armed: true, segments: plan.fenceSegments }))
  for (const device of fence.devices) registry.registerDevice(device.id, device.commands)

  const time = starting.use(await startTimeServer())
  for (const device of time.devices) registry.registerDevice(device.id, device.commands)

  const values = {
    rtspPort: cameras.rtspPort,
    onvifPort: cameras.onvifPort,
    panelIsapiPort: Number(new URL(panel.isapiUrl).port),
    fencePort: fence.port,
    dc09Port,
    timePort: time.port,
  }
  const control = starting.use(await startControl(registry))
  await mkdir(outFolder, { recursive: true })
  const files = await writeStationFiles(options, values, secrets)
  const controlFile = join(outFolder, controlFileName)
  await writePrivate(controlFile, control.address)
  starting.defer(() => rm(controlFile, { force: true }))

  const owned = starting.move()
  return {
    registry,
    control: control.address,
    cameras,
    files,
    values,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

function cameraOrders(cameras: SimCameras, id: string): Record<string, () => Promise<string>> {
  const spec = plan.cameras.find(camera => camera.id === id) ?? {}
  return Object.fromEntries(commandsOf(spec).map(command => [command, () => cameras.command(id, command)]))
}

function startSchoolPanel(
  { seed, panelClock }: SchoolOptions,
  dc09Port: number,
  credentials: Credentials,
): Promise<SimulatedPanel> {
  return startPanel({
    seed,
    ...(panelClock === undefined ? {} : { clock: panelClock }),
    account: plan.panelAccount,
    receiver: { host: '127.0.0.1', port: dc09Port },
    credentials,
    supervisionIntervalMs: plan.panelSupervisionSeconds * 1000,
    partitions: plan.partitions,
    zones: plan.infraredZones,
    panicButtons: plan.panicButtons,
  })
}

async function writeStationFiles(
  { outFolder, templateFile }: SchoolOptions,
  values: Readonly<Record<string, number>>,
  secrets: Readonly<Record<string, Credentials>>,
): Promise<School['files']> {
  const files = { site: join(outFolder, 'site.json'), secrets: join(outFolder, 'secrets.json') }
  await writeFile(files.site, fillTemplate(await readFile(templateFile, 'utf8'), values))
  await writePrivate(files.secrets, secrets)
  return files
}

/** Readable for this user alone, also when an older file with other rights is there. */
async function writePrivate(file: string, value: unknown): Promise<void> {
  await rm(file, { force: true })
  await writeFile(file, `${JSON.stringify(value, undefined, 2)}\n`, { mode: 0o600 })
}
