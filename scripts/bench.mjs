// npm run bench [-- NAME…] [--json FILE]
// Figures side by side from one run: each bench measures ours and a yardstick by turns. Fails on errors, never on slowness.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { watchForEnding } from './demo/ending.mjs'
import { withDisplay } from './display.mjs'
import { resolveElectron, runtimeLine } from './electron-runtime.mjs'
import { buildApp } from './setup/app-bundle.mjs'
import { SetupError, projectFolder, runScript, say } from './setup/tools.mjs'

/** Each is `tests/bench/NAME.ts` with `run(context)`. */
const benches = ['wall', 'wall9', 'alarm', 'journal', 'seek', 'record']

function readOptions() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { json: { type: 'string' } },
    })
    const unknown = positionals.filter(name => !benches.includes(name))
    if (unknown.length > 0)
      throw new Error(`No such bench: ${unknown.join(' ')}. There are ${benches.join(', ')}`)
    return {
      names: benches.filter(name => positionals.length === 0 || positionals.includes(name)),
      json: values.json,
    }
  } catch (error) {
    throw new SetupError(error instanceof Error ? error.message : String(error))
  }
}

/** @param {string} electron version */
function describeMachine(electron) {
  const banner = execFileSync('ffmpeg', ['-hide_banner', '-version'], { encoding: 'utf8' })
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    node: process.versions.node,
    electron,
    ffmpeg: /^ffmpeg version (\S+)/.exec(banner)?.[1] ?? 'unknown',
    date: new Date().toISOString(),
  }
}

/**
 * @typedef {{[name: string]: string | number | Table}} Table
 * @param {Table} results
 */
function printTable(results, indent = '') {
  for (const [name, value] of Object.entries(results)) {
    if (typeof value !== 'object') console.log(`${indent}${name.padEnd(24)}${value}`)
    else {
      console.log(`${indent === '' ? '\n' : indent}${name}`)
      printTable(value, `${indent}  `)
    }
  }
}

await runScript(async () => {
  const { names, json } = readOptions()
  const runtime = await resolveElectron()
  console.log(runtimeLine(runtime))
  await buildApp({ log: say })
  using ending = watchForEnding()
  const artifacts = join(projectFolder, 'artifacts')
  mkdirSync(artifacts, { recursive: true })
  const folder = mkdtempSync(join(artifacts, 'bench-'))
  const display = await withDisplay({ always: true, screenFolder: folder })
  const removeFolder = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  process.once('exit', removeFolder)
  /** @type {Table} */
  const results = {}
  try {
    for (const name of names) {
      const own = join(folder, name)
      mkdirSync(own)
      /** @type {{run: (context: import('../tests/bench/context.ts').BenchContext) => Promise<import('../tests/bench/context.ts').Figures>, namesItsOwn?: boolean}} */
      const bench = await import(`../tests/bench/${name}.ts`)
      const figures = await bench.run({
        executablePath: runtime.executablePath,
        env: display.env,
        display: { pid: display.pid, folder },
        folder: own,
        signal: ending.signal,
        log: line => console.log(line),
      })
      // A bench that measures several things names each of them.
      Object.assign(results, bench.namesItsOwn === true ? figures : { [name]: figures })
    }
  } catch (error) {
    if (!ending.signal.aborted) throw error
  } finally {
    await display.stop()
    removeFolder()
  }
  if (ending.signal.aborted) {
    process.exitCode = ending.exitCode() ?? 1
    return
  }
  results['machine'] = describeMachine(runtime.version)
  printTable(results)
  if (json === undefined) return
  mkdirSync(dirname(resolve(json)), { recursive: true })
  writeFileSync(json, `${JSON.stringify(results, undefined, 2)}\n`)
})
