// npm run package [-- --linux] [--win] [--dir] [--electron-dist FOLDER]
// Builds the app and makes packages for users in dist/ with electron-builder (electron-builder.config.yml).
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildApp } from './setup/app-bundle.mjs'
import { SetupError, projectEnvironment, projectFolder, runScript, say } from './setup/tools.mjs'

/**
 * electron-builder's command line for ours. Without a system: the one we run on.
 * @param {string[]} ownArguments
 * @returns {string[]}
 * @throws {SetupError} for an argument that is none of ours
 */
function builderArguments(ownArguments) {
  const { linux, win, dir, 'electron-dist': electronDist } = readArguments(ownArguments)
  return [
    ...(linux ? ['--linux'] : []),
    ...(win ? ['--win'] : []),
    ...(dir ? ['--dir'] : []),
    '--x64',
    '--config',
    'electron-builder.config.yml',
    // A folder with an official Electron, unpacked, instead of a download.
    ...(electronDist ? [`-c.electronDist=${electronDist}`] : []),
  ]
}

/** @param {string[]} args */
function readArguments(args) {
  try {
    return parseArgs({
      args,
      options: {
        linux: { type: 'boolean' },
        win: { type: 'boolean' },
        dir: { type: 'boolean' },
        'electron-dist': { type: 'string' },
      },
    }).values
  } catch (error) {
    throw new SetupError(error instanceof Error ? error.message : String(error))
  }
}

/** @returns {string} the command-line entry of electron-builder */
function builder() {
  const require = createRequire(join(projectFolder, 'package.json'))
  try {
    return require.resolve('electron-builder/cli.js')
  } catch {
    throw new SetupError('electron-builder is not installed; run: npm ci')
  }
}

/**
 * @param {string[]} ownArguments
 * @returns {Promise<number | null>} electron-builder's exit code
 */
async function makePackages(ownArguments) {
  const builderCommand = [builder(), ...builderArguments(ownArguments)]
  await buildApp({ log: say })
  const child = spawn(process.execPath, builderCommand, {
    cwd: projectFolder,
    env: projectEnvironment(),
    stdio: 'inherit',
  })
  const exitCode = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (exitCode === 0) say('The packages are in dist/')
  return exitCode
}

await runScript(async () => {
  process.exitCode = (await makePackages(process.argv.slice(2))) ?? 1
})
