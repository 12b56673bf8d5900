import type { Clock } from '../src/core/platform/clock.ts'
import type { DeviceRegistry } from './registry.ts'
import { seededRandom, type SeededRandom } from './random.ts'

/** One line of the script: when, counted from the start, who does what. */
export interface ScenarioStep {
  atSeconds: number
  command: string
  device: string
}

/** What happens, and how it ends. */
interface Episode {
  start: string
  end: string
  devices: readonly string[]
  /** How long it lasts. */
  seconds: readonly [from: number, to: number]
}

const zones = ['pir-archive', 'pir-finance', 'pir-computer-lab', 'pir-server']
const fences = ['fence-1', 'fence-2', 'fence-3', 'fence-4', 'fence-5', 'fence-6']

/** Each is played once before any is played again. */
const episodes: readonly Episode[] = [
  { start: 'trip', end: 'restore', devices: zones, seconds: [8, 20] },
  { start: 'cut', end: 'restore', devices: fences, seconds: [25, 50] },
  { start: 'drop', end: 'restore', devices: ['cam-2', 'cam-3'], seconds: [12, 25] },
  { start: 'press', end: 'reset', devices: ['panic-gate', 'panic-office'], seconds: [20, 40] },
  { start: 'freeze', end: 'restore', devices: ['cam-5', 'cam-6'], seconds: [12, 25] },
  { start: 'mute', end: 'restore', devices: ['panel'], seconds: [45, 60] },
  { start: 'move', end: 'still', devices: ['cam-1', 'cam-3'], seconds: [10, 30] },
  { start: 'cover', end: 'uncover', devices: ['cam-4'], seconds: [12, 25] },
]

/** Seconds between the beginnings of two episodes. */
const pauseSeconds = [50, 70] as const
const firstPauseSeconds = [8, 15] as const

/** The part of the school the script may use: commands by device. */
type Available = Readonly<Record<string, readonly string[]>>

/**
 * The script for the seed: something happens every minute or so and ends again, and the next thing only begins when
 * the last one has ended. Endless; devices or commands that the school does not have are left out.
 * @throws Error when nothing of the script is there
 */
export function* scenario(seed: number, available: Available): Generator<ScenarioStep, never> {
  const random = seededRandom(seed, 'scenario')
  const playable = episodes
    .map(episode => ({ ...episode, devices: episode.devices.filter(id => can(available[id], episode)) }))
    .filter(episode => episode.devices.length > 0)
  if (playable.length === 0) throw new Error('the scenario needs devices that this school does not have')
  // Detectors only report from an armed partition.
  if (available['panel']?.includes('keypad-arm'))
    yield { atSeconds: 0, command: 'keypad-arm', device: 'panel' }
  let startSeconds = random.between(...firstPauseSeconds)
  for (;;)
    for (const episode of shuffled(playable, random)) {
      const device = random.pick(episode.devices)
      const lasts = random.between(...episode.seconds)
      yield { atSeconds: startSeconds, command: episode.start, device }
      yield { atSeconds: startSeconds + lasts, command: episode.end, device }
      startSeconds += Math.max(lasts + 2, random.between(...pauseSeconds))
    }
}

function can(commands: readonly string[] | undefined, episode: Episode): boolean {
  return commands !== undefined && commands.includes(episode.start) && commands.includes(episode.end)
}

function shuffled<T>(items: readonly T[], random: SeededRandom): T[] {
  return items
    .map(item => ({ item, order: random.next() }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ item }) => item)
}

export interface PlayOptions {
  seed: number
  clock: Clock
  /** 2 = twice as fast; default 1. */
  speed?: number
  report: (line: string) => void
  signal: AbortSignal
}

/** Plays the script until `signal` aborts. A step that fails is reported and the play goes on. */
export async function playScenario(registry: DeviceRegistry, options: PlayOptions): Promise<void> {
  const { clock, signal, report, speed = 1 } = options
  const startMs = clock.monotonic()
  for (const step of scenario(options.seed, registry.list())) {
    const dueMs = startMs + (step.atSeconds * 1000) / speed
    await clock.sleep(Math.max(0, dueMs - clock.monotonic()), signal)
    if (signal.aborted) return
    const order = `${step.command} ${step.device}`
    try {
      report(`${order}: ${await registry.run(step.command, step.device)}`)
    } catch (error) {
      report(`${order} failed: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
}
