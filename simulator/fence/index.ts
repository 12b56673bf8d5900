import { systemClock } from '../../src/core/platform/clock.ts'
import { runCommand, simulatedDevice, type SimulatedDevice } from '../device.ts'
import { seededRandom } from '../random.ts'
import { FenceState, type SegmentNow } from './state.ts'
import { startModbusServer } from './modbus-server.ts'

export interface FenceOptions {
  /** Gives the resting tension of each segment. */
  readonly seed: number
  readonly host?: string
  /** 0, the default, takes a free one. */
  readonly port?: number
  /** The host's own id for commands; default `fence-host`. */
  readonly id?: string
  /** Whether the segments start armed, as at a school where armed is the norm; default false. */
  readonly armed?: boolean
  /** Up to six; `number` from 1. */
  readonly segments: readonly { readonly id: string; readonly name: string; readonly number: number }[]
}

export interface SimulatedFence extends AsyncDisposable {
  readonly port: number
  /** The host and its segments. */
  readonly devices: readonly SimulatedDevice[]
  /** @throws Error when there is no such device or command */
  command(deviceId: string, word: string): Promise<string>
}

/** A tension-fence host with six segments on Modbus TCP (the map of the model `tension-fence-6`). */
export async function startFence(options: FenceOptions): Promise<SimulatedFence> {
  const state = new FenceState(seededRandom(options.seed, 'fence'), systemClock)
  if (options.armed === true) for (const { number } of options.segments) state.segment(number).armed = true
  const server = await startModbusServer(
    { host: options.host ?? '127.0.0.1', port: options.port ?? 0 },
    state,
  )
  const host = simulatedDevice(options.id ?? 'fence-host', {
    mute: () => {
      server.setMuted(true)
      return 'fence host silent: connections stay open, nothing is answered'
    },
    restore: () => {
      server.setMuted(false)
      return 'fence host answers again'
    },
  })
  const segments = options.segments.map(spec => segmentDevice(spec.id, state, state.segment(spec.number)))
  const devices = [host, ...segments]
  return {
    port: server.port,
    devices,
    command: (deviceId, word) => runCommand(devices, deviceId, word),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

function segmentDevice(id: string, state: FenceState, segment: SegmentNow): SimulatedDevice {
  return simulatedDevice(id, {
    trip: () => {
      state.climb(segment)
      if (!segment.armed) return `${id} climbed while disarmed: no alarm`
      segment.alarm = true
      return `${id} climbed: alarm, latched until restored`
    },
    pull: () => {
      segment.pulled = true
      return `${id}: somebody leans on the wire until it is released; the host says nothing, its tension does`
    },
    release: () => {
      segment.pulled = false
      return `${id}: wire let go`
    },
    cut: () => {
      segment.cut = true
      return `${id}: wire cut`
    },
    slack: () => {
      segment.slack = true
      return `${id}: wire slack`
    },
    tamper: () => {
      segment.tamper = true
      return `${id}: detector opened`
    },
    restore: () => {
      Object.assign(segment, { alarm: false, cut: false, slack: false, tamper: false, pulled: false })
      return `${id} mended and at rest`
    },
  })
}
