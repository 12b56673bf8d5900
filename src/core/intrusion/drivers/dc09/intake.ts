import type { StrangerCause } from '../../../../shared/domain/intrusion.ts'
import type { Clock } from '../../../platform/clock.ts'
import type { DriverSink } from '../driver.ts'
import { boundedUnknown } from './bounded-unknown.ts'
import { buildEncrypted, keyFromText, openEncrypted, type Dc09Key } from './cipher.ts'
import type { Dc09PanelConfig, Intake } from './config.ts'
import { answerParts, buildFrame, buildNak, parseFrame, type Dc09Frame } from './frame.ts'
import { groupCommit } from './group-commit.ts'
import { inFlight } from './in-flight.ts'
import type { Supervision } from './supervision.ts'
import { deliveryOf, isEventToken, rawText, strangerOf, toSignals } from './to-signal.ts'

/** How far the time in an encrypted message may lie behind and ahead of the station's, ms (SIA DC-09 §5.5.1.9). */
const timeWindowMs = { behind: 40_000, ahead: 20_000 }

/** A panel of the site with the watch over its line. */
export interface SupervisedPanel {
  readonly config: Dc09PanelConfig
  readonly supervision: Supervision
}

interface Message {
  /** As it says after decryption. */
  readonly frame: Dc09Frame
  readonly source: string
  readonly receivedAtMs: number
  readonly raw: string
}

/** What opening a message gave: the message and the key to answer with, or why it cannot be believed. */
type Opened =
  | { readonly ok: true; readonly message: Message; readonly key: Dc09Key | null }
  | { readonly ok: false; readonly why: StrangerCause }

/**
 * Judges whole frames: who sent it, whether it can be believed, what it says, what to answer. A message that can be
 * neither believed nor understood is kept and shown, and never acknowledged as if it had been taken.
 * @param panels by account in upper case
 */
export function dc09Intake(
  panels: ReadonlyMap<string, SupervisedPanel>,
  sink: DriverSink,
  clock: Clock,
): Intake {
  const delivered = inFlight(clock)
  const keepUnknown = boundedUnknown(sink, clock)
  const store = groupCommit(sink)

  function keepStranger(message: Message, why: StrangerCause): boolean {
    const { frame, source, raw } = message
    const words = why.replace(/^account-/, '').replace('-', ' ')
    const kept = `DC-09 account ${frame.account ?? 'missing'} ${words}`
    return keepUnknown(source, raw, kept, strangerOf(frame, why))
  }

  /** Stores every event of the message; resolves when all are on disk. */
  async function storeEvents(message: Message, { panelId, kindByCode }: Dc09PanelConfig): Promise<void> {
    const { frame, receivedAtMs, raw } = message
    const signals = toSignals(frame, { panelId, receivedAtMs, raw, kindByCode })
    const stored = signals.map((signal, part) => {
      const delivery = deliveryOf(frame, part)
      return delivered.once(delivery, () => store({ signal, delivery }))
    })
    await Promise.all(stored)
  }

  async function ofPanel(received: Message, panel: SupervisedPanel): Promise<Uint8Array | null> {
    const { frame } = received
    const opened = open(received, panel.config)
    if (!opened.ok) {
      keepStranger(received, opened.why)
      if (opened.why === 'time-wrong') return buildNak(frame, clock.now())
      return buildFrame(answerParts(frame, 'DUH'))
    }
    const { message, key } = opened
    panel.supervision.heard()
    const { timestampMs } = message.frame
    if (timestampMs !== null) sink.heardAt?.(panel.config.panelId, timestampMs, message.receivedAtMs)
    const isEvent = isEventToken(frame.token)
    if (!isEvent && frame.token !== 'NULL') {
      keepStranger(message, 'token-unknown')
      return answer(frame, 'DUH', key)
    }
    try {
      if (isEvent) await storeEvents(message, panel.config)
    } catch {
      // Not stored: silence, and the panel sends it again.
      return null
    }
    return answer(frame, 'ACK', key)
  }

  function answer(frame: Dc09Frame, token: 'ACK' | 'DUH', key: Dc09Key | null): Uint8Array {
    const parts = answerParts(frame, token)
    return key === null ? buildFrame(parts) : buildEncrypted({ ...parts, timestampMs: clock.now() }, key)
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
      const { frame } = parsed
      const message = { frame, source, receivedAtMs, raw }
      const panel = panels.get(frame.account?.toUpperCase() ?? '')
      if (panel !== undefined) return ofPanel(message, panel)
      if (!keepStranger(message, 'account-unknown')) return null
      const isUnderstood = !frame.encrypted && (isEventToken(frame.token) || frame.token === 'NULL')
      return answer(frame, isUnderstood ? 'ACK' : 'DUH', null)
    },
    garbage(bytes, source) {
      keepUnknown(source, rawText(bytes), 'DC-09 no frame')
    },
  }
}

/** An account with a key is believed only when encrypted: otherwise anybody could speak in its name. */
function open(message: Message, { keyText }: Dc09PanelConfig): Opened {
  const { frame, receivedAtMs } = message
  if (!frame.encrypted)
    return keyText === undefined ? { ok: true, message, key: null } : { ok: false, why: 'not-encrypted' }
  // Asked for every message, so that a key that was just entered is used at once.
  const text = keyText?.() ?? null
  const key = text === null ? null : keyFromText(text)
  if (key === null) return { ok: false, why: 'key-missing' }
  const opened = openEncrypted(frame, key)
  if (opened === null) return { ok: false, why: 'key-wrong' }
  const lateMs = receivedAtMs - opened.frame.timestampMs
  if (lateMs > timeWindowMs.behind || lateMs < -timeWindowMs.ahead) return { ok: false, why: 'time-wrong' }
  return {
    ok: true,
    message: { ...message, frame: opened.frame, raw: `${message.raw} = ${opened.text}` },
    key,
  }
}
