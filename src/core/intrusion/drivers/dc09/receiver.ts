import type { Clock } from '../../../platform/clock.ts'
import type { DriverSink } from '../driver.ts'
import type { Dc09Config, Intake } from './config.ts'
import { dc09Intake, type SupervisedPanel } from './intake.ts'
import { listenTcp } from './listen-tcp.ts'
import { listenUdp } from './listen-udp.ts'
import { superviseLine } from './supervision.ts'

export interface Dc09Receiver extends AsyncDisposable {
  /** The port really listened on, TCP and UDP. */
  readonly port: number
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
  for (const panel of config.panels) {
    const supervision = superviseLine(panel.supervisionIntervalMs, clock, (state, reason) => {
      sink.line(panel.panelId, state, reason, 'report')
    })
    panels.set(panel.account.toUpperCase(), { config: panel, supervision: starting.use(supervision) })
  }
  const sockets = starting.use(await listenBoth(config, dc09Intake(panels, sink, clock)))
  const owned = starting.move()
  return { port: sockets.port, [Symbol.asyncDispose]: () => owned.disposeAsync() }
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
