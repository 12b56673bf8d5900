// Child processes that never outlive us.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

const patienceMs = 10_000

/**
 * @typedef {object} Child
 * @property {number} pid
 * @property {Promise<number | null>} exited exit code; null when a signal ended it
 * @property {() => Promise<void>} stop asks it to end, and kills it when it does not
 */

/**
 * Starts a child in a process group of its own, so that Ctrl+C at a terminal reaches us alone and we end the others in
 * their order. When we are killed ourselves, the end of the IPC channel tells a Node child, and on Linux the kernel
 * sends SIGTERM to any other.
 * @param {string} command
 * @param {string[]} commandArguments
 * @param {{env?: NodeJS.ProcessEnv, cwd?: string, isNode?: boolean, onLine?: (line: string) => void,
 *   onError?: (line: string) => void}} options onLine, onError: each line of stdout and stderr
 * @returns {Promise<Child>}
 */
export async function startChild(command, commandArguments, options) {
  const { env = process.env, cwd, isNode = false, onLine = () => {}, onError = () => {} } = options
  const isGuarded = process.platform === 'linux' && !isNode
  const [program, programArguments] = isGuarded
    ? ['setpriv', ['--pdeathsig', 'TERM', command, ...commandArguments]]
    : [command, commandArguments]
  const child = spawn(program, programArguments, {
    env,
    cwd,
    detached: process.platform !== 'win32',
    windowsHide: true,
    stdio: isNode ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['ignore', 'pipe', 'pipe'],
  })
  if (child.stdout) createInterface(child.stdout).on('line', onLine)
  if (child.stderr) createInterface(child.stderr).on('line', onError)
  /** @type {Promise<number | null>} */
  const exited = new Promise(resolve => child.once('close', code => resolve(code)))
  const pid = await new Promise((resolve, reject) => {
    child.once('spawn', () => resolve(child.pid))
    child.once('error', error => reject(new Error(`${command} could not be started: ${error.message}`)))
  })
  const killNow = () => void child.kill('SIGKILL')
  process.once('exit', killNow)
  void exited.then(() => process.off('exit', killNow))
  return {
    pid: Number(pid),
    exited,
    async stop() {
      const timer = setTimeout(killNow, patienceMs)
      child.kill('SIGTERM')
      await exited
      clearTimeout(timer)
    },
  }
}
