// npm run bench [-- NAME…] [--json FILE] [--entries N]
// Figures side by side from one run: each bench measures ours and a yardstick by turns. Fails on errors, never on slowness.
import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { measuredRun, writeReport } from './measured-run.mjs'
import { SetupError, runScript } from './setup/tools.mjs'

/** Each is `tests/bench/NAME.ts` with `run(context)`. */
const benches = ['wall', 'wall9', 'alarm', 'journal', 'ledger', 'seek', 'record']

function readOptions() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      // `--entries` is for the ledger bench, which reads it itself.
      options: { json: { type: 'string' }, entries: { type: 'string' } },
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
  const run = await measuredRun('bench', async ({ runtime, display, folder, signal }) => {
    /** @type {Table} */
    const results = {}
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
        signal,
        log: line => console.log(line),
      })
      // A bench that measures several things names each of them.
      Object.assign(results, bench.namesItsOwn === true ? figures : { [name]: figures })
    }
    return results
  })
  if (run === null) return
  const results = { ...run.result, machine: describeMachine(run.runtime.version) }
  printTable(results)
  writeReport(json, results)
})
