import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { driveConsole } from '../../scripts/demo/console-app.mjs'
import { pause } from '../../scripts/demo/ending.mjs'
import { signOn } from '../../scripts/demo/guard.mjs'
import { startCameras, type SimCameras } from '../../simulator/cameras/index.ts'
import { seededRandom } from '../../simulator/random.ts'
import { SiteFile } from '../../src/shared/site.ts'
import { startCore } from '../helpers/core-process.ts'
import { playFaults } from './faults.ts'
import { growthOf, type Allowance, type Growth } from './growth.ts'
import { holdingsOf, kinds, type Holdings, type Kind } from './process-watch.ts'

const demoSite = join(import.meta.dirname, '..', '..', 'resources', 'demo-site', 'site.json')
const guard = { id: 'wang-jianguo', pin: '246810' }
const sampleEveryMs = 10_000
/** Caches fill and code is compiled at first; what is held then is no leak. */
const warmUpMs = 60_000
/** Cameras that are dialled for the first time need a moment; what was never recorded before is no gap of the run. */
const startUpMs = 10_000
/** A wait for each, so that the recorder is at rest before the count. */
const settleMs = 8_000

export interface SoakOptions {
  readonly minutes: number
  readonly seed: number
  readonly executablePath: string
  readonly env: NodeJS.ProcessEnv
  readonly folder: string
  readonly signal: AbortSignal
  readonly log: (line: string) => void
}

export interface SoakReport {
  readonly minutes: number
  readonly faults: number
  readonly samples: number
  /** Null where the run was too short to compare its beginning with its end. */
  readonly memoryMb: Readonly<Partial<Record<Kind, Growth>>> | null
  readonly handles: Readonly<Partial<Record<Kind, Growth>>> | null
  readonly ffmpegs: { readonly most: number; readonly afterEnd: number }
  readonly recorded: readonly { readonly camera: string; readonly share: number; readonly gaps: number }[]
  /** Gaps for which the station knows no cause. */
  readonly unexplainedGaps: number
  readonly pageErrors: readonly string[]
  readonly complaints: readonly string[]
}

const memoryAllowance: Allowance = { share: 0.15, amount: 30 }
const handleAllowance: Allowance = { share: 0.1, amount: 15 }
const grown = ['shell', 'core', 'renderer', 'gpu'] as const

/** The real console on six recorded cameras, with faults at random; tells what grows and what is missing afterwards. */
export async function soak(options: SoakOptions): Promise<SoakReport> {
  const { minutes, seed, folder, signal, log } = options
  await using running = new AsyncDisposableStack()
  const cameras = running.use(await startSchoolCameras(seed, log))
  const siteFile = writeSite(folder, cameras)
  const screen = await driveConsole({ ...options, siteFile })
  running.defer(() => screen.close())
  await signOn(screen.page, guard)
  const startedAtMs = Date.now()
  const over = new AbortController()
  const stop = AbortSignal.any([signal, over.signal])
  const timer = setTimeout(() => over.abort(), minutes * 60_000)
  running.defer(() => clearTimeout(timer))
  const random = seededRandom('soak', seed)
  const ground = { page: screen.page, cameras, shellPid: screen.pid, random, signal: stop }
  const [faults, samples] = await Promise.all([
    playFaults(ground, line => log(`${clock(startedAtMs)} ${line}`)),
    sample(screen.pid, stop, line => log(`${clock(startedAtMs)} ${line}`)),
  ])
  signal.throwIfAborted()
  for (const { id } of cameras.list) await cameras.command(id, 'restore')
  await pause(settleMs, signal)
  const endedAtMs = Date.now()
  const pidsBefore = holdingsOf(screen.pid)
  await screen.close()
  const afterEnd = holdingsOf(screen.pid).ffmpeg.processes
  const span = { fromMs: startedAtMs + startUpMs, toMs: endedAtMs }
  const recorded = await whatWasRecorded(screen.dataDir, siteFile, span)
  const most = Math.max(pidsBefore.ffmpeg.processes, ...samples.map(({ ffmpeg }) => ffmpeg.processes))
  return judged({
    minutes,
    faults,
    samples,
    ffmpegs: { most, afterEnd },
    recorded,
    pageErrors: screen.errors,
    cameras: cameras.list.length,
  })
}

function startSchoolCameras(seed: number, log: (line: string) => void): Promise<SimCameras> {
  const scenes = ['gate', 'fence', 'playground', 'kitchen', 'corridor', 'lobby'] as const
  return startCameras({
    seed,
    loopSeconds: 8,
    cameras: scenes.map((scene, index) => ({
      id: `cam-${index + 1}`,
      name: `画面 ${index + 1}`,
      scene,
      encoding: 'loop',
      rtspAuth: 'none',
    })),
    onProgress: log,
  })
}

