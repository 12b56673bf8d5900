/** Bytes that are not the ISO base media file format, or beyond the limits set for it. Ends the attempt, never the process. */
export class MediaError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'MediaError'
  }
}

/** A box inside a buffer: `[start, end)` with its header, `[body, end)` without. */
export interface Box {
  readonly type: string
  readonly start: number
  readonly body: number
  readonly end: number
}

/** Longest header: 32-bit size, type, 64-bit size (ISO/IEC 14496-12 §4.2). */
export const longestBoxHeader = 16

/**
 * Size and type of a box from its first bytes; null when there are too few of them to tell.
 * @throws MediaError for a size that no box can have, or "up to the end of file", which a live stream never has
 */
export function readBoxHeader(
  bytes: Buffer,
  at: number,
): { type: string; size: number; headerSize: number } | null {
  if (bytes.length - at < 8) return null
  const type = bytes.toString('latin1', at + 4, at + 8)
  const shortSize = bytes.readUInt32BE(at)
  if (shortSize !== 1) {
    if (shortSize < 8) throw new MediaError(`box ${printable(type)} claims ${shortSize} bytes`)
    return { type, size: shortSize, headerSize: 8 }
  }
  if (bytes.length - at < longestBoxHeader) return null
  const size = Number(bytes.readBigUInt64BE(at + 8))
  if (size < longestBoxHeader || !Number.isSafeInteger(size))
    throw new MediaError(`box ${printable(type)} claims ${size} bytes`)
  return { type, size, headerSize: longestBoxHeader }
}

/** The boxes that lie side by side in `[from, to)`. @throws MediaError when one reaches beyond `to` */
export function boxesIn(bytes: Buffer, from: number, to: number): Box[] {
  const boxes: Box[] = []
  let at = from
  while (at < to) {
    const header = readBoxHeader(bytes.subarray(0, to), at)
    if (header === null || at + header.size > to) throw new MediaError(`a box at ${at} is cut short`)
    boxes.push({ type: header.type, start: at, body: at + header.headerSize, end: at + header.size })
    at += header.size
  }
  return boxes
}

/** The first box of a type among those side by side in `[from, to)`. @throws MediaError when there is none */
export function requireBox(bytes: Buffer, from: number, to: number, type: string): Box {
  const box = boxesIn(bytes, from, to).find(candidate => candidate.type === type)
  if (box === undefined) throw new MediaError(`no ${type} box where one must be`)
  return box
}

/** The box reached by going down `types` from inside `parent`. @throws MediaError when a step is missing */
export function requirePath(bytes: Buffer, parent: Box, types: readonly string[]): Box {
  return types.reduce((box, type) => requireBox(bytes, box.body, box.end, type), parent)
}

/** Runs a parser; reading beyond a box's end becomes a MediaError instead of a RangeError out of nowhere. */
export function parsing<T>(what: string, parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    if (error instanceof RangeError) throw new MediaError(`${what} is cut short`)
    throw error
  }
}

export function printable(type: string): string {
  return /^[\w ]{4}$/.test(type) ? type : Buffer.from(type, 'latin1').toString('hex')
}
