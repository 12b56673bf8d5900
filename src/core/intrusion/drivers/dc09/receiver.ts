import type { Clock } from '../../../platform/clock.ts'
import type { DriverSink } from '../driver.ts'
import type { Dc09Config, Dc09PanelConfig, Intake } from './config.ts'
import { dc09Intake, type SupervisedPanel } from './intake.ts'
import { listenTcp } from './listen-tcp.ts'
import { listenUdp } from './listen-udp.ts'
import { superviseLine, type Supervision } from './supervision.ts'

export interface Dc09Receiver extends AsyncDisposable {
  /** The port really listened on, TCP and UDP. */
  readonly port: number
  /**
   * Takes up another list of panels. Those whose configuration is the very same object are not touched; the line of
   * any other is watched anew. Messages in hand are finished under the list they came in with.
   */
  follow(panels: readonly Dc09PanelConfig[]): void
}

/**
 * The alarm receiver for SIA DC-09 over TCP and UDP. A message is acknowledged only after the sink stored it; if the
 * sink fails there is no answer, and the panel sends again. What is answered to what: `intake.ts`.
 * @throws when the port cannot be listened on
 */
export async function startDc09Receiver(
  config: Dc09Config,
  sink: DriverSink,
  clock: Clock,
): Promise<Dc09Receiver> {
  await using starting = new AsyncDisposableStack()
  const panels = new Map<string, SupervisedPanel>()
  starting.defer(() => {
    for (const { supervision } of panels.values()) supervision[Symbol.dispose]()
  })
  const follow = (next: readonly Dc09PanelConfig[]): void => {
    takeUp(panels, next, panel =>
      superviseLine(panel.supervisionIntervalMs, clock, (state, reason) => {
        sink.line(panel.panelId, state, reason, 'report')
      }),
    )
  }
  follow(config.panels)
  const sockets = starting.use(await listenBoth(config, dc09Intake(panels, sink, clock)))
  const owned = starting.move()
  return { port: sockets.port, follow, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

function takeUp(
  panels: Map<string, SupervisedPanel>,
  next: readonly Dc09PanelConfig[],
  supervise: (panel: Dc09PanelConfig) => Supervision,
): void {
  const wanted = new Map(next.map(panel => [panel.account.toUpperCase(), panel]))
  for (const [account, { config, supervision }] of panels) {
    if (wanted.get(account) === config) continue
    supervision[Symbol.dispose]()
    panels.delete(account)
  }
  for (const [account, panel] of wanted)
    if (!panels.has(account)) panels.set(account, { config: panel, supervision: supervise(panel) })
}

/** A free TCP port may be taken for UDP: with port 0 try a few. */
async function listenBoth(config: Dc09Config, intake: Intake): Promise<AsyncDisposable & { port: number }> {
  for (let attempt = 1; ; attempt++) {
    await using both = new AsyncDisposableStack()
    const tcp = both.use(await listenTcp(config, intake))
    try {
      both.use(await listenUdp({ host: config.host, port: tcp.port }, intake))
    } catch (error) {
      if (config.port !== 0 || attempt === 10) throw error
      continue
    }
    const owned = both.move()
    return { port: tcp.port, [Symbol.asyncDispose]: () => owned.disposeAsync() }
  }
}
