import type { SignalKind } from '../../../../shared/domain/intrusion.ts'
import { contactIdCodes, type ContactIdCode } from './contact-id-codes.ts'

/** One Contact ID event (SIA DC-05) as DC-09 carries it: `#1234|1130 01 005`. */
export interface ContactIdEvent {
  /** 1 new event or opening (disarm), 3 restored or closing (arm), 6 condition still present. */
  readonly qualifier: 1 | 3 | 6
  /** Three digits, e.g. `130`. */
  readonly code: string
  /** Null for 00: no partition told. */
  readonly partitionNumber: number | null
  /** The last three digits as sent: a zone, a user or a device, as `subjectOf(code)` says. */
  readonly number: number
}

/** What an event means, apart from which panel and when. */
export interface ContactIdMeaning {
  readonly kind: SignalKind
  readonly edge: 'active' | 'restored'
  readonly zoneNumber: number | null
  readonly userNumber: number | null
}

/**
 * Parses the data block; the account before `|` is optional and not compared with the frame's.
 * @returns null when it is no Contact ID
 */
export function parseContactId(data: string): ContactIdEvent | null {
  const match = /^(?:#?[0-9A-Z]*\|)?\s*([136])([0-9A-F]{3}) ([0-9A-F]{2}) ([0-9A-F]{3})\s*$/i.exec(data)
  if (match === null) return null
  const partition = decimal(match[3]!)
  const number = decimal(match[4]!)
  if (partition === null || number === null) return null
  const qualifier = Number(match[1]) as 1 | 3 | 6
  return {
    qualifier,
    code: match[2]!.toUpperCase(),
    partitionNumber: partition === 0 ? null : partition,
    number,
  }
}

/** DC-05 digits are decimal, but some panels write 0 as A (as it goes over the telephone line). */
function decimal(digits: string): number | null {
  const text = digits.toUpperCase().replaceAll('A', '0')
  return /^\d+$/.test(text) ? Number(text) : null
}

/** `#1234|1130 01 005`. @throws RangeError for numbers that do not fit */
export function formatContactId(account: string, event: ContactIdEvent): string {
  const partition = event.partitionNumber ?? 0
  if (partition > 99 || event.number > 999) throw new RangeError('Contact ID number too large')
  const group = String(partition).padStart(2, '0')
  return `#${account}|${event.qualifier}${event.code} ${group} ${String(event.number).padStart(3, '0')}`
}

/** The table's entry; null for a code that the table does not name. */
function contactIdCode(code: string): ContactIdCode | null {
  return Object.hasOwn(contactIdCodes, code) ? contactIdCodes[code]! : null
}

/**
 * What the event says in the station's words. A code unknown to the table is `unclassified`, never dropped.
 * @param overrides kinds that this installation gives to codes (fence processors use 371, 144, … in their own way)
 */
export function contactIdMeaning(
  event: ContactIdEvent,
  overrides: Readonly<Record<string, SignalKind>> = {},
): ContactIdMeaning {
  const entry = contactIdCode(event.code)
  const number = event.number === 0 ? null : event.number
  const zoneNumber = entry?.subject === 'zone' ? number : null
  const override = Object.hasOwn(overrides, event.code) ? overrides[event.code] : undefined
  if (entry?.kind === 'openClose' && override === undefined) {
    const kind = event.qualifier === 3 ? 'armed' : 'disarmed'
    // 6 ("still so") about opening and closing tells no change, and must not be taken for one.
    if (event.qualifier === 6)
      return { kind: 'unclassified', edge: 'active', zoneNumber, userNumber: event.number }
    return { kind, edge: 'active', zoneNumber, userNumber: event.number }
  }
  const kind = override ?? (entry === null || entry.kind === 'openClose' ? 'unclassified' : entry.kind)
  const edge = event.qualifier === 3 ? 'restored' : 'active'
  return { kind, edge, zoneNumber, userNumber: entry?.subject === 'user' ? event.number : null }
}
