// The default app of the Electron build that has none of its own: starts the app named on the command line.
import { app, dialog } from 'electron'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { readArguments } from './arguments.mjs'

/**
 * Makes Electron believe it was started as this app.
 * @param {string} folder with a package.json
 */
function adopt(folder) {
  const description = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const name = description.productName ?? description.name
  if (name) app.setName(name)
  // These two are not in the published API, yet there: the official default app calls them too.
  if (description.version) Reflect.get(app, 'setVersion').call(app, description.version)
  Reflect.get(app, 'setAppPath').call(app, folder)
}

/**
 * The app's main file, which may be CommonJS or an ES module.
 * @param {string} path a folder with a package.json, or a file
 */
function adoptAndFindMain(path) {
  if (!existsSync(path)) throw new Error(`There is no app at ${path}`)
  const isFolder = statSync(path).isDirectory()
  const folder = isFolder ? path : dirname(path)
  if (existsSync(join(folder, 'package.json'))) adopt(folder)
  return isFolder ? createRequire(join(folder, 'package.json')).resolve(folder) : path
}

const { modules, appPath } = readArguments(process.argv.slice(1))
Object.defineProperty(process, 'defaultApp', { value: true, configurable: false, enumerable: true })
try {
  const require = createRequire(join(process.cwd(), 'package.json'))
  for (const module of modules) require(module)
  if (!appPath) throw new Error('Usage: electron [flags] [-r MODULE] APP')
  // Awaited at top level: Electron holds "ready" back until the app's main file has run.
  await import(pathToFileURL(adoptAndFindMain(resolve(appPath))).href)
} catch (error) {
  console.error('The app could not be started:', error)
  // As in the official default app a person at a screen sees it too; a test only sees the exit code.
  if (process.stdout.isTTY) dialog.showErrorBox('The app could not be started', String(error))
  app.exit(1)
}
