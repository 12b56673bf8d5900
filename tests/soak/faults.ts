import type { Page } from '@playwright/test'
import { pause } from '../../scripts/demo/ending.mjs'
import type { SimCameras } from '../../simulator/cameras/index.ts'
import type { SeededRandom } from '../../simulator/random.ts'
import { pidsOf } from './process-watch.ts'

/** What a run of faults works on. */
export interface FaultGround {
  readonly page: Page
  readonly cameras: SimCameras
  readonly shellPid: number
  readonly random: SeededRandom
  readonly signal: AbortSignal
}

/** A fault or a habit of the guard; resolves with what was done, when it is over. */
type Fault = (ground: FaultGround) => Promise<string>

/** A camera that refuses, falls silent or sends black for a while, and comes back. */
async function cameraTrouble({ cameras, random, signal }: FaultGround): Promise<string> {
  const camera = random.pick(cameras.list)
  const command = random.pick(['drop', 'freeze', 'black'] as const)
  const forMs = random.between(1_000, 20_000)
  const done = await cameras.command(camera.id, command)
  await pause(forMs, signal)
  await cameras.command(camera.id, 'restore')
  return `${done} for ${Math.round(forMs / 1_000)} s`
}

/** All cameras at once: the school's switch restarts. */
async function networkTrouble({ cameras, random, signal }: FaultGround): Promise<string> {
  for (const { id } of cameras.list) await cameras.command(id, 'drop')
  await pause(random.between(2_000, 10_000), signal)
  for (const { id } of cameras.list) await cameras.command(id, 'restore')
  return 'all cameras were away'
}

function killFfmpeg({ shellPid, random }: FaultGround): Promise<string> {
  const pids = pidsOf(shellPid, 'ffmpeg')
  if (pids.length === 0) return Promise.resolve('no ffmpeg to kill')
  const pid = random.pick(pids)
  return kill(pid, `ffmpeg ${pid} was killed`)
}

async function killCore({ shellPid, page, signal }: FaultGround): Promise<string> {
  const [pid] = pidsOf(shellPid, 'core')
  if (pid === undefined) return 'no core to kill'
  await kill(pid, '')
  await pause(1_000, signal)
  await page.locator('[data-testid="frame"][data-connected="true"]').waitFor({ timeout: 60_000 })
  return `core ${pid} was killed and came back`
}

async function reloadPage({ page }: FaultGround): Promise<string> {
  await page.reload()
  await page.getByTestId('wall').waitFor({ timeout: 60_000 })
  return 'the page was loaded again'
}

/** Pages come and go; their tiles must leave nothing behind. */
async function walkThroughPages({ page, random, signal }: FaultGround): Promise<string> {
  const visited = ['incidents', 'intrusion', 'ledgers', 'map'].toSorted(() => random.next() - 0.5)
  for (const id of visited) {
    await page.getByTestId(`page-${id}`).click()
    await pause(random.between(300, 2_000), signal)
  }
  await page.getByTestId('page-watch').click()
  return `the guard looked at ${visited.join(', ')}`
}

async function enlarge({ page, random, signal }: FaultGround): Promise<string> {
  const number = String(random.integer(1, 6))
  await page.getByTestId('page-watch').click()
  await page.keyboard.press(number)
  await pause(random.between(1_000, 6_000), signal)
  await page.keyboard.press('Escape')
  return `picture ${number} was enlarged`
}

function kill(pid: number, said: string): Promise<string> {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    return Promise.resolve(`process ${pid} had ended by itself`)
  }
  return Promise.resolve(said)
}

/** By weight: a line that flaps is common, a killed core is not. */
const faults: readonly (readonly [weight: number, fault: Fault])[] = [
  [6, cameraTrouble],
  [4, walkThroughPages],
  [4, enlarge],
  [3, killFfmpeg],
  [1, networkTrouble],
  [1, reloadPage],
  [1, killCore],
]

/** Plays faults one after the other with pauses until the signal aborts. */
export async function playFaults(ground: FaultGround, log: (line: string) => void): Promise<number> {
  const lots = faults.flatMap(([weight, fault]) => Array.from({ length: weight }, () => fault))
  let played = 0
  while (!ground.signal.aborted) {
    await pause(ground.random.between(500, 5_000), ground.signal)
    if (ground.signal.aborted) break
    log(await ground.random.pick(lots)(ground))
    played++
  }
  return played
}
