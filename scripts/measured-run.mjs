// What `npm run bench` and `npm run soak` have in common: the built console, a screen of its own, a folder that goes.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { watchForEnding } from './demo/ending.mjs'
import { withDisplay } from './display.mjs'
import { resolveElectron, runtimeLine } from './electron-runtime.mjs'
import { buildApp } from './setup/app-bundle.mjs'
import { projectFolder, say } from './setup/tools.mjs'

/**
 * @typedef {object} Ground
 * @property {Awaited<ReturnType<typeof resolveElectron>>} runtime
 * @property {Awaited<ReturnType<typeof withDisplay>>} display an Xvfb of its own; its screen lies as a file in `folder`
 * @property {string} folder empty; removed when the run is over, however it ends
 * @property {AbortSignal} signal aborts when somebody ends the run
 */

/**
 * Builds the console and measures on it. Sets the exit code where somebody ended the run; what breaks because of that is
 * no failure.
 * @template Result
 * @param {string} name of the run
 * @param {(ground: Ground) => Promise<Result>} measure
 * @returns {Promise<{result: Result, runtime: Ground['runtime']} | null>} null when the run was ended before its time
 */
export async function measuredRun(name, measure) {
  const runtime = await resolveElectron()
  console.log(runtimeLine(runtime))
  await buildApp({ log: say })
  using ending = watchForEnding()
  const artifacts = join(projectFolder, 'artifacts')
  mkdirSync(artifacts, { recursive: true })
  const folder = mkdtempSync(join(artifacts, `${name}-`))
  const removeFolder = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  process.once('exit', removeFolder)
  const display = await withDisplay({ always: true, screenFolder: folder })
  try {
    const result = await measure({ runtime, display, folder, signal: ending.signal })
    if (!ending.signal.aborted) return { result, runtime }
  } catch (error) {
    if (!ending.signal.aborted) throw error
  } finally {
    await display.stop()
    removeFolder()
  }
  process.exitCode = ending.exitCode() ?? 1
  return null
}

/**
 * @param {string | undefined} file nothing is written without one
 * @param {unknown} content
 */
export function writeReport(file, content) {
  if (file === undefined) return
  mkdirSync(dirname(resolve(file)), { recursive: true })
  writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`)
}
