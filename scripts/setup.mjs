// Sets the project up on a fresh machine, and does nothing where nothing is missing.
// Runs on Node 20.20 and newer with nothing but Node's own modules, straight after `git clone`.
import { join } from 'node:path'
import { buildApp } from './setup/app-bundle.mjs'
import { installDebianPackages } from './setup/debian-packages.mjs'
import { installNodeModules } from './setup/npm-packages.mjs'
import {
  SetupError,
  isMainModule,
  projectEnvironment,
  projectFolder,
  projectNode,
  run,
  runScript,
  say,
} from './setup/tools.mjs'

export { buildApp }

/**
 * node_modules, Debian packages, the Electron runtime, the built app: each only when missing or out of date.
 * Asks nothing. Repeating it costs well under a second.
 * @param {{quiet?: boolean, tests?: boolean}} [options] quiet: speak only of what has to be done;
 *   tests: also the Debian packages that only the tests need
 * @throws {SetupError} with a sentence that says what is missing or failed
 */
export async function setUp({ quiet = false, tests = false } = {}) {
  const note = quiet ? () => {} : say
  await installNodeModules({ log: say })
  note('node modules are those of package-lock.json')
  await installDebianPackages({ log: say, tests })
  note('system packages are there')
  await prepareElectron(quiet)
  await buildApp({ log: say })
  note('the app in out/ is built from the present sources')
}

/**
 * In a process of its own: the tools that handle Electron's files want Node 22, and we may run on Node 20.
 * @param {boolean} quiet
 */
async function prepareElectron(quiet) {
  const script = join(projectFolder, 'scripts', 'electron-runtime.mjs')
  const finished = await run(projectNode(), [script, ...(quiet ? ['--quiet'] : [])], {
    env: projectEnvironment(),
    show: true,
  })
  if (finished.code !== 0) throw new SetupError('There is no Electron to run the console with.')
}

if (isMainModule(import.meta.url)) {
  await runScript(() => setUp({ tests: process.argv.includes('--tests') }))
}
