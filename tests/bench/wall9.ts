import type { Page } from '@playwright/test'
import { driveConsole } from '../../scripts/demo/console-app.mjs'
import { pause } from '../../scripts/demo/ending.mjs'
import { signOn } from '../../scripts/demo/guard.mjs'
import { startBenchCameras, subStreamFps, writeBenchSite, type BenchCamera } from './bench-site.ts'
import { median, rounded, type BenchContext, type Figures } from './context.ts'
import { countNamed, cpuSecondsOf, memoryOf } from './processes.ts'
import { startDecoders } from './wall/players.ts'

const rounds = 3
const wallSettlesMs = 4_000
const wallMeasuredMs = 12_000
const decodersSettleMs = 2_500
const decodersMeasuredMs = 8_000
const guard = { id: 'wang-jianguo', pin: '246810' }

/**
 * Nine sub-streams on the wall of the real app against nine `ffmpeg -f null -` of the same streams, by turns. While the
 * decoders run the app shows another page and has hung up on the cameras.
 */
export async function run(context: BenchContext): Promise<Figures> {
  await using cameras = await startBenchCameras()
  const siteFile = writeBenchSite(context.folder, cameras.list, null)
  const { executablePath, env, folder, signal, log } = context
  await using running = new AsyncDisposableStack()
  const screen = await driveConsole({ executablePath, env, siteFile, folder })
  running.defer(() => screen.close())
  await signOn(screen.page, guard)
  const turns: { app: number; decode: number; shownRatio: number; sourceFps: number }[] = []
  let memory = { rssMb: 0, pssMb: 0 }
  for (let round = 1; round <= rounds; round++) {
    const wall = await measureWall(screen.page, screen.pid, signal)
    memory = memoryOf([screen.pid])
    await screen.page.getByTestId('page-incidents').click()
    await untilHungUp(screen.pid, signal)
    const decode = await measureDecoders(cameras.list, env, signal)
    signal.throwIfAborted()
    log(
      `wall9 ${round}/${rounds}: app ${wall.app.toFixed(2)} CPU, decoders ${decode.toFixed(2)} CPU, ` +
        `shown ${wall.shownRatio.toFixed(3)}`,
    )
    turns.push({ ...wall, decode })
  }
  return {
    cpuRatioToDecode: rounded(median(turns.map(({ app, decode }) => app / decode)), 2),
    shownRatio: rounded(median(turns.map(({ shownRatio }) => shownRatio)), 4),
    appCpu: rounded(median(turns.map(({ app }) => app)), 3),
    decodeCpu: rounded(median(turns.map(({ decode }) => decode)), 3),
    sourceFps: rounded(median(turns.map(({ sourceFps }) => sourceFps)), 2),
    ...memory,
  }
}

/** CPU seconds a second of all processes of the app, and how many of the frames sent were painted. */
async function measureWall(page: Page, pid: number, signal: AbortSignal) {
  await page.getByTestId('page-watch').click()
  await page.locator('[data-testid="tile"][data-state="live"]').nth(8).waitFor()
  await pause(wallSettlesMs, signal)
  const before = await readFrames(page)
  const [cpuBefore, startedAtMs] = [cpuSecondsOf([pid]), performance.now()]
  await pause(wallMeasuredMs, signal)
  const [cpuAfter, endedAtMs] = [cpuSecondsOf([pid]), performance.now()]
  const after = await readFrames(page)
  let [shown, sent, sourceFps] = [0, 0, 0]
  for (const [index, tile] of after.entries()) {
    const from = before[index]
    if (from?.source !== tile.source) throw new Error(`${tile.camera} began anew while it was measured`)
    shown += tile.presented - from.presented
    sent += ((tile.atMs - from.atMs) * subStreamFps) / 1_000
    sourceFps += tile.sourceFps / after.length
  }
  return {
    app: (cpuAfter - cpuBefore) / ((endedAtMs - startedAtMs) / 1_000),
    shownRatio: shown / sent,
    sourceFps,
  }
}

interface TileFrames {
  readonly camera: string
  /** Address of what the element plays; another one counts from zero. */
  readonly source: string
  /** Frames given to the screen since the element plays this. */
  readonly presented: number
  /** When the last of them was, by the page's clock. */
  readonly atMs: number
  /** What core measured. */
  readonly sourceFps: number
}

/** The part of a tile and its video element that is read here; the DOM's own types are the page's. */
interface TileElement {
  readonly dataset: Readonly<Record<string, string | undefined>>
  querySelector(selector: string): {
    readonly currentSrc: string
    requestVideoFrameCallback(seen: (nowMs: number, frame: { presentedFrames: number }) => void): void
  } | null
}

/** Waits for the next frame of every tile, and reads how many there were before it. */
function readFrames(page: Page): Promise<TileFrames[]> {
  return page.getByTestId('tile').evaluateAll(elements =>
    Promise.all(
      (elements as unknown as TileElement[]).map(
        tile =>
          new Promise<TileFrames>((resolve, reject) => {
            const { camera = '', sourceFps } = tile.dataset
            const video = tile.querySelector('.tile-video:not(.tile-video-behind)')
            setTimeout(() => reject(new Error(`${camera}: no frame within 5 s`)), 5_000)
            video?.requestVideoFrameCallback((atMs, { presentedFrames: presented }) =>
              resolve({
                camera,
                source: video.currentSrc,
                presented,
                atMs,
                sourceFps: Number(sourceFps),
              }),
            )
          }),
      ),
    ),
  )
}

/** Core keeps a stream for a few seconds after the last viewer. */
async function untilHungUp(pid: number, signal: AbortSignal): Promise<void> {
  for (let tries = 0; countNamed(pid, 'ffmpeg') > 0; tries++) {
    if (tries === 60) throw new Error('the app still fetches streams that nobody watches')
    await pause(250, signal)
    signal.throwIfAborted()
  }
}

async function measureDecoders(
  cameras: readonly BenchCamera[],
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<number> {
  await using decoders = startDecoders(cameras, env)
  await pause(decodersSettleMs, signal)
  const [cpuBefore, startedAtMs] = [cpuSecondsOf(decoders.pids), performance.now()]
  await pause(decodersMeasuredMs, signal)
  const used = cpuSecondsOf(decoders.pids) - cpuBefore
  const seconds = (performance.now() - startedAtMs) / 1_000
  decoders.check()
  return used / seconds
}
