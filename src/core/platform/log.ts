import pino, { type Logger } from 'pino'
import { join } from 'node:path'
import { mkdirSync } from 'node:fs'
import { scrub } from '../../shared/scrub.ts'

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error' | 'child'>

/**
 * The station's log: JSON lines in `DATA/log/station.log`, written synchronously so that the last line before a crash
 * is there. Everything passes through `scrub`.
 */
export function openLog(dataDir: string, level: string = process.env['ZHISHOU_LOG_LEVEL'] ?? 'info'): Log {
  const directory = join(dataDir, 'log')
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const destination = pino.destination({ dest: join(directory, 'station.log'), sync: true, mode: 0o600 })
  const masked = { write: (line: string) => void destination.write(scrub(line)) }
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, masked)
}
