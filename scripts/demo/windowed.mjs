// The console in a window, for a person.
import { mkdirSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { withDisplay } from '../display.mjs'
import { openConsole } from './console-app.mjs'
import { isSchoolRunning, startSchool } from './school.mjs'

/** Where demos keep what they keep. */
function userDataFolder() {
  return process.env['XDG_DATA_HOME'] || join(homedir(), '.local', 'share')
}

/**
 * Runs until the window is closed or `signal` aborts.
 * @param {{seed: number, isFresh: boolean, executablePath: string, signal: AbortSignal, log: (line: string) => void}} options
 * @returns {Promise<number>} exit code
 */
export async function runInWindow({ seed, isFresh, executablePath, signal, log }) {
  const folder = join(userDataFolder(), 'zhishou-demo')
  if (isFresh) rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  await using running = new AsyncDisposableStack()
  const display = await withDisplay()
  running.defer(() => display.stop())
  if (!process.env['DISPLAY'] && display.env['DISPLAY'])
    log(`There is no display: the window is on an Xvfb of our own, ${display.env['DISPLAY']}`)
  // `npm run sim -- trip …` looks here; when another school runs there, ours needs its own place.
  const usual = join(userDataFolder(), 'zhishou-sim')
  const outFolder = (await isSchoolRunning(usual)) ? join(folder, 'school') : usual
  const school = await startSchool({ outFolder, seed, scenario: true, log, signal })
  running.defer(() => school.stop())
  const siteFile = school.siteFile
  const shell = await openConsole({ executablePath, env: display.env, siteFile, folder, log })
  running.defer(() => shell.stop())
  for (const line of hints(outFolder === usual ? '' : ` --out ${outFolder}`, folder)) log(line)
  await Promise.race([shell.exited, school.exited, aborted(signal)])
  if (signal.aborted) return 0
  const code = await Promise.race([shell.exited, school.exited.then(() => 1)])
  if (code !== 0) log(`The console ended with exit code ${code}`)
  return code ?? 1
}

/**
 * @param {string} where option that finds this school
 * @param {string} folder
 */
function hints(where, folder) {
  return [
    '',
    '值守 is open. Sign on as anybody, e.g. 王建国 (night guard); every PIN is 246810.',
    'Something happens every minute or so. To make things happen, in another terminal:',
    `  npm run sim -- trip pir-archive${where}      a detector (also: pir-finance, pir-server …)`,
    `  npm run sim -- cut fence-3${where}           a wire of the fence; then: restore fence-3`,
    `  npm run sim -- press panic-gate${where}      a panic button; then: reset panic-gate`,
    `  npm run sim -- drop cam-2${where}            a camera (also: freeze, black); then: restore cam-2`,
    `Data of this demo: ${folder} (begin anew: npm run demo -- --fresh). Close the window to end.`,
    '',
  ]
}

/**
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
function aborted(signal) {
  return new Promise(resolve => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
