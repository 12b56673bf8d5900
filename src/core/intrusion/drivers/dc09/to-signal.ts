import type { Signal, SignalKind } from '../../../../shared/domain/intrusion.ts'
import { contactIdMeaning, parseContactId } from './contact-id.ts'
import type { Dc09Frame } from './frame.ts'
import { parseSia, siaMeaning } from './sia.ts'

/** What the receiver knows about a message besides its frame. */
export interface Reception {
  readonly panelId: string
  readonly receivedAtMs: number
  readonly raw: string
  /** Kinds this installation gives to Contact ID codes, e.g. `{ '371': 'alarm.cut' }` for a fence on a panel. */
  readonly kindByCode?: Readonly<Record<string, SignalKind>> | undefined
}

/** Tokens whose data becomes a signal. */
export function isEventToken(token: string): boolean {
  return token === 'ADM-CID' || token === 'SIA-DCS'
}

/** Turns an event message into a signal; what cannot be understood is `unclassified` and keeps its bytes. */
export function toSignal(frame: Dc09Frame, reception: Reception): Signal {
  const { panelId, receivedAtMs, raw } = reception
  const common = { panelId, deviceAtMs: frame.timestampMs, receivedAtMs, raw }
  const contactId = frame.token === 'ADM-CID' ? parseContactId(frame.data) : null
  if (contactId !== null) {
    const meaning = contactIdMeaning(contactId, reception.kindByCode)
    const code = `${contactId.qualifier}${contactId.code}`
    return { ...common, ...meaning, code, partitionNumber: contactId.partitionNumber }
  }
  const sia = frame.token === 'SIA-DCS' ? parseSia(frame.data) : null
  if (sia !== null) {
    const { kind, edge, subject } = siaMeaning(sia.code)
    const numbers = {
      zoneNumber: subject === 'zone' ? sia.number : null,
      userNumber: subject === 'user' ? sia.number : null,
    }
    return { ...common, kind, edge, ...numbers, code: sia.code, partitionNumber: sia.partitionNumber }
  }
  const nothing = { zoneNumber: null, partitionNumber: null, userNumber: null }
  return { ...common, ...nothing, kind: 'unclassified', edge: 'active', code: frame.data.slice(0, 40) }
}

/** Printable text without LF and CR; `hex:…` when there is any byte that is none. */
export function rawText(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('latin1').replace(/^\n/, '').replace(/\r$/, '')
  return /^[\x20-\x7e]*$/.test(text) ? text : `hex:${Buffer.from(bytes).toString('hex')}`
}
