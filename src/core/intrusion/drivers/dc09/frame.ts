import { formatTimestamp, parseTimestamp } from './timestamp.ts'

/**
 * The frame of SIA DC-09 (§5.5), both ways, pure:
 * `LF CRC 0LLL "TOKEN" seq [Rrcvr] Lpref #acct [data] [x-data…] [_HH:MM:SS,MM-DD-YYYY] CR`.
 * Texts are Latin-1, so that a byte is a character and zone names in GBK or UTF-8 keep their bytes.
 */
export interface Dc09Frame {
  /** `ADM-CID`, `SIA-DCS`, `NULL`, `ACK`, `NAK`, `DUH`, …; without the `*` of an encrypted message. */
  readonly token: string
  readonly encrypted: boolean
  /** 0..9999; panels count 1..9999, answers repeat it, NAK says 0. */
  readonly sequence: number
  /** Hex digits after R; null when absent (it is optional). */
  readonly receiver: string | null
  /** Hex digits after L; null when absent (required by the standard, yet some panels leave it out). */
  readonly line: string | null
  /** Account number as sent, 3..16 hex digits by the standard; null when absent. */
  readonly account: string | null
  /** What stands between the brackets; for an encrypted message everything after the opening bracket. */
  readonly data: string
  /** Contents of the further brackets (x-data), unknown ones included. */
  readonly extended: readonly string[]
  /** GMT, ms since 1970; null when absent or impossible. */
  readonly timestampMs: number | null
  readonly crcForm: CrcForm
}

/** Panels send the CRC as 4 hex digits (as the standard says) or as 2 raw bytes (as some do). */
export type CrcForm = 'hex' | 'binary'

export type ParsedFrame =
  | { readonly ok: true; readonly frame: Dc09Frame; readonly text: string }
  | { readonly ok: false; readonly why: 'form' | 'length' | 'crc' }

/** What to build a frame from; R is left out when null or missing. */
export type FrameParts = Pick<Dc09Frame, 'token' | 'sequence' | 'data'> & Partial<Dc09Frame>

const LF = 0x0a
const CR = 0x0d
const QUOTE = 0x22
const ZERO = 0x30
/** Three hex digits hold the length. */
const maxTextLength = 0xfff

/** CRC-16/ARC: polynomial 0xA001 reflected, start 0 (check value of "123456789": 0xBB3D). */
export function crc16(bytes: Uint8Array): number {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xa001 : crc >>> 1
  }
  return crc
}

/** Where CRC, length and text lie in bytes that begin with LF. */
export interface FrameHeader {
  readonly crcForm: CrcForm
  readonly crc: number
  readonly textStart: number
  readonly textLength: number
}

/**
 * Reads the header at `start` (where the LF is).
 * @returns the header, `more` when too few bytes are there to tell, null when no frame begins here
 */
export function readHeader(bytes: Uint8Array, start: number): FrameHeader | 'more' | null {
  if (bytes[start] !== LF) return null
  const hex = headerOf(bytes, start, 'hex')
  const binary = headerOf(bytes, start, 'binary')
  if (hex !== null && hex !== 'more') return hex
  if (binary !== null && binary !== 'more') return binary
  return hex === 'more' || binary === 'more' ? 'more' : null
}

function headerOf(bytes: Uint8Array, start: number, crcForm: CrcForm): FrameHeader | 'more' | null {
  const lengthAt = start + 1 + (crcForm === 'hex' ? 4 : 2)
  const textStart = lengthAt + 4
  for (let at = start + 1; at <= textStart; at++) {
    const byte = bytes[at]
    if (byte === undefined) return 'more'
    if (at < lengthAt && crcForm === 'hex' && !isHexDigit(byte)) return null
    if (at === lengthAt && byte !== ZERO) return null
    if (at > lengthAt && at < textStart && !isHexDigit(byte)) return null
    if (at === textStart && byte !== QUOTE) return null
  }
  const crcBytes = bytes.subarray(start + 1, lengthAt)
  const crc = crcForm === 'hex' ? Number.parseInt(latin1(crcBytes), 16) : (crcBytes[0]! << 8) | crcBytes[1]!
  return {
    crcForm,
    crc,
    textStart,
    textLength: Number.parseInt(latin1(bytes.subarray(lengthAt, textStart)), 16),
  }
}

/**
 * Parses one whole message from LF to CR.
 * @returns `crc` and `length` deserve no answer at all, so that the panel sends again (SIA DC-09 §5.6)
 */
export function parseFrame(bytes: Uint8Array): ParsedFrame {
  const header = readHeader(bytes, 0)
  if (header === null || header === 'more') return { ok: false, why: 'form' }
  const end = header.textStart + header.textLength
  if (end !== bytes.length - 1 || bytes[end] !== CR) return { ok: false, why: 'length' }
  const textBytes = bytes.subarray(header.textStart, end)
  if (crc16(textBytes) !== header.crc) return { ok: false, why: 'crc' }
  const text = latin1(textBytes)
  const frame = parseText(text, header.crcForm)
  return frame === null ? { ok: false, why: 'form' } : { ok: true, frame, text }
}

