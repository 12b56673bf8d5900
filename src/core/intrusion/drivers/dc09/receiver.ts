import type { Clock } from '../../../platform/clock.ts'
import type { DriverSink } from '../driver.ts'
import { serialQueue } from '../serial-queue.ts'
import { boundedUnknown } from './bounded-unknown.ts'
import type { Dc09Config, Dc09PanelConfig, Intake } from './config.ts'
import { recentMessages } from './duplicates.ts'
import { buildAnswer, parseFrame, type Dc09Frame } from './frame.ts'
import { listenTcp } from './listen-tcp.ts'
import { listenUdp } from './listen-udp.ts'
import { superviseLine, type Supervision } from './supervision.ts'
import { isEventToken, rawText, toSignal } from './to-signal.ts'

export interface Dc09Receiver extends AsyncDisposable {
  /** The port really listened on, TCP and UDP. */
  readonly port: number
}

interface Panel {
  readonly config: Dc09PanelConfig
  readonly supervision: Supervision
}

/**
 * The alarm receiver for SIA DC-09 over TCP and UDP. A message is acknowledged only after the sink stored it; if the
 * sink fails there is no answer, and the panel sends again. Encrypted messages get DUH until keys can be given
 * (the place for it is `judge`).
 * @throws when the port cannot be listened on
 */
export async function startDc09Receiver(
  config: Dc09Config,
  sink: DriverSink,
  clock: Clock,
): Promise<Dc09Receiver> {
  await using starting = new AsyncDisposableStack()
  const panels = new Map<string, Panel>()
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

function dc09Intake(panels: ReadonlyMap<string, Panel>, sink: DriverSink, clock: Clock): Intake {
  const recent = recentMessages(clock)
  const keepUnknown = boundedUnknown(sink, clock)
  const store = serialQueue()

  /** What to answer a message of a known panel. Keys for encrypted messages will be used here. */
  async function judge(message: Message, panel: Panel): Promise<'ACK' | 'DUH'> {
    const { frame, text, source, receivedAtMs, raw } = message
    if (!isUnderstood(frame)) {
      const what = frame.encrypted ? 'encrypted, no key' : 'token unknown'
      keepUnknown(source, raw, `DC-09 ${frame.token} ${what}`)
      return 'DUH'
    }
    if (frame.token === 'NULL') return 'ACK'
    const { panelId, kindByCode } = panel.config
    const signal = toSignal(frame, { panelId, receivedAtMs, raw, kindByCode })
    await recent.once(`${panelId} ${text}`, () => store(() => sink.signal(signal)))
    return 'ACK'
  }

  return {
    async message(bytes, source) {
      const receivedAtMs = clock.now()
      const raw = rawText(bytes)
      const parsed = parseFrame(bytes)
      if (!parsed.ok) {
        keepUnknown(source, raw, `DC-09 ${parsed.why}`)
        return null
      }
      const panel = panels.get(parsed.frame.account?.toUpperCase() ?? '')
      if (panel === undefined) {
        const kept = keepUnknown(source, raw, `DC-09 account ${parsed.frame.account ?? 'missing'} unknown`)
        if (!kept) return null
        return buildAnswer(parsed.frame, isUnderstood(parsed.frame) ? 'ACK' : 'DUH')
      }
      panel.supervision.heard()
      return judge({ ...parsed, source, receivedAtMs, raw }, panel).then(
        token => buildAnswer(parsed.frame, token),
        // Not stored: silence, and the panel sends it again.
        () => null,
      )
    },
    garbage(bytes, source) {
      keepUnknown(source, rawText(bytes), 'DC-09 no frame')
    },
  }
}

interface Message {
  readonly frame: Dc09Frame
  readonly text: string
  readonly source: string
  readonly receivedAtMs: number
  readonly raw: string
}

function isUnderstood(frame: Dc09Frame): boolean {
  return !frame.encrypted && (isEventToken(frame.token) || frame.token === 'NULL')
}
