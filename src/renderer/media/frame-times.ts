/**
 * Presentation times of every frame in pieces of fragmented MP4 (ISO/IEC 14496-12 §8.8), so that a player can step from
 * frame to frame. Core has checked these bytes; what cannot be read gives no times, never an error.
 */

/** What fragments of a track leave out, from its init segment. */
export interface TrackDefaults {
  readonly timescale: number
  readonly durationTicks: number
}

/** One frame: when it is shown and for how long, seconds of media time. */
export interface FrameTime {
  readonly atSeconds: number
  readonly forSeconds: number
}

interface Box {
  readonly type: string
  readonly view: DataView
}

/** Clock and default duration of an init segment; null when it is none. */
export function readDefaults(init: Uint8Array): TrackDefaults | null {
  const whole = viewOf(init)
  const mdhd = find(whole, ['moov', 'trak', 'mdia', 'mdhd'])
  if (mdhd === null || mdhd.byteLength < 24) return null
  const timescale = mdhd.getUint32(mdhd.getUint8(0) === 1 ? 20 : 12)
  const trex = find(whole, ['moov', 'mvex', 'trex'])
  const durationTicks = trex !== null && trex.byteLength >= 16 ? trex.getUint32(12) : 0
  return timescale > 0 ? { timescale, durationTicks } : null
}

/** Frames of all fragments in a piece, in order of decoding. */
export function readFrameTimes(piece: Uint8Array, defaults: TrackDefaults): FrameTime[] {
  try {
    return boxesIn(viewOf(piece))
      .filter(({ type }) => type === 'moof')
      .flatMap(({ view }) => framesOf(view, defaults))
  } catch (error) {
    if (error instanceof RangeError) return []
    throw error
  }
}

function framesOf(moof: DataView, defaults: TrackDefaults): FrameTime[] {
  const tfhd = find(moof, ['traf', 'tfhd'])
  const tfdt = find(moof, ['traf', 'tfdt'])
  const trun = find(moof, ['traf', 'trun'])
  if (tfhd === null || tfdt === null || trun === null) return []
  let ticks = tfdt.getUint8(0) === 1 ? tfdt.getUint32(4) * 2 ** 32 + tfdt.getUint32(8) : tfdt.getUint32(4)
  const present = trun.getUint32(0) & 0xff_ffff
  const isSigned = trun.getUint8(0) === 1
  const usualTicks = durationIn(tfhd) ?? defaults.durationTicks
  const rowSize = [0x100, 0x200, 0x400, 0x800].filter(flag => present & flag).length * 4
  const compositionAt = [0x100, 0x200, 0x400].filter(flag => present & flag).length * 4
  let at = 8 + (present & 0x001 ? 4 : 0) + (present & 0x004 ? 4 : 0)
  const frames: FrameTime[] = []
  for (let left = trun.getUint32(4); left > 0; left--, at += rowSize) {
    const forTicks = present & 0x100 ? trun.getUint32(at) : usualTicks
    const late = present & 0x800 ? compositionIn(trun, at + compositionAt, isSigned) : 0
    frames.push({ atSeconds: (ticks + late) / defaults.timescale, forSeconds: forTicks / defaults.timescale })
    ticks += forTicks
  }
  return frames
}

const compositionIn = (trun: DataView, at: number, isSigned: boolean): number =>
  isSigned ? trun.getInt32(at) : trun.getUint32(at)

function durationIn(tfhd: DataView): number | null {
  const present = tfhd.getUint32(0) & 0xff_ffff
  if (!(present & 0x08)) return null
  return tfhd.getUint32(8 + (present & 0x01 ? 8 : 0) + (present & 0x02 ? 4 : 0))
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

function boxesIn(parent: DataView): Box[] {
  const boxes: Box[] = []
  let at = 0
  while (at + 8 <= parent.byteLength) {
    const size = parent.getUint32(at)
    if (size < 8 || at + size > parent.byteLength) break
    const type = String.fromCharCode(...[4, 5, 6, 7].map(offset => parent.getUint8(at + offset)))
    boxes.push({ type, view: new DataView(parent.buffer, parent.byteOffset + at + 8, size - 8) })
    at += size
  }
  return boxes
}

function find(parent: DataView, path: readonly string[]): DataView | null {
  let inside: DataView | null = parent
  for (const type of path) inside = (inside && boxesIn(inside).find(box => box.type === type)?.view) ?? null
  return inside
}
