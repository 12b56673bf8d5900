import { systemClock } from '../../src/core/platform/clock.ts'
import { runCommand, type SimulatedDevice } from '../device.ts'
import { seededRandom } from '../random.ts'
import { alertFeed } from './alert-feed.ts'
import { panelDevices } from './devices.ts'
import { startDialler } from './dialler.ts'
import { httpDigest } from './http-digest.ts'
import { startIsapiServer } from './isapi-server.ts'
import type { PanelOptions } from './options.ts'
import { PanelState, type ArmedBy, type PartitionNow } from './state.ts'

export type { PanelOptions, PanelPartitionSpec, PanelZoneSpec } from './options.ts'

export interface SimulatedPanel extends AsyncDisposable {
  /** For the site's configuration of the ISAPI driver. */
  readonly isapiUrl: string
  /** The panel itself, its zones, its panic buttons, and the partitions that have an id. */
  readonly devices: readonly SimulatedDevice[]
  /** Runs a command of a device. @throws Error when there is no such device or command */
  command(deviceId: string, word: string): Promise<string>
  /** Events not yet acknowledged by the receiver. */
  readonly queued: number
  /** Resolves when every event so far is acknowledged. */
  drained(): Promise<void>
}

/**
 * An alarm panel with infrared zones in partitions and panic buttons: reports by DC-09 (Contact ID, TCP or UDP, in the clear or encrypted), is
 * commanded by ISAPI SecurityCP. Keeps its events until they are acknowledged.
 */
export async function startPanel(options: PanelOptions): Promise<SimulatedPanel> {
  const clock = options.clock ?? systemClock
  const random = seededRandom(options.seed, 'panel')
  const stop = new AbortController()
  await using starting = new AsyncDisposableStack()
  const dialler = starting.use(
    startDialler(
      {
        account: options.account,
        receiver: options.receiver,
        firstSequence: random.integer(1, 9999),
        supervisionIntervalMs: options.supervisionIntervalMs,
        retryMs: options.retryMs ?? 1_000,
        ackTimeoutMs: options.ackTimeoutMs ?? 5_000,
        transport: options.transport ?? 'tcp',
        ...(options.key === undefined ? {} : { key: options.key }),
        clockErrorMs: options.clockErrorMs ?? 0,
      },
      clock,
    ),
  )
  const alerts = starting.use(alertFeed(options.isapi?.heartbeatMs ?? 10_000, clock))
  const { partitions, zones, panicButtons, account } = options
  const state = new PanelState(partitions, zones, panicButtons, (code, partition, number) => {
    const group = String(partition).padStart(2, '0')
    dialler.send(`#${account}|${code} ${group} ${String(number).padStart(3, '0')}`)
    alerts.tell(code, partition, number)
  })
  function arm(partition: PartitionNow, by: ArmedBy): boolean {
    if (!state.beginArming(partition).ok) return false
    const delayMs = options.exitDelayMs ?? 0
    if (delayMs === 0) state.finishArming(partition, by)
    else void finishLater(partition, by, delayMs)
    return true
  }
  async function finishLater(partition: PartitionNow, by: ArmedBy, delayMs: number): Promise<void> {
    await clock.sleep(delayMs, stop.signal)
    if (!stop.signal.aborted) state.finishArming(partition, by)
  }
  const { host = '127.0.0.1', port = 0, algorithms = ['SHA-256', 'MD5'] } = options.isapi ?? {}
  const isapi = starting.use(
    await startIsapiServer({ host, port }, httpDigest(options.credentials, algorithms, random), state, {
      nowMs: () => clock.now(),
      arm: partition => arm(partition, 'remote'),
      disarm: partition => {
        state.disarm(partition, 'remote')
      },
      listen: response => alerts.listen(response),
    }),
  )
  starting.defer(() => {
    stop.abort()
  })
  const devices = panelDevices(options.id ?? 'panel', state, arm, muted => {
    dialler.setMuted(muted)
    isapi.setMuted(muted)
  })
  const owned = starting.move()
  return {
    isapiUrl: `http://${host}:${isapi.port}`,
    devices,
    command: (deviceId, word) => runCommand(devices, deviceId, word),
    get queued() {
      return dialler.queued
    },
    drained: () => dialler.drained(),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
