/**
 * The two facts the players need of fragmented MP4 (ISO/IEC 14496-12): the track's clock and where a fragment begins.
 * Core has parsed and checked these bytes already; here a damaged piece gives null and is left to MediaSource.
 */

/** Ticks a second of the first track, from an init segment (`moov/trak/mdia/mdhd`); null when there is none. */
export function readTimescale(init: Uint8Array): number | null {
  const mdhd = findBox(init, ['moov', 'trak', 'mdia', 'mdhd'])
  if (mdhd === null || mdhd.byteLength < 24) return null
  const timescale = mdhd.getUint32(mdhd.getUint8(0) === 1 ? 20 : 12)
  return timescale > 0 ? timescale : null
}

/** Decode time of the first sample of a fragment, ticks (`moof/traf/tfdt`); null when this is no fragment. */
export function readFragmentStart(piece: Uint8Array): number | null {
  const tfdt = findBox(piece, ['moof', 'traf', 'tfdt'])
  if (tfdt === null || tfdt.byteLength < 8) return null
  if (tfdt.getUint8(0) !== 1) return tfdt.getUint32(4)
  return tfdt.byteLength < 12 ? null : tfdt.getUint32(4) * 2 ** 32 + tfdt.getUint32(8)
}

/** The content of the first box on a path of types. */
function findBox(bytes: Uint8Array, path: readonly string[]): DataView | null {
  let inside = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (const type of path) {
    const box = childOf(inside, type)
    if (box === null) return null
    inside = box
  }
  return inside
}

function childOf(parent: DataView, type: string): DataView | null {
  let at = 0
  while (at + 8 <= parent.byteLength) {
    const size = parent.getUint32(at)
    // Sizes 0 (to the end) and 1 (64 bits) do not occur in what core sends.
    if (size < 8 || at + size > parent.byteLength) return null
    if (typeAt(parent, at + 4) === type)
      return new DataView(parent.buffer, parent.byteOffset + at + 8, size - 8)
    at += size
  }
  return null
}

function typeAt(view: DataView, at: number): string {
  return String.fromCharCode(
    view.getUint8(at),
    view.getUint8(at + 1),
    view.getUint8(at + 2),
    view.getUint8(at + 3),
  )
}
