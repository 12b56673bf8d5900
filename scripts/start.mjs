// npm start -- --folder DIR --site FILE
// Opens the console on a real site, from the project folder. Packages do the same with the program's own menu entry.
import { existsSync, mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { openConsole } from './demo/console-app.mjs'
import { watchForEnding } from './demo/ending.mjs'
import { withDisplay } from './display.mjs'
import { resolveElectron, runtimeLine } from './electron-runtime.mjs'
import { buildApp } from './setup/app-bundle.mjs'
import { SetupError, runScript, say } from './setup/tools.mjs'

/** @param {string} line */
const log = line => console.log(line)

function readOptions() {
  const usage = 'Usage: npm start -- --folder DIR --site FILE'
  try {
    const { values } = parseArgs({ options: { folder: { type: 'string' }, site: { type: 'string' } } })
    if (values.folder === undefined || values.site === undefined) throw new Error(usage)
    return { folder: resolve(values.folder), siteFile: resolve(values.site) }
  } catch (error) {
    throw new SetupError(error instanceof Error ? error.message : usage)
  }
}

await runScript(async () => {
  const { folder, siteFile } = readOptions()
  if (!existsSync(siteFile)) throw new SetupError(`There is no site file ${siteFile}`)
  const runtime = await resolveElectron()
  log(runtimeLine(runtime))
  await buildApp({ log: say })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  using ending = watchForEnding()
  const display = await withDisplay()
  const shell = await openConsole({
    executablePath: runtime.executablePath,
    env: display.env,
    siteFile,
    folder,
    log,
  })
  const stop = () => void shell.stop()
  if (ending.signal.aborted) stop()
  else ending.signal.addEventListener('abort', stop, { once: true })
  log(`值守 is open. Data: ${folder}/station. Close the window to end.`)
  const exitCode = await shell.exited
  await display.stop()
  process.exitCode = ending.exitCode() ?? exitCode ?? 1
})
