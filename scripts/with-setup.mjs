// node scripts/with-setup.mjs [--tests] -- COMMAND…
// Sets the project up, then runs COMMAND with Node 24 and the tools of node_modules first on the PATH.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { setUp } from './setup.mjs'
import { watchStarter } from './setup/starter-watch.mjs'
import { SetupError, projectEnvironment, projectFolder, projectNode, runScript } from './setup/tools.mjs'

/**
 * Runs a command in our place: same terminal, signals handed on.
 * @param {string} command `node` means the project's Node 24
 * @param {string[]} commandArguments
 * @returns {Promise<number>} its exit code; 128 + number when it died of a signal, as in a shell
 */
function runInOurPlace(command, commandArguments) {
  const isNode = command === 'node'
  const [program = '', ...programArguments] = withoutCoreFiles([
    isNode ? projectNode() : command,
    ...commandArguments,
  ])
  const child = spawn(program, programArguments, {
    cwd: projectFolder,
    env: projectEnvironment(),
    stdio: 'inherit',
    // The tools of node_modules are .cmd files on Windows, which only a shell starts.
    shell: process.platform === 'win32' && !isNode,
  })
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal))
  }
  // Ctrl+C at a terminal reaches the child by itself; a second one would cut its clean end short.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
  // npm hands signals on but not its own death, and nobody else would end what it started.
  if (process.env['npm_lifecycle_event']) watchStarter(() => child.kill('SIGTERM'))
  return new Promise((resolve, reject) => {
    child.once('error', error => reject(new SetupError(`${command} could not be started: ${error.message}`)))
    child.once('close', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)))
  })
}

/**
 * The memory of a console that crashed holds pictures and names, and a terabyte of address space: the kernel is to
 * write none of it to the disk, where the window would also wait for it before it comes back.
 * @param {string[]} command
 * @returns {string[]} the command that runs it so
 */
function withoutCoreFiles(command) {
  return process.platform === 'linux' ? ['prlimit', '--core=0:0', ...command] : command
}

await runScript(async () => {
  const separator = process.argv.indexOf('--')
  const [command, ...commandArguments] = separator < 0 ? [] : process.argv.slice(separator + 1)
  if (!command) throw new SetupError('Usage: node scripts/with-setup.mjs [--tests] -- COMMAND…')
  await setUp({ quiet: true, tests: process.argv.slice(2, separator).includes('--tests') })
  process.exitCode = await runInOurPlace(command, commandArguments)
})