const envelope =
  /^"(?<star>\*?)(?<token>[A-Z][A-Z0-9-]*)"(?<sequence>\d{4})(?:R(?<receiver>[0-9A-F]{1,6}))?(?:L(?<line>[0-9A-F]{1,6}?))?(?:#(?<account>[0-9A-Z]{1,16})|A0)?\[(?<rest>[^]*)$/i
/** Data, further brackets, time stamp; what follows is ignored: the CRC proved that the panel meant it. */
const body = /^(?<data>[^\]]*)\](?<extended>(?:\[[^\]]*\])*)(?:_(?<time>[\d:]+,[\d-]+))?/

function parseText(text: string, crcForm: CrcForm): Dc09Frame | null {
  const outer = envelope.exec(text)?.groups
  if (outer === undefined) return null
  const encrypted = outer['star'] === '*'
  const common = {
    token: outer['token']!.toUpperCase(),
    encrypted,
    sequence: Number(outer['sequence']),
    receiver: outer['receiver'] ?? null,
    line: outer['line'] ?? null,
    account: outer['account'] ?? null,
    crcForm,
  }
  const rest = outer['rest']!
  if (encrypted) return { ...common, data: rest, extended: [], timestampMs: null }
  const inner = parseBody(rest)
  return inner === null ? null : { ...common, ...inner }
}

/**
 * Reads what follows the opening bracket: `data][x-data…]_time`.
 * @returns null when the bracket is never closed
 */
export function parseBody(text: string): Pick<Dc09Frame, 'data' | 'extended' | 'timestampMs'> | null {
  const inner = body.exec(text)?.groups
  if (inner === undefined) return null
  const extended = [...inner['extended']!.matchAll(/\[([^\]]*)\]/g)].map(match => match[1]!)
  const timestampMs = inner['time'] === undefined ? null : parseTimestamp(inner['time'])
  return { data: inner['data']!, extended, timestampMs }
}

/** The reverse of `parseBody`. */
export function bodyText({ data, extended = [], timestampMs = null }: FrameParts): string {
  const time = timestampMs === null ? '' : `_${formatTimestamp(timestampMs)}`
  return `${data}]${extended.map(item => `[${item}]`).join('')}${time}`
}

/** @throws RangeError when the text is longer than 4095 characters or the sequence outside 0..9999 */
export function buildFrame(parts: FrameParts): Uint8Array {
  if (!(parts.sequence >= 0 && parts.sequence <= 9999)) throw new RangeError('sequence outside 0..9999')
  const account = parts.account == null ? 'A0' : `#${parts.account}`
  const text = [
    `"${parts.encrypted ? '*' : ''}${parts.token}"${String(parts.sequence).padStart(4, '0')}`,
    parts.receiver == null ? '' : `R${parts.receiver}`,
    `L${parts.line ?? '0'}${account}[`,
    // What is encrypted has its closing bracket and time inside.
    parts.encrypted ? parts.data : bodyText(parts),
  ].join('')
  return wrapText(text, parts.crcForm ?? 'hex')
}

/** Puts LF, CRC, length and CR around a text. @throws RangeError when longer than 4095 characters */
export function wrapText(text: string, crcForm: CrcForm): Uint8Array {
  const bytes = Buffer.from(text, 'latin1')
  if (bytes.length > maxTextLength) throw new RangeError('DC-09 text too long')
  const crc = crc16(bytes)
  const crcBytes = crcForm === 'hex' ? Buffer.from(hex4(crc), 'latin1') : Buffer.from([crc >>> 8, crc & 0xff])
  const length = Buffer.from(hex4(bytes.length), 'latin1')
  return Uint8Array.from(Buffer.concat([Buffer.from([LF]), crcBytes, length, bytes, Buffer.from([CR])]))
}

/** The answer to a message repeats sequence, R, L and account, in the message's own form of CRC. */
export function answerParts(frame: Dc09Frame, token: 'ACK' | 'DUH'): FrameParts {
  const { sequence, receiver, line, account, crcForm } = frame
  return { token, sequence, receiver, line, account, crcForm, data: '' }
}

/** "Your clock is wrong, mine says this": the panel sets its clock by it and sends again (SIA DC-09 §5.5.1.9). Never encrypted. */
export function buildNak(frame: Dc09Frame, nowMs: number): Uint8Array {
  const { crcForm } = frame
  return buildFrame({ token: 'NAK', sequence: 0, receiver: '0', data: '', crcForm, timestampMs: nowMs })
}

function isHexDigit(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66)
}

function hex4(value: number): string {
  return value.toString(16).toUpperCase().padStart(4, '0')
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1')
}
