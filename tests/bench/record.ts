import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { pause } from '../../scripts/demo/ending.mjs'
import { FragmentSplitter } from '../../src/core/media/splitter.ts'
import { SiteFile } from '../../src/shared/site.ts'
import { startCore, type CoreProcess } from '../helpers/core-process.ts'
import { startBenchCameras, writeBenchSite, type BenchCamera } from './bench-site.ts'
import { median, rounded, type BenchContext, type Figures } from './context.ts'
import { cpuSecondsOf, memoryOf } from './processes.ts'

const recorded = 32
const shown = 16
const rounds = 2
/** Long enough for dials and for what is compiled on the way; else the start is measured. */
const settleMs = 20_000
const measuredMs = 20_000
/** The last run of core goes on for this, so that growing memory shows. */
const memoryMs = 120_000
const memoryEveryMs = 2_000
const startUpMs = 60_000

/**
 * 32 main streams recorded by core, 16 of them watched over the link, against 32 bare `ffmpeg -c copy -f segment` of the
 * same streams, by turns. Of nine simulated cameras, each is recorded under several names.
 */
export async function run(context: BenchContext): Promise<Figures> {
  await using cameras = await startBenchCameras()
  const urls = Array.from({ length: recorded }, (_, index) => cameraFor(cameras.list, index))
  const turns: { core: number; bare: number }[] = []
  const rssMb: { atHours: number; mb: number }[] = []
  const folders: string[] = []
  for (let round = 1; round <= rounds; round++) {
    const folder = join(context.folder, `core-${round}`)
    mkdirSync(folder)
    folders.push(join(folder, 'data', 'recordings'))
    const isLast = round === rounds
    const core = await measureCore(folder, urls, context, isLast ? rssMb : null)
    const bare = await measureBare(join(context.folder, `bare-${round}`), urls, context)
    context.log(`record ${round}/${rounds}: core ${core.toFixed(2)} CPU, bare ${bare.toFixed(2)} CPU`)
    turns.push({ core, bare })
    context.signal.throwIfAborted()
  }
  const gaps = await Promise.all(folders.map(worstGap))
  return {
    cpuRatioToBareCopy: rounded(median(turns.map(({ core, bare }) => core / bare)), 2),
    worstGapFrames: rounded(Math.max(...gaps), 2),
    rssSlopeMbPerHour: rounded(slope(rssMb), 0),
    rssMb: Math.round(median(rssMb.map(({ mb }) => mb))),
    coreCpu: rounded(median(turns.map(({ core }) => core)), 3),
    bareCpu: rounded(median(turns.map(({ bare }) => bare)), 3),
    cameras: recorded,
    viewers: shown,
  }
}

function cameraFor(list: readonly BenchCamera[], index: number): BenchCamera {
  const camera = list[index % list.length]
  if (camera === undefined) throw new Error('no cameras')
  return { ...camera, id: `rec-${index + 1}`, name: `${camera.name} ${index + 1}` }
}

/** CPU seconds a second of core and its ffmpegs. */
async function measureCore(
  folder: string,
  cameras: readonly BenchCamera[],
  { signal }: BenchContext,
  memory: { atHours: number; mb: number }[] | null,
): Promise<number> {
  const siteFile = writeBenchSite(folder, cameras, null)
  const site = SiteFile.parse(JSON.parse(readFileSync(siteFile, 'utf8')))
  const own = { ...site, cameras: site.cameras.map(camera => ({ ...camera, record: 'main' })) }
  writeFileSync(siteFile, JSON.stringify(SiteFile.parse(own)))
  await using core = await startCore(join(folder, 'data'), siteFile)
  using desk = await core.desk()
  await desk.until('cameras', reports => reports.every(({ recording }) => recording), startUpMs)
  const viewers = cameras.slice(0, shown).map(({ id }) => watch(core, id))
  const pid = Number(core.child.pid)
  await pause(settleMs, signal)
  const cpu = await cpuOver([pid], signal)
  if (viewers.some(viewer => viewer.bytes() === 0)) throw new Error('a viewer was shown nothing')
  if (memory !== null) await sampleMemory(pid, memory, signal)
  for (const viewer of viewers) viewer.close()
  await core.end('SIGTERM')
  return cpu
}

