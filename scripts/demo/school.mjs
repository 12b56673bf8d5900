// The simulated school as a process of its own.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readControlAddress, sendCommand } from '../../simulator/control.ts'
import { projectFolder } from '../setup/tools.mjs'
import { startChild } from './child.mjs'

/**
 * @typedef {object} School
 * @property {number} pid
 * @property {string} siteFile
 * @property {Record<string, string[]>} devices commands by device
 * @property {(command: string, device: string) => Promise<string>} order tells a device what shall happen
 * @property {Promise<number | null>} exited
 * @property {() => Promise<void>} stop
 */

/**
 * Starts the simulator and waits until its devices answer. The first start on a machine paints and encodes the scenes,
 * which takes a minute or two.
 * @param {{outFolder: string, seed: number, scenario: boolean, log: (line: string) => void, signal: AbortSignal}} options
 *   scenario: whether the school plays its script by itself
 * @returns {Promise<School>}
 */
export async function startSchool({ outFolder, seed, scenario, log, signal }) {
  /** @type {PromiseWithResolvers<{files: {site: string}, devices: Record<string, string[]>}>} */
  const ready = Promise.withResolvers()
  const script = join(projectFolder, 'simulator', 'main.ts')
  const play = scenario ? ['--scenario'] : []
  const child = await startChild(
    process.execPath,
    [script, '--seed', String(seed), '--out', outFolder, ...play],
    {
      isNode: true,
      onLine: line => ready.resolve(JSON.parse(line)),
      onError: line => log(`school: ${line}`),
    },
  )
  void child.exited.then(() => ready.reject(new Error('The simulated school ended before it was ready.')))
  const stop = () => void child.stop()
  signal.addEventListener('abort', stop, { once: true })
  const { files, devices } = await ready.promise.finally(() => signal.removeEventListener('abort', stop))
  const address = await readControlAddress(outFolder)
  return {
    pid: child.pid,
    siteFile: files.site,
    devices,
    order: (command, device) => sendCommand(address, command, device),
    exited: child.exited,
    stop: () => child.stop(),
  }
}

/**
 * Whether a simulator that somebody else started answers with this folder.
 * @param {string} outFolder
 */
export async function isSchoolRunning(outFolder) {
  try {
    const { url, token } = JSON.parse(readFileSync(join(outFolder, 'simulator.json'), 'utf8'))
    const headers = { Authorization: `Bearer ${token}` }
    return (await fetch(`${url}/devices`, { headers, signal: AbortSignal.timeout(2000) })).ok
  } catch {
    return false // no file, or nobody behind it any more
  }
}
