import type { Entry } from '../journal/journal.ts'
import { fieldWord, plateWords, type FieldName } from './grams.ts'

/** What of an entry can be searched. */
export interface Searchable {
  /** All that was written, piece by piece, in its order. */
  readonly pieces: readonly string[]
  /** Words for the whole values of fields. */
  readonly fields: ReadonlySet<string>
}

/** Which fields of a body say who, where, which device and which plate; data, since every feature has its own words. */
const fieldOfKey: Readonly<Record<string, FieldName>> = {
  user: 'person',
  person: 'person',
  viewer: 'person',
  viewers: 'person',
  receiver: 'person',
  receiverName: 'person',
  applicant: 'person',
  keyHolder: 'person',
  who: 'person',
  to: 'person',
  from: 'person',
  signer: 'person',
  byName: 'person',
  visitor: 'person',
  inspector: 'person',
  finder: 'person',
  doer: 'person',
  host: 'person',
  driver: 'person',
  keeper: 'person',
  place: 'place',
  placeName: 'place',
  room: 'place',
  door: 'place',
  partition: 'place',
  camera: 'device',
  cameras: 'device',
  cameraId: 'device',
  cameraIds: 'device',
  cameraName: 'device',
  panel: 'device',
  panelId: 'device',
  zone: 'device',
  zoneId: 'device',
  zones: 'device',
  device: 'device',
  deviceId: 'device',
  plate: 'plate',
}

/** Fields that say something else elsewhere: whoever signs a line may have no login, and is nobody's actor. */
const fieldOfKindKey: Readonly<Record<string, FieldName>> = { 'book.signed name': 'person' }

/** Never searched: hashes, keys and what a device sent as bytes. */
const notText = /^(raw|before|after|.*[hH]ash|.*[sS]ha256|signature|.*Pem|fingerprint|.*Ms|.*Bytes|bytes)$/
/** Car plates of the mainland, also where nobody said that it is one. */
const platePattern = /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领][A-Z][A-Z0-9]{5,6}/g

const maxPieceLength = 500
const maxPieces = 200

/** Reads what can be searched out of an entry. Understands any body; what it does not know is plain text. */
export function searchableOf(entry: Pick<Entry, 'actor' | 'kind' | 'body'>): Searchable {
  const pieces: string[] = []
  const fields = new Set<string>()
  const { actor } = entry
  if (actor.kind === 'user') take(actor.name, 'person')
  if (actor.kind === 'device') take(actor.id, 'device')
  walk(entry.body, null)
  fields.delete('')
  return { pieces, fields }

  function take(text: string, field: FieldName | null): void {
    if (text === '' || pieces.length >= maxPieces) return
    const piece = text.slice(0, maxPieceLength)
    pieces.push(piece)
    if (field === 'plate') for (const word of plateWords(piece)) fields.add(word)
    else if (field !== null) fields.add(fieldWord(field, piece))
    for (const [plate] of piece.matchAll(platePattern)) for (const word of plateWords(plate)) fields.add(word)
  }

  function walk(value: unknown, field: FieldName | null): void {
    if (typeof value === 'string') take(value, field)
    else if (typeof value === 'number') take(String(value), null)
    else if (Array.isArray(value)) for (const item of value) walk(item, field)
    else if (typeof value === 'object' && value !== null)
      for (const [key, part] of Object.entries(value))
        if (!notText.test(key))
          walk(
            part,
            fieldOfKindKey[`${entry.kind} ${key}`] ??
              fieldOfKey[key] ??
              (key === 'name' || key === 'id' ? field : null),
          )
  }
}
