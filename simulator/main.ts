import { homedir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { systemClock, type Clock } from '../src/core/platform/clock.ts'
import { testClock } from '../src/core/platform/test-clock.ts'
import { readControlAddress, sendCommand } from './control.ts'
import { playScenario } from './scenario.ts'
import { startSchool } from './school.ts'

const usage = `npm run sim [-- --seed N] [--out DIR] [--scenario] [--scenario-speed F] [--clock DIR]   starts the simulated school
npm run sim -- COMMAND DEVICE [--out DIR]                                      tells a running one what shall happen,
                                                                               e.g. trip pir-archive, drop cam-2`

function defaultOutFolder(): string {
  return join(process.env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'zhishou-sim')
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seed: { type: 'string', default: '1' },
      out: { type: 'string', default: defaultOutFolder() },
      template: { type: 'string', default: join(import.meta.dirname, '../resources/demo-site/site.json') },
      'loop-seconds': { type: 'string', default: '16' },
      scenario: { type: 'boolean', default: false },
      'scenario-speed': { type: 'string', default: '1' },
      clock: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(usage)
    return 0
  }
  if (positionals.length > 0) return await command(positionals, values.out)
  const seed = wholeNumber('--seed', values.seed)
  const speed = Number(values['scenario-speed'])
  if (!(speed > 0))
    throw new Error(`--scenario-speed wants a number above 0, not "${values['scenario-speed']}"`)
  await run({
    seed,
    loopSeconds: wholeNumber('--loop-seconds', values['loop-seconds']),
    outFolder: values.out,
    templateFile: values.template,
    speed: values.scenario ? speed : undefined,
    panelClock: values.clock === undefined ? systemClock : testClock(values.clock),
  })
  return 0
}

async function command([word, device, ...rest]: readonly string[], outFolder: string): Promise<number> {
  if (word === undefined || device === undefined || rest.length > 0)
    throw new Error(`A command is one word and one device.\n${usage}`)
  console.log(await sendCommand(await readControlAddress(outFolder), word, device))
  return 0
}

/** Runs the school until SIGTERM, SIGINT, or the end of a parent that holds our IPC channel. */
async function run(options: {
  seed: number
  outFolder: string
  loopSeconds: number
  templateFile: string
  speed: number | undefined
  panelClock: Clock
}): Promise<void> {
  const stop = new AbortController()
  for (const event of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.once(event, () => stop.abort())
  await using school = await startSchool({ ...options, onProgress: say, signal: stop.signal })
  const ready = {
    ready: true,
    files: school.files,
    control: school.control.url,
    ports: school.values,
    devices: school.registry.list(),
  }
  console.log(JSON.stringify(ready))
  const { seed, speed } = options
  const playing =
    speed === undefined
      ? undefined
      : playScenario(school.registry, {
          seed,
          speed,
          clock: systemClock,
          report: say,
          signal: stop.signal,
        })
  if (!stop.signal.aborted)
    await new Promise(resolve => stop.signal.addEventListener('abort', resolve, { once: true }))
  await playing
  // An open channel would keep this process alive after everything in it has ended.
  if (process.connected) process.disconnect()
}

/** Standard output carries the one JSON line; everything for people goes to standard error. */
function say(message: string): void {
  console.error(message)
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${name} wants a whole number, not "${text}"`)
  return Number(text)
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  return 1
})
