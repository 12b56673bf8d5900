import { spawn } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder with package.json. */
export const projectFolder = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** A failure whose message is a sentence for the person at the terminal; shown without a stack. */
export class SetupError extends Error {}

/**
 * @typedef {(line: string) => void} Log
 * @typedef {{code: number | null, signal: NodeJS.Signals | null, output: string}} Finished
 */

/** @type {Log} */
export const say = line => console.log(`[setup] ${line}`)

/** The Node 24 binary of the devDependency `node`; it exists only after `npm ci`. */
export function projectNode() {
  return join(
    projectFolder,
    'node_modules',
    'node',
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  )
}

/**
 * The environment in which `node` and the tools of node_modules come first.
 * @returns {NodeJS.ProcessEnv}
 */
export function projectEnvironment() {
  // Windows spells the variable "Path" and a copy of process.env is no longer blind to case.
  const pathName = Object.keys(process.env).find(name => name.toUpperCase() === 'PATH') ?? 'PATH'
  const first = [dirname(projectNode()), join(projectFolder, 'node_modules', '.bin')]
  return { ...process.env, [pathName]: [...first, process.env[pathName] ?? ''].join(delimiter) }
}

/**
 * Runs a command to its end. `show`: its output goes to the terminal instead of `output`.
 * @param {string} command
 * @param {string[]} commandArguments
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean, signal?: AbortSignal}} [options]
 * @returns {Promise<Finished>} rejects only when the command cannot be started
 */
export function run(command, commandArguments, options = {}) {
  const { cwd = projectFolder, env = process.env, show = false } = options
  return new Promise((resolve, reject) => {
    const child = spawn(command, commandArguments, {
      cwd,
      env,
      stdio: show ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    })
    let output = ''
    /** @param {Buffer} bytes */
    const keep = bytes => void (output += bytes)
    child.stdout?.on('data', keep)
    child.stderr?.on('data', keep)
    options.signal?.addEventListener('abort', () => child.kill('SIGKILL'))
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code, signal, output: output.trim() }))
  })
}

/**
 * A command that can be ended before its time.
 * @param {string} command
 * @param {string[]} commandArguments
 * @param {NodeJS.ProcessEnv} env
 * @returns {{finished: Promise<Finished>, stop: () => void}}
 */
export function stoppable(command, commandArguments, env) {
  const stopping = new AbortController()
  const finished = run(command, commandArguments, { env, signal: stopping.signal })
  return { finished, stop: () => stopping.abort() }
}

/**
 * Runs npm with the node that runs us, without a shell.
 * @param {string[]} npmArguments
 * @param {{cwd?: string}} [options]
 */
export function npm(npmArguments, options) {
  const candidates = [
    process.env['npm_execpath'],
    join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ]
  // npm_execpath names whatever package manager started the script; only npm understands the calls made here.
  const cli = candidates.find(path => path?.endsWith('npm-cli.js') && existsSync(path))
  if (cli) return run(process.execPath, [cli, ...npmArguments], options)
  if (process.platform === 'win32') {
    throw new SetupError('npm was not found. Start the set-up through npm, e.g. `npm run demo`.')
  }
  return run('npm', npmArguments, options)
}

/**
 * Says every few seconds how far a long task is, until it ends.
 * @template T
 * @param {Log} log
 * @param {string} label
 * @param {Promise<T>} task
 * @param {() => string | Promise<string>} [progress] a few words, e.g. `80 MB`
 * @returns {Promise<T>}
 */
export async function withProgress(log, label, task, progress = () => '') {
  const startedAtMs = Date.now()
  const timer = setInterval(async () => {
    const seconds = Math.round((Date.now() - startedAtMs) / 1000)
    const words = await progress()
    log(`${label} … ${seconds} s${words && `, ${words}`}`)
  }, 5000)
  try {
    return await task
  } finally {
    clearInterval(timer)
  }
}

/**
 * Bytes of all files under the folders; 0 for what is not there or vanishes meanwhile.
 * @param {...string} folders
 * @returns {Promise<number>}
 */
export async function bytesIn(...folders) {
  let bytes = 0
  for (const folder of folders) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
    for (const entry of entries) {
      if (!entry.isFile()) continue
      bytes += await stat(join(entry.parentPath, entry.name)).then(
        found => found.size,
        () => 0,
      )
    }
  }
  return bytes
}

/** @param {number} bytes */
export const megabytes = bytes => `${Math.round(bytes / 1e6)} MB`

/**
 * Whether a module is the script that was started.
 * @param {string} moduleUrl import.meta.url
 */
export function isMainModule(moduleUrl) {
  return process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(moduleUrl)
}

/**
 * The body of a script: runs it, and turns a failure into a sentence and exit code 1.
 * @param {() => Promise<void>} main
 */
export async function runScript(main) {
  try {
    await main()
  } catch (error) {
    console.error(error instanceof SetupError ? `[setup] ${error.message}` : error)
    process.exitCode = 1
  }
}
