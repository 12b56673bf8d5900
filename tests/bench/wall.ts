import type { Page } from '@playwright/test'
import { driveConsole } from '../../scripts/demo/console-app.mjs'
import { pause } from '../../scripts/demo/ending.mjs'
import { signOn } from '../../scripts/demo/guard.mjs'
import { subStreamFps, startCamerasProcess, writeBenchSite } from './bench-site.ts'
import { median, percentile, rounded, type BenchContext, type Figures } from './context.ts'
import { countNamed, cpuSecondsOf, memoryOf } from './processes.ts'
import { Framebuffer, type Box } from './wall/framebuffer.ts'
import { startDecoders, startMpv, type Players } from './wall/players.ts'
import { watchScreen, type Watched } from './wall/watch-screen.ts'

const pictures = 16
const rounds = 3
/** Also the time in which the tiles come to change together. */
const wallSettlesMs = 15_000
const playersSettleMs = 5_000
const measuredMs = 12_000
const guard = { id: 'wang-jianguo', pin: '246810' }

interface Turn extends Watched {
  /** CPU seconds a second of all processes of the subject and, where something is shown, of the display server. */
  readonly cpu: number
}

/**
 * Sixteen sub-streams on the wall of the real app against sixteen mpv windows (its cheapest output, and its default one)
 * and sixteen bare decoders of the same streams, by turns. The clock in the pictures is read off the screen itself, for ours and mpv's alike.
 */
export async function run(context: BenchContext): Promise<Figures> {
  await using cameras = await startCamerasProcess('wall/clock-cameras-process.ts', [String(pictures)])
  const { env, folder, signal, log, display } = context
  const siteFile = writeBenchSite(folder, cameras.list, null)
  await using running = new AsyncDisposableStack()
  const screen = await driveConsole({ ...context, siteFile })
  running.defer(() => screen.close())
  const framebuffer = running.use(new Framebuffer(display.folder))
  await signOn(screen.page, guard)
  const [ours, mpvs, mpvsOnOpenGl, decoders]: [Turn[], Turn[], number[], number[]] = [[], [], [], []]
  let [memory, mpvMemory] = [
    { rssMb: 0, pssMb: 0 },
    { rssMb: 0, pssMb: 0 },
  ]
  const look = (pids: readonly number[], boxes: readonly Box[]) =>
    measure(pids, () => watchScreen(framebuffer, boxes, { forMs: measuredMs, fps: subStreamFps, signal }))
  for (let round = 1; round <= rounds; round++) {
    const boxes = await openWall(screen.page, signal)
    const wall = await look([screen.pid, display.pid], boxes)
    memory = memoryOf([screen.pid])
    await leaveWall(screen.page, screen.pid, signal)
    const mpv = await withPlayers(
      startMpv(cameras.list, boxes, { output: 'x11', env }),
      signal,
      async ({ pids }) => {
        mpvMemory = memoryOf(pids)
        return await look([...pids, display.pid], boxes)
      },
    )
    const onOpenGl = startMpv(cameras.list, boxes, { output: 'default', env })
    const mpvOnOpenGl = await withPlayers(onOpenGl, signal, ({ pids }) =>
      measure([...pids, display.pid], () => pause(measuredMs, signal)),
    )
    const decode = await withPlayers(startDecoders(cameras.list, env), signal, ({ pids }) =>
      measure(pids, () => pause(measuredMs, signal)),
    )
    signal.throwIfAborted()
    ours.push({ ...wall.result, cpu: wall.cpu })
    mpvs.push({ ...mpv.result, cpu: mpv.cpu })
    mpvsOnOpenGl.push(mpvOnOpenGl.cpu)
    decoders.push(decode.cpu)
    log(
      `wall ${round}/${rounds}: ours ${lineOf(ours.at(-1))}, mpv ${lineOf(mpvs.at(-1))}, decoders ${decode.cpu.toFixed(2)} CPU`,
    )
  }
  const ratioTo = (others: readonly number[]) =>
    rounded(median(ours.map(({ cpu }, index) => cpu / (others[index] ?? Number.NaN))), 2)
  return {
    cpuRatioToMpv: ratioTo(mpvs.map(({ cpu }) => cpu)),
    cpuRatioToMpvOnOpenGl: ratioTo(mpvsOnOpenGl),
    cpuRatioToDecode: ratioTo(decoders),
    cpu: rounded(median(ours.map(({ cpu }) => cpu)), 3),
    ...memory,
    mpvRssMb: mpvMemory.rssMb,
    shownRatio: rounded(median(ours.map(({ shownRatio }) => shownRatio)), 4),
    mpvShownRatio: rounded(median(mpvs.map(({ shownRatio }) => shownRatio)), 4),
    latencyMs: { ours: latencyOf(ours), mpv: latencyOf(mpvs) },
  }
}

function latencyOf(turns: readonly Turn[]) {
  const agesMs = turns.flatMap(turn => turn.agesMs)
  return { median: Math.round(median(agesMs)), p99: Math.round(percentile(agesMs, 0.99)) }
}

function lineOf(turn: Turn | undefined): string {
  if (turn === undefined) return ''
  const { cpu, shownRatio, agesMs } = turn
  return `${cpu.toFixed(2)} CPU, shown ${shownRatio.toFixed(3)}, ${Math.round(median(agesMs))} ms old`
}

async function measure<Result>(pids: readonly number[], act: () => Promise<Result>) {
  const [cpuBefore, startedAtMs] = [cpuSecondsOf(pids), performance.now()]
  const result = await act()
  const seconds = (performance.now() - startedAtMs) / 1_000
  return { result, cpu: (cpuSecondsOf(pids) - cpuBefore) / seconds }
}

async function withPlayers<Result>(
  players: Players,
  signal: AbortSignal,
  act: (players: Players) => Promise<Result>,
): Promise<Result> {
  await using held = players
  await pause(playersSettleMs, signal)
  const result = await act(held)
  held.check()
  return result
}

/** Brings sixteen live pictures to the screen; gives where they lie. */
async function openWall(page: Page, signal: AbortSignal): Promise<Box[]> {
  await page.getByTestId('page-watch').click()
  await page
    .locator('[data-testid="tile"][data-state="live"]')
    .nth(pictures - 1)
    .waitFor()
  await pause(wallSettlesMs, signal)
  return await page.locator('[data-testid="tile"] .tile-video:not(.tile-video-behind)').evaluateAll(videos =>
    videos.map(video => {
      const { x, y, width, height } = (video as unknown as PageElement).getBoundingClientRect()
      const { screenX, screenY } = globalThis as unknown as { screenX: number; screenY: number }
      // The picture keeps its shape inside the element.
      const scale = Math.min(width / 16, height / 9)
      return {
        x: screenX + x + (width - 16 * scale) / 2,
        y: screenY + y + (height - 9 * scale) / 2,
        width: 16 * scale,
        height: 9 * scale,
      }
    }),
  )
}

/** The part of an element that is read in the page; the DOM's own types are the page's. */
interface PageElement {
  getBoundingClientRect(): Box
}

/** Another page shows no picture: the app hangs up on the cameras a few seconds later. */
async function leaveWall(page: Page, pid: number, signal: AbortSignal): Promise<void> {
  await page.getByTestId('page-incidents').click()
  for (let tries = 0; countNamed(pid, 'ffmpeg') > 0; tries++) {
    if (tries === 60) throw new Error('the app still fetches streams that nobody watches')
    await pause(250, signal)
    signal.throwIfAborted()
  }
}
