import { z } from 'zod'
import { child, parseXml, text, type XmlNode } from '../onvif/xml.ts'

/** A Contact ID event as ISAPI wraps it (`CIDEvent`). */
export interface AlertContactId {
  /** 1 new, 3 restored, 6 still present. */
  readonly qualifier: 1 | 3 | 6
  /** Three digits, e.g. `130`. */
  readonly code: string
  /** As on the keypad, from 1 (ISAPI counts from 0); null when not told. */
  readonly zoneNumber: number | null
  /** From 1; null when not told. */
  readonly partitionNumber: number | null
  readonly userName: string
}

/** One `EventNotificationAlert`, in XML or JSON, of whatever namespace. */
export interface Alert {
  /** In lower case: `vmd`, `videoloss`, `cidevent`, `io`. */
  readonly type: string
  readonly state: 'active' | 'inactive'
  /** Of a recorder: the camera's number there; null when not told. */
  readonly channel: number | null
  /** Digital input, from 1; null when not told. */
  readonly inputPort: number | null
  /** The device's own time, ms UTC; null when it told none, or none with an offset. */
  readonly deviceAtMs: number | null
  readonly contactId: AlertContactId | null
  /** MAC address or serial number, in lower case; empty when it told none. */
  readonly device: string
  /** The device sent it before and got no answer, or so it believes. */
  readonly isRetransmission: boolean
  /** Says only that the device lives. */
  readonly isHeartbeat: boolean
}

/** Reads one alert; null when the text is none. */
export function parseAlert(body: string): Alert | null {
  const trimmed = body.trim()
  const field = trimmed.startsWith('{') ? jsonFields(trimmed) : xmlFields(trimmed)
  const named = field?.('eventType')?.toLowerCase() ?? ''
  if (field === null || named === '') return null
  // Of an event that lasts, the real name stands further in.
  const type =
    named === 'duration'
      ? (field('DurationList', 'Duration', 'relationEvent')?.toLowerCase() ?? named)
      : named
  const state = field('eventState')?.toLowerCase() === 'inactive' ? 'inactive' : 'active'
  return {
    type,
    state,
    channel: whole(field('dynChannelID')) ?? whole(field('channelID')),
    inputPort: whole(field('inputIOPortID')) ?? whole(field('dynInputIOPortID')),
    deviceAtMs: timeOf(field('CIDEvent', 'trigger')) ?? timeOf(field('dateTime')),
    contactId: contactIdIn(field),
    device: (field('macAddress') ?? field('Extensions', 'serialNumber') ?? '').toLowerCase(),
    isRetransmission: field('isDataRetransmission') === 'true',
    isHeartbeat: type === 'heartbeat' || (type === 'videoloss' && state === 'inactive'),
  }
}

/** Whether the text of an alert has come whole, so that nobody need wait for what follows it. */
export function isWholeAlert(body: string): boolean {
  const trimmed = body.trimEnd()
  if (trimmed.endsWith('</EventNotificationAlert>')) return true
  if (!trimmed.endsWith('}')) return false
  try {
    JSON.parse(trimmed)
    return true
  } catch {
    return false
  }
}

/** The text of a field by its path; null when it is not there. */
type Fields = (...path: string[]) => string | null

function xmlFields(body: string): Fields | null {
  const root = parseXml(body)
  if (root === null) return null
  const alert: XmlNode = child(root, 'EventNotificationAlert')
  return (...path) => text(alert, ...path)
}

const JsonObject = z.record(z.string(), z.unknown())

function jsonFields(body: string): Fields | null {
  const root = objectIn(parsedJson(body))
  if (root === null) return null
  const alert = objectIn(root['EventNotificationAlert']) ?? root
  return (...path) => {
    const value = path.reduce<unknown>((at, name) => objectIn(at)?.[name], alert)
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : null
  }
}

function objectIn(value: unknown): Record<string, unknown> | null {
  const first: unknown = Array.isArray(value) ? value[0] : value
  const parsed = JsonObject.safeParse(first)
  return parsed.success ? parsed.data : null
}

function parsedJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}

function contactIdIn(field: Fields): AlertContactId | null {
  const match = /^([136])(\d{3})$/.exec(field('CIDEvent', 'standardCIDcode') ?? '')
  if (match === null) return null
  const zone = whole(field('CIDEvent', 'zone'))
  return {
    qualifier: Number(match[1]) as 1 | 3 | 6,
    code: match[2]!,
    zoneNumber: zone === null ? null : zone + 1,
    partitionNumber: whole(field('CIDEvent', 'system')) ?? whole(field('CIDEvent', 'subSystemNo')),
    userName: field('CIDEvent', 'userName') ?? '',
  }
}

function whole(value: string | null): number | null {
  return value !== null && /^\d{1,6}$/.test(value) ? Number(value) : null
}

/** A time without an offset is whatever zone the device believes to be in: not told. */
function timeOf(value: string | null): number | null {
  if (value === null || !/(?:Z|[+-]\d{2}:?\d{2})$/.test(value)) return null
  const ms = Date.parse(value)
  return Number.isNaN(ms) ? null : ms
}