/** A screen that takes all it is sent. */
function watch(core: CoreProcess, cameraId: string) {
  const socket = new WebSocket(`${core.url}/live?camera=${cameraId}&stream=main`, ['zhishou', core.token])
  let bytes = 0
  socket.on('message', (data: Buffer) => (bytes += data.length))
  socket.on('error', () => {})
  return { bytes: () => bytes, close: () => socket.terminate() }
}

async function measureBare(
  folder: string,
  cameras: readonly BenchCamera[],
  { env, signal }: BenchContext,
): Promise<number> {
  mkdirSync(folder)
  await using running = new AsyncDisposableStack()
  const recorders = cameras.map(({ id, rtsp }) => {
    const input = `-nostdin -hide_banner -loglevel error -rtsp_transport tcp -i ${rtsp.main}`
    const output = '-map 0:v:0 -c copy -an -f segment -segment_time 30 -reset_timestamps 1'
    const words = [...input.split(' '), ...output.split(' '), join(folder, `${id}-%03d.mp4`)]
    const recorder = spawn('ffmpeg', words, { env, stdio: 'ignore' })
    running.defer(async () => {
      if (recorder.exitCode !== null) return
      const gone = once(recorder, 'exit')
      recorder.kill('SIGTERM')
      await gone
    })
    return recorder
  })
  await pause(settleMs, signal)
  const cpu = await cpuOver(
    recorders.flatMap(({ pid }) => pid ?? []),
    signal,
  )
  if (recorders.some(({ exitCode }) => exitCode !== null)) throw new Error('a bare recorder ended')
  return cpu
}

async function cpuOver(pids: readonly number[], signal: AbortSignal): Promise<number> {
  const [before, startedAtMs] = [cpuSecondsOf(pids), performance.now()]
  await pause(measuredMs, signal)
  return ((cpuSecondsOf(pids) - before) * 1_000) / (performance.now() - startedAtMs)
}

async function sampleMemory(
  pid: number,
  samples: { atHours: number; mb: number }[],
  signal: AbortSignal,
): Promise<void> {
  const startedAtMs = performance.now()
  while (performance.now() - startedAtMs < memoryMs && !signal.aborted) {
    samples.push({ atHours: performance.now() / 3_600_000, mb: memoryOf([pid]).rssMb })
    await pause(memoryEveryMs, signal)
  }
}

/** Of a line through the samples (Theil–Sen: one garbage collection does not turn it), MB an hour. */
function slope(samples: readonly { atHours: number; mb: number }[]): number {
  const slopes = samples.flatMap((a, index) =>
    samples.slice(index + 1).map(b => (b.mb - a.mb) / (b.atHours - a.atHours)),
  )
  return slopes.length === 0 ? 0 : median(slopes)
}

/** The longest hole in the media time of any camera, inside a file and from file to file, in frames. */
async function worstGap(root: string): Promise<number> {
  let worst = 0
  for (const camera of await readdir(root)) {
    if (camera.startsWith('.')) continue
    let endTicks: number | null = null
    for (const file of await filesOf(join(root, camera))) {
      const splitter = new FragmentSplitter()
      for (const piece of splitter.push(await readFile(file))) {
        if (piece.type !== 'fragment') continue
        const { decodeTicks, durationTicks, sampleCount } = piece.fragment
        const frameTicks = durationTicks / Math.max(1, sampleCount)
        if (endTicks !== null) worst = Math.max(worst, Math.abs(decodeTicks - endTicks) / frameTicks)
        endTicks = decodeTicks + durationTicks
      }
    }
  }
  return worst
}

async function filesOf(folder: string): Promise<string[]> {
  const days = (await readdir(folder)).toSorted()
  const files = await Promise.all(
    days.map(async day => (await readdir(join(folder, day))).map(name => join(folder, day, name))),
  )
  return files.flat().toSorted()
}
