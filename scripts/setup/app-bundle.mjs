import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SetupError, projectEnvironment, projectFolder, projectNode, run, withProgress } from './tools.mjs'

/**
 * Builds the app into out/ when the sources are others than those it was built from.
 * Needs node_modules.
 * @param {{log: import('./tools.mjs').Log}} options
 * @throws {SetupError} when the build fails
 */
export async function buildApp({ log }) {
  const stampFile = join(projectFolder, 'out', '.sources')
  const stamp = sourcesHash()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  log('Building the app (electron-vite)')
  const cli = join(projectFolder, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const task = run(projectNode(), [cli, 'build', '--logLevel', 'warn'], { env: projectEnvironment() })
  const finished = await withProgress(log, 'electron-vite build', task)
  if (finished.code !== 0) throw new SetupError(`The app could not be built:\n${finished.output}`)
  if (finished.output) log(finished.output)
  writeFileSync(stampFile, stamp)
}

/** A hash over everything the bundle is made from. */
function sourcesHash() {
  const hash = createHash('sha256')
  for (const file of sourceFiles()) hash.update(`${file}\0`).update(readFileSync(join(projectFolder, file)))
  return hash.digest('hex')
}

/** @returns {string[]} paths from the project folder, sorted */
function sourceFiles() {
  const single = ['electron.vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.json']
  const folders = ['src', 'resources'].flatMap(folder => {
    if (!existsSync(join(projectFolder, folder))) return []
    const entries = readdirSync(join(projectFolder, folder), { recursive: true, withFileTypes: true })
    return entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  })
  return [
    ...single.filter(file => existsSync(join(projectFolder, file))),
    ...folders
      .map(file => file.slice(projectFolder.length + 1))
      .filter(file => !/\.test\.tsx?$/.test(file))
      .toSorted(),
  ]
}
