import { createHash } from 'node:crypto'
import type { Signal, SignalKind, StrangerCause } from '../../../../shared/domain/intrusion.ts'
import type { Delivery, Stranger } from '../driver.ts'
import { contactIdMeaning, parseContactId } from './contact-id.ts'
import type { Dc09Frame } from './frame.ts'
import { parseSia, siaMeaning, type SiaEvent } from './sia.ts'
import { parseTimestamp } from './timestamp.ts'

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

/**
 * Turns an event message into its signals: one of Contact ID, one or more of SIA. What cannot be understood is
 * `unclassified` and keeps its bytes.
 */
export function toSignals(frame: Dc09Frame, reception: Reception): Signal[] {
  const { panelId, receivedAtMs, raw } = reception
  const common = { panelId, deviceAtMs: occurredAtMs(frame), receivedAtMs, raw }
  const contactId = frame.token === 'ADM-CID' ? parseContactId(frame.data) : null
  if (contactId !== null) {
    const meaning = contactIdMeaning(contactId, reception.kindByCode)
    const code = `${contactId.qualifier}${contactId.code}`
    return [{ ...common, ...meaning, code, partitionNumber: contactId.partitionNumber }]
  }
  const events = frame.token === 'SIA-DCS' ? parseSia(frame.data) : []
  if (events.length > 0) return events.map(event => ({ ...common, ...signalOfSia(event) }))
  const nothing = { zoneNumber: null, partitionNumber: null, userNumber: null }
  return [{ ...common, ...nothing, kind: 'unclassified', edge: 'active', code: frame.data.slice(0, 40) }]
}

function signalOfSia({ code, number, partitionNumber }: SiaEvent) {
  const { kind, edge, subject } = siaMeaning(code)
  const zoneNumber = subject === 'zone' ? number : null
  const userNumber = subject === 'user' ? number : null
  return { kind, edge, zoneNumber, userNumber, code, partitionNumber }
}

/** When it happened: the x-data `H` says so where the time stamp tells the time of sending. */
function occurredAtMs(frame: Dc09Frame): number | null {
  const told = frame.extended.find(item => item.startsWith('H'))
  return (told === undefined ? null : parseTimestamp(told.slice(1))) ?? frame.timestampMs
}

/** What makes a message the same one when it comes again. */
export function deliveryOf(frame: Dc09Frame, part: number): Delivery {
  const said = JSON.stringify([frame.token, frame.data, frame.extended])
  return {
    account: frame.account?.toUpperCase() ?? '',
    receiver: frame.receiver ?? '',
    line: frame.line ?? '',
    sequence: frame.sequence,
    part,
    contentHash: createHash('sha256').update(said, 'latin1').digest('base64'),
  }
}

/** A message that cannot be used, with as much of what it says as can be read. */
export function strangerOf(frame: Dc09Frame, why: StrangerCause): Stranger {
  const account = frame.account?.toUpperCase() ?? ''
  const isReadable = isEventToken(frame.token) && !frame.encrypted
  const signal = isReadable ? toSignals(frame, { panelId: '', receivedAtMs: 0, raw: '' })[0] : undefined
  // Cipher text that was not opened says nothing.
  const code = signal?.code ?? (frame.encrypted && why !== 'token-unknown' ? '' : frame.token)
  const number = signal?.zoneNumber ?? signal?.userNumber ?? null
  return { account, why, code, partitionNumber: signal?.partitionNumber ?? null, number }
}

/** Printable text without LF and CR; `hex:…` when there is any byte that is none. */
export function rawText(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('latin1').replace(/^\n/, '').replace(/\r$/, '')
  return /^[\x20-\x7e]*$/.test(text) ? text : `hex:${Buffer.from(bytes).toString('hex')}`
}
