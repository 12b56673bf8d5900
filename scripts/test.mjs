// node scripts/test.mjs [STEP…]
// Checks and tests in this order, ending at the first step that fails; the last line is `N passed, N failed`.
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { withDisplay } from './display.mjs'
import { electronArguments, resolveElectron, runtimeLine } from './electron-runtime.mjs'
import { SetupError, projectEnvironment, projectFolder, runScript } from './setup/tools.mjs'

/**
 * @typedef {{passed: number, failed: number, skipped: number}} Counts
 * @typedef {{succeeded: boolean, counts: Counts}} Outcome
 *
 * The parts of the runners' JSON reports that are read here.
 * @typedef {Record<'numPassedTests' | 'numFailedTests' | 'numPendingTests' | 'numTodoTests', number>} VitestReport
 * @typedef {{stats: Record<'expected' | 'unexpected' | 'flaky' | 'skipped', number>}} PlaywrightReport
 */

/** @type {Counts} */
const nothing = { passed: 0, failed: 0, skipped: 0 }
const artifactsFolder = join(projectFolder, 'artifacts')

/** @type {Record<string, () => Promise<Outcome>>} */
const steps = {
  types: () =>
    check(...['.', 'src/renderer', 'tests/e2e'].map(project => ['typescript/bin/tsc', '-p', project])),
  lint: () => check(['oxlint/bin/oxlint', '-c', 'oxlint.config.ts', '--type-aware', '--deny-warnings']),
  format: () => check(['prettier/bin/prettier.cjs', '--check', '.']),
  knip: () => check(['knip/bin/knip.js']),
  unit: () => vitest('unit'),
  integration: () => vitest('integration'),
  e2e: playwright,
}

/**
 * Runs a tool of node_modules with its output on the terminal.
 * @param {string[]} toolAndArguments first the path of its script in node_modules
 * @param {NodeJS.ProcessEnv} [env] added to the environment
 * @returns {Promise<boolean>} whether it succeeded
 */
function tool([script = '', ...toolArguments], env = {}) {
  const child = spawn(process.execPath, [join(projectFolder, 'node_modules', script), ...toolArguments], {
    cwd: projectFolder,
    env: { ...projectEnvironment(), ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', code => resolve(code === 0))
  })
}

/**
 * @param {...string[]} tools
 * @returns {Promise<Outcome>} a failed check counts as one failure
 */
async function check(...tools) {
  for (const toolAndArguments of tools) {
    if (!(await tool(toolAndArguments))) return { succeeded: false, counts: { ...nothing, failed: 1 } }
  }
  return { succeeded: true, counts: nothing }
}

/**
 * @param {'unit' | 'integration'} project
 * @returns {Promise<Outcome>}
 */
async function vitest(project) {
  const report = join(artifactsFolder, `${project}.json`)
  rmSync(report, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const succeeded = await tool(['vitest/vitest.mjs', 'run', '--project', project, ...reporters])
  return outcome(succeeded, report, countVitest)
}

/**
 * @param {VitestReport} report
 * @returns {Counts}
 */
function countVitest({ numPassedTests, numFailedTests, numPendingTests, numTodoTests }) {
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests }
}

/** @returns {Promise<Outcome>} */
async function playwright() {
  const report = join(artifactsFolder, 'e2e.json')
  rmSync(report, { force: true })
  const electron = await resolveElectron()
  console.log(runtimeLine(electron))
  const display = await withDisplay()
  try {
    const succeeded = await tool(
      ['@playwright/test/cli.js', 'test', '-c', 'tests/e2e/playwright.config.ts', '--reporter=list,json'],
      {
        ...(display.env['DISPLAY'] ? { DISPLAY: display.env['DISPLAY'] } : {}),
        ZHISHOU_ELECTRON: electron.executablePath,
        ZHISHOU_ELECTRON_ARGUMENTS: electronArguments().join(' '),
        // Only without `executablePath` does Playwright put its loader before the app, and then asks the electron
        // package for the path.
        ...(electron.source === 'official'
          ? {}
          : { ELECTRON_OVERRIDE_DIST_PATH: dirname(electron.executablePath) }),
        PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      },
    )
    return outcome(succeeded, report, countPlaywright)
  } finally {
    await display.stop()
  }
}

/**
 * @param {PlaywrightReport} report
 * @returns {Counts}
 */
function countPlaywright({ stats }) {
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped }
}

/**
 * @template Report
 * @param {boolean} succeeded the runner's exit code
 * @param {string} report its JSON report
 * @param {(report: Report) => Counts} count
 * @returns {Outcome} a runner that failed without a failed test, or died before its report, counts as one failure
 */
function outcome(succeeded, report, count) {
  let counts = nothing
  try {
    counts = count(JSON.parse(readFileSync(report, 'utf8')))
  } catch (error) {
    console.error(`No report of the runner: ${String(error)}`)
    succeeded = false
  }
  return { succeeded, counts: succeeded ? counts : { ...counts, failed: Math.max(counts.failed, 1) } }
}

await runScript(async () => {
  const wanted = process.argv.slice(2)
  const unknown = wanted.filter(name => !(name in steps))
  if (unknown.length > 0)
    throw new SetupError(`No such step: ${unknown.join(' ')}. Steps: ${Object.keys(steps).join(' ')}`)
  mkdirSync(artifactsFolder, { recursive: true })
  const total = { ...nothing }
  for (const [name, step] of Object.entries(steps)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    console.log(`\n== ${name} ==`)
    const { succeeded, counts } = await step()
    total.passed += counts.passed
    total.failed += counts.failed
    total.skipped += counts.skipped
    if (succeeded) continue
    console.log(`\nStopped: ${name} failed.`)
    process.exitCode = 1
    break
  }
  console.log(
    `\n${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}`,
  )
})
