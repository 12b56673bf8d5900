import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Makes sure that one station alone works on a data folder. The file holds the process number; one left behind by a
 * crash is taken over.
 * @throws Error when another station is running there
 */
export function lockDataDir(dataDir: string): Disposable {
  const file = join(dataDir, 'station.lock')
  const take = (): void => {
    const handle = openSync(file, 'wx', 0o600)
    writeSync(handle, String(process.pid))
    closeSync(handle)
  }
  try {
    take()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    const pid = Number(readFileSync(file, 'utf8'))
    if (pid !== process.pid && isRunning(pid))
      throw new Error(`a station is already running on ${dataDir} (${pid})`, { cause: error })
    rmSync(file)
    take()
  }
  return { [Symbol.dispose]: () => rmSync(file, { force: true }) }
}

function isRunning(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
