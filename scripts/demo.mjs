// npm run demo [-- --fresh] [--seed N]                                  the console on the simulated school
// npm run demo -- --headless --seconds 60 --report FILE [--seed N]      the same without a person: drives it, reports
import { parseArgs } from 'node:util'
import { runHeadless } from './demo/headless.mjs'
import { watchForEnding } from './demo/ending.mjs'
import { runInWindow } from './demo/windowed.mjs'
import { resolveElectron, runtimeLine } from './electron-runtime.mjs'
import { buildApp } from './setup/app-bundle.mjs'
import { SetupError, runScript, say } from './setup/tools.mjs'

/** @param {string} line */
const log = line => console.log(line)

/**
 * @param {string} name
 * @param {string} text
 */
function wholeNumber(name, text) {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new SetupError(`${name} wants a whole number, not "${text}"`)
  return Number(text)
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        headless: { type: 'boolean', default: false },
        fresh: { type: 'boolean', default: false },
        seconds: { type: 'string', default: '60' },
        seed: { type: 'string', default: '1' },
        report: { type: 'string' },
      },
    })
    const { headless, fresh, report } = values
    if (headless && report === undefined) throw new Error('--headless needs --report FILE')
    const seconds = wholeNumber('--seconds', values.seconds)
    return { headless, isFresh: fresh, seconds, seed: wholeNumber('--seed', values.seed), report }
  } catch (error) {
    throw new SetupError(error instanceof Error ? error.message : String(error))
  }
}

await runScript(async () => {
  const { headless, isFresh, seconds, seed, report = '' } = readOptions()
  const runtime = await resolveElectron()
  log(runtimeLine(runtime))
  await buildApp({ log: say })
  using ending = watchForEnding()
  const { executablePath } = runtime
  const { signal } = ending
  try {
    if (headless) {
      await runHeadless({ seconds, seed, reportFile: report, executablePath, signal, log })
      log(`Report: ${report}`)
    } else process.exitCode = await runInWindow({ seed, isFresh, executablePath, signal, log })
  } catch (error) {
    // What breaks because the run was ended is no failure of its own.
    if (!signal.aborted) throw error
  }
  process.exitCode = ending.exitCode() ?? process.exitCode
})
