// npm run soak -- --minutes N [--seed N] [--json FILE]
// The real console for N minutes with faults at random; fails when something grows, outlives it, or is missing unexplained.
import { parseArgs } from 'node:util'
import { measuredRun, writeReport } from './measured-run.mjs'
import { SetupError, runScript } from './setup/tools.mjs'

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        minutes: { type: 'string', default: '10' },
        seed: { type: 'string', default: '1' },
        json: { type: 'string' },
      },
    })
    const [minutes, seed] = [Number(values.minutes), Number(values.seed)]
    if (!(minutes > 0) || !Number.isInteger(seed)) throw new Error('--minutes and --seed want numbers')
    return { minutes, seed, json: values.json }
  } catch (error) {
    throw new SetupError(error instanceof Error ? error.message : String(error))
  }
}

await runScript(async () => {
  const { minutes, seed, json } = readOptions()
  const { soak } = await import('../tests/soak/soak.ts')
  const run = await measuredRun('soak', ({ runtime, display, folder, signal }) =>
    soak({
      minutes,
      seed,
      executablePath: runtime.executablePath,
      env: display.env,
      folder,
      signal,
      log: line => console.log(line),
    }),
  )
  if (run === null) return
  console.log(JSON.stringify(run.result, undefined, 2))
  writeReport(json, run.result)
  if (run.result.complaints.length > 0) process.exitCode = 1
})
