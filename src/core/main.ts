import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from './platform/clock.ts'
import { openLog } from './platform/log.ts'
import { testClock } from './platform/test-clock.ts'
import { optionsFromArguments } from './station/options.ts'
import { keyFromShell } from './station/shell-key.ts'
import { startStation } from './station/station.ts'

/**
 * The station as a process of its own: prints one JSON line with the link's address when it is ready, and ends
 * cleanly on SIGTERM or SIGINT. The token comes from `ZHISHOU_LINK_TOKEN`; without it one is made and written to
 * `DATA/link.token` for this user alone.
 */
async function main(): Promise<void> {
  const options = optionsFromArguments(process.argv.slice(2))
  const log = openLog(options.dataDir)
  process.on('uncaughtException', error => {
    log.error({ err: error }, 'a bug ended the station')
    process.stderr.write(`${error.stack ?? String(error)}\n`)
    process.exit(1)
  })
  const token = process.env['ZHISHOU_LINK_TOKEN'] ?? makeToken(options.dataDir)
  // Children of the station have no use for it.
  delete process.env['ZHISHOU_LINK_TOKEN']
  const vaultKey = options.vaultKeyFrom === 'shell' ? await keyFromShell() : null
  const clock = options.testClock === true ? testClock(options.dataDir) : systemClock
  const station = await startStation(options, { token, vaultKey }, clock, log)
  let ending: PromiseLike<void> | null = null
  const stop = (): void => {
    // Ctrl+C and the shell's own request may both come: the second must not cut the first short.
    ending ??= station[Symbol.asyncDispose]().then(() => process.exit(0))
  }
  // Not once: without a listener the second signal would end the process at once.
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  // The shell that started us is gone, however it went: without it nobody would ever end us.
  process.once('disconnect', stop)
  if ('connected' in process && !process.connected) stop()
  process.stdout.write(
    `${JSON.stringify({ url: station.url, node: process.versions.node, pid: process.pid })}\n`,
  )
}

function makeToken(dataDir: string): string {
  const token = randomBytes(32).toString('hex')
  writeFileSync(join(dataDir, 'link.token'), token, { mode: 0o600 })
  return token
}

try {
  await main()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