function writeSite(folder: string, cameras: SimCameras): string {
  const site = JSON.parse(readFileSync(demoSite, 'utf8')) as SiteFile
  const [model] = site.cameras
  if (model === undefined) throw new Error('the demo site has no camera')
  const { onvif: _onvif, credentials: _credentials, ...plain } = model
  const { alarmReceiver: _alarmReceiver, ...rest } = site
  const file = join(folder, 'site.json')
  const own = SiteFile.parse({
    ...rest,
    timeServers: [],
    panels: [],
    // The rules of the linkage name zones that are not here.
    response: { ...site.response, linkage: [] },
    cameras: cameras.list.map(({ id, name, rtsp }) => ({
      ...plain,
      id,
      name,
      streams: { main: { url: rtsp.main }, sub: { url: rtsp.sub } },
      record: 'sub',
    })),
  })
  writeFileSync(file, JSON.stringify(own))
  return file
}

async function sample(
  shellPid: number,
  signal: AbortSignal,
  log: (line: string) => void,
): Promise<Holdings[]> {
  const samples: Holdings[] = []
  await pause(warmUpMs, signal)
  while (!signal.aborted) {
    const holdings = holdingsOf(shellPid)
    samples.push(holdings)
    log(
      kinds
        .map(kind => `${kind} ${Math.round(holdings[kind].privateMb)} MB/${holdings[kind].handles}`)
        .join(', '),
    )
    await pause(sampleEveryMs, signal)
  }
  return samples
}

/** Asks the station itself, started once more without cameras to dial. */
async function whatWasRecorded(dataDir: string, siteFile: string, span: { fromMs: number; toMs: number }) {
  await using core = await startCore(dataDir, siteFile)
  using desk = await core.desk()
  await desk.call('duty.sign-on', { userId: guard.id, pin: guard.pin, secrecyAccepted: true })
  const site = SiteFile.parse(JSON.parse(readFileSync(siteFile, 'utf8')))
  const coverage = await desk.call('recordings.coverage', {
    cameraIds: site.cameras.map(({ id }) => id),
    span,
  })
  return coverage.map(({ cameraId, recorded, gaps }) => ({
    camera: cameraId,
    share: recorded.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0) / (span.toMs - span.fromMs),
    gaps: gaps.length,
    unexplained: gaps
      .filter(({ cause }) => cause === 'not-recorded')
      .map(({ fromMs, toMs }) => `${cameraId} ${clockTime(fromMs)} for ${Math.round(toMs - fromMs)} ms`),
  }))
}

function judged(run: {
  minutes: number
  faults: number
  samples: readonly Holdings[]
  ffmpegs: { most: number; afterEnd: number }
  recorded: Awaited<ReturnType<typeof whatWasRecorded>>
  pageErrors: readonly string[]
  cameras: number
}): SoakReport {
  const { samples, ffmpegs, recorded, pageErrors } = run
  const isLong = samples.length >= 8
  const series = (field: 'privateMb' | 'handles', allowed: Allowance) =>
    Object.fromEntries(
      grown.map(kind => [
        kind,
        growthOf(
          samples.map(each => each[kind][field]),
          sampleEveryMs,
          allowed,
        ),
      ]),
    )
  const memoryMb = isLong ? series('privateMb', memoryAllowance) : null
  const handles = isLong ? series('handles', handleAllowance) : null
  const unexplained = recorded.flatMap(camera => camera.unexplained)
  const unexplainedGaps = unexplained.length
  const complaints = [
    ...growing(memoryMb, 'memory'),
    ...growing(handles, 'handles'),
    // Each camera at most three times: main and sub, and one that is just going.
    ...(ffmpegs.most > run.cameras * 3 ? [`${ffmpegs.most} ffmpegs for ${run.cameras} cameras`] : []),
    ...(ffmpegs.afterEnd > 0 ? [`${ffmpegs.afterEnd} ffmpegs outlived the console`] : []),
    ...unexplained.map(gap => `a gap without a cause: ${gap}`),
    ...pageErrors.map(error => `page error: ${error}`),
  ]
  return {
    minutes: run.minutes,
    faults: run.faults,
    samples: samples.length,
    memoryMb,
    handles,
    ffmpegs,
    recorded: recorded.map(({ camera, share, gaps }) => ({
      camera,
      share: Math.round(share * 1e4) / 1e4,
      gaps,
    })),
    unexplainedGaps,
    pageErrors,
    complaints,
  }
}

function growing(series: Readonly<Record<string, Growth>> | null, what: string): string[] {
  return Object.entries(series ?? {}).flatMap(([kind, growth]) =>
    growth.isGrowing ? [`${what} of ${kind} grows: ${growth.first} to ${growth.last}`] : [],
  )
}

const clockTime = (atMs: number): string => new Date(atMs).toISOString().slice(11, 23)
const clock = (startedAtMs: number): string => new Date(Date.now() - startedAtMs).toISOString().slice(11, 19)
