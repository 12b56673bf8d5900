import { createHash } from 'node:crypto'
import type { Signal, SignalKind } from '../../../../shared/domain/intrusion.ts'
import type { Alert } from '../../../isapi/alert.ts'
import { contactIdMeaning } from '../dc09/contact-id.ts'
import type { Delivery } from '../driver.ts'
import { alarmOfZone, type ZoneWords } from '../zone-alarm.ts'

export interface AlertReception {
  readonly panelId: string
  readonly receivedAtMs: number
  readonly raw: string
}

const longestRawCharacters = 2_000
const longestNameCharacters = 40

/** Events whose channel is a zone when the device is a detector: its own analysis of the picture, or its infrared. */
const detections = new Set([
  'pir',
  'fielddetection',
  'linedetection',
  'regionentrance',
  'regionexiting',
  'attendedbaggage',
])
const diskFaults = new Set(['diskfull', 'diskerror', 'nicbroken', 'recordexception'])

/** What an alert says in the station's words. A type that is not known is `unclassified`, never dropped. */
export function signalOf(alert: Alert, zones: ZoneWords, reception: AlertReception): Signal {
  const common = {
    panelId: reception.panelId,
    receivedAtMs: reception.receivedAtMs,
    deviceAtMs: alert.deviceAtMs,
    raw: reception.raw.slice(0, longestRawCharacters),
  }
  if (alert.contactId !== null) return { ...common, ...ofContactId(alert.contactId) }
  const { zoneNumber, kind } = ofState(alert, zones)
  return {
    ...common,
    kind,
    zoneNumber,
    edge: alert.state === 'active' ? 'active' : 'restored',
    partitionNumber: null,
    userNumber: null,
    code: alert.type.slice(0, 40),
  }
}

type OfContactId = Omit<Signal, 'panelId' | 'receivedAtMs' | 'deviceAtMs' | 'raw'>

function ofContactId({
  qualifier,
  code,
  zoneNumber,
  partitionNumber,
  userName,
}: NonNullable<Alert['contactId']>): OfContactId {
  const meaning = contactIdMeaning({ qualifier, code, partitionNumber, number: zoneNumber ?? 0 })
  return {
    ...meaning,
    // Users are told by name; the number would be a zone's.
    userNumber: null,
    ...(userName !== '' && { userName: userName.slice(0, longestNameCharacters) }),
    partitionNumber,
    code: `${qualifier}${code}`,
  }
}

function ofState(
  { type, inputPort, channel }: Alert,
  zones: ZoneWords,
): { zoneNumber: number | null; kind: SignalKind } {
  if (type === 'io') return { zoneNumber: inputPort, kind: alarmOfZone(zones, inputPort) }
  if (detections.has(type)) return { zoneNumber: channel, kind: alarmOfZone(zones, channel) }
  if (type === 'shelteralarm' || type === 'scenechangedetection')
    return { zoneNumber: channel, kind: 'tamper' }
  if (type === 'videoloss') return { zoneNumber: channel, kind: 'fault.zone' }
  return { zoneNumber: null, kind: diskFaults.has(type) ? 'fault.zone' : 'unclassified' }
}

/**
 * What tells an event from the others of its device: the device writes its time and a count into it, so the same text is
 * the same event, sent again over a new connection.
 */
export function deliveryOfText(panelId: string, text: string): Delivery {
  const hash = createHash('sha256').update(text, 'utf8').digest()
  return {
    account: panelId,
    receiver: 'http',
    line: '',
    sequence: hash.readUInt32BE(0),
    part: 0,
    contentHash: hash.toString('base64'),
  }
}
