import { spawn } from 'node:child_process'
import { SetupError } from './setup/tools.mjs'

/**
 * Somewhere to draw: the DISPLAY there is, else an Xvfb of 1920×1080 that ends with us, even when we are killed.
 * @param {{always?: boolean, screenFolder?: string}} [options] always: an Xvfb even where there is a DISPLAY, so that
 *   nobody's screen is used; screenFolder: where the screen of the Xvfb is to lie as a file
 * @returns {Promise<{env: NodeJS.ProcessEnv, pid: number, stop: () => Promise<void>}>} env: for the process that opens
 *   windows; pid: of the Xvfb, 0 when none was started
 * @throws {SetupError} when Xvfb does not start
 */
export async function withDisplay({ always = false, screenFolder } = {}) {
  if (process.platform !== 'linux' || (process.env['DISPLAY'] && !always)) {
    return { env: process.env, pid: 0, stop: async () => {} }
  }
  const xvfb = spawn(
    // The kernel sends Xvfb a SIGTERM when the one that started it dies, however it dies.
    'setpriv',
    [
      '--pdeathsig',
      'TERM',
      'Xvfb',
      '-displayfd',
      '3',
      '-screen',
      '0',
      '1920x1080x24',
      '-nolisten',
      'tcp',
      ...(screenFolder === undefined ? [] : ['-fbdir', screenFolder]),
    ],
    // A group of its own: Ctrl+C must not take the screen away before the windows on it are closed.
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], detached: true },
  )
  const exited = new Promise(resolve => xvfb.once('close', resolve))
  const display = await displayNumber(xvfb)
  return {
    env: { ...process.env, DISPLAY: `:${display}` },
    pid: xvfb.pid ?? 0,
    stop: async () => {
      xvfb.kill()
      await exited
    },
  }
}

/**
 * Xvfb chooses a free number and writes it to file descriptor 3 as soon as it takes connections.
 * @param {import('node:child_process').ChildProcess} xvfb
 * @returns {Promise<string>}
 */
function displayNumber(xvfb) {
  return new Promise((resolve, reject) => {
    let [written, complaint] = ['', '']
    xvfb.stderr?.on('data', bytes => void (complaint += bytes))
    xvfb.stdio[3]?.on('data', bytes => {
      written += bytes
      if (written.endsWith('\n')) resolve(written.trim())
    })
    xvfb.once('error', error => reject(new SetupError(`Xvfb could not be started: ${error.message}`)))
    xvfb.once('close', () => reject(new SetupError(`Xvfb ended: ${complaint.trim()}`)))
  })
}
