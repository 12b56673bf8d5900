import { runCommand } from '../../simulator/device.ts'
import { startTimeServer } from '../../simulator/time/index.ts'

/** The simulated school's time server, and its commands: `drift`, `mute`, `restore`. */
export interface SimulatedTime extends AsyncDisposable {
  /** UDP, on 127.0.0.1. */
  readonly port: number
  tell(word: 'drift' | 'mute' | 'restore'): Promise<string>
}

/** @param now ms since 1970 UTC; the PC's clock when absent */
export async function simulatedTime(now?: () => number): Promise<SimulatedTime> {
  const server = await startTimeServer(now === undefined ? {} : { now })
  return {
    port: server.port,
    tell: word => runCommand(server.devices, 'time', word),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}
