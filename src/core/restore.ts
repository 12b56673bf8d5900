import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { recoveryKeyFrom } from './backup/recovery-key.ts'
import { checkBackup, restore } from './backup/restore.ts'

/**
 * `npm run restore -- BACKUP --key-file FILE --to DIR`: unpacks a backup with the recovery key from paper into a new data
 * folder and proves it. `--check` instead of `--to` reads it to its end and writes nothing. The key may also come on
 * standard input (`--key-file -`); never as an argument, where others could read it.
 *
 * Exit 0 when all is whole; 1 when not; 2 when it was asked wrongly.
 */
const usage = 'usage: npm run restore -- BACKUP --key-file FILE (--to DIR | --check)'

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { 'key-file': { type: 'string' }, to: { type: 'string' }, check: { type: 'boolean' } },
    allowPositionals: true,
  })
  const [backup] = positionals
  const keyFile = values['key-file']
  if (backup === undefined || keyFile === undefined || (values.to === undefined) !== (values.check === true))
    return complain(usage, 2)
  const key = recoveryKeyFrom(readFileSync(keyFile === '-' ? 0 : keyFile, 'utf8'))
  const head =
    values.to === undefined
      ? await checkBackup(resolve(backup), key)
      : await restore(resolve(backup), key, resolve(values.to))
  process.stdout.write(
    `backup whole: ${head.station}, ${new Date(head.madeAtMs).toISOString()}, ${head.files.length} files, ` +
      `journal ${head.journal.seq} entries, head ${head.journal.hash}\n`,
  )
  if (values.to !== undefined) process.stdout.write(`restored to ${resolve(values.to)}\n`)
  return 0
}

function complain(text: string, code: number): number {
  process.stderr.write(`${text}\n`)
  return code
}

try {
  process.exitCode = await main()
} catch (error) {
  process.exitCode = complain(error instanceof Error ? error.message : String(error), 1)
}
