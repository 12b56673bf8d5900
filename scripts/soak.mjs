// npm run soak -- --minutes N [--seed N] [--json FILE]
// The real console for N minutes with faults at random; fails when something grows, outlives it, or is missing unexplained.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { watchForEnding } from './demo/ending.mjs'
import { withDisplay } from './display.mjs'
import { resolveElectron, runtimeLine } from './electron-runtime.mjs'
import { buildApp } from './setup/app-bundle.mjs'
import { SetupError, projectFolder, runScript, say } from './setup/tools.mjs'

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
  const runtime = await resolveElectron()
  console.log(runtimeLine(runtime))
  await buildApp({ log: say })
  using ending = watchForEnding()
  const artifacts = join(projectFolder, 'artifacts')
  mkdirSync(artifacts, { recursive: true })
  const folder = mkdtempSync(join(artifacts, 'soak-'))
  const display = await withDisplay({ always: true })
  try {
    const { soak } = await import('../tests/soak/soak.ts')
    const report = await soak({
      minutes,
      seed,
      executablePath: runtime.executablePath,
      env: display.env,
      folder,
      signal: ending.signal,
      log: line => console.log(line),
    })
    const text = JSON.stringify(report, undefined, 2)
    console.log(text)
    if (json !== undefined) {
      mkdirSync(dirname(resolve(json)), { recursive: true })
      writeFileSync(json, `${text}\n`)
    }
    if (report.complaints.length > 0) process.exitCode = 1
  } catch (error) {
    if (!ending.signal.aborted) throw error
  } finally {
    await display.stop()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  process.exitCode = ending.exitCode() ?? process.exitCode
})
