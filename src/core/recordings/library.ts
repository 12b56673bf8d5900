import { join } from 'node:path'
import type { OpenSegment } from './open-segment.ts'
import { readSegmentIndex, type SegmentIndex } from './segment-index.ts'
import type { SegmentTable } from './table.ts'

const indexesKept = 128

/** A segment that can be played, finished or still growing. */
export interface PlayableSegment {
  /** Absolute. */
  readonly file: string
  readonly firstFrameMs: number
  readonly lastFrameMs: number
  readonly zeroAtMs: number
  readonly timescale: number
  readonly mimeType: string
  /** Asked again for every piece: a growing segment has more each time. */
  index(): Promise<SegmentIndex>
  /** Whether more may come at its end. */
  isGrowing(): boolean
}

export interface Library {
  /** The segment that holds a moment, or else the next one; null when there is none. */
  atOrAfter(cameraId: string, atMs: number): PlayableSegment | null
}

/** Finds recorded files. Keeps the small indexes of those used last, so that a seek to near by reads pictures only. */
export function openLibrary(options: {
  root: string
  table: SegmentTable
  openSegment: (cameraId: string) => OpenSegment | null
}): Library {
  const { root, table, openSegment } = options
  const indexes = new Map<string, Promise<SegmentIndex>>()

  const indexOf = (file: string): Promise<SegmentIndex> => {
    const known = indexes.get(file)
    indexes.delete(file)
    const index = known ?? readSegmentIndex(file)
    indexes.set(file, index)
    index.catch(() => indexes.delete(file))
    const oldest = indexes.keys().next()
    if (indexes.size > indexesKept && oldest.done !== true) indexes.delete(oldest.value)
    return index
  }
  return {
    atOrAfter(cameraId, atMs) {
      const growing = openSegment(cameraId)
      const growingRow = growing?.row('open')
      const row = table.atOrAfter(cameraId, atMs)
      if (growing !== null && growingRow !== undefined && (row === null || row.path === growingRow.path))
        return growingRow.lastFrameMs > atMs
          ? playableOpen(growing, join(root, growingRow.path), () => openSegment(cameraId) === growing)
          : null
      if (row === null) return null
      const file = join(root, row.path)
      return { ...row, file, index: () => indexOf(file), isGrowing: () => false }
    },
  }
}

function playableOpen(segment: OpenSegment, file: string, isGrowing: () => boolean): PlayableSegment {
  const { firstFrameMs, lastFrameMs, zeroAtMs, timescale, mimeType } = segment.row('open')
  return {
    file,
    firstFrameMs,
    lastFrameMs,
    zeroAtMs,
    timescale,
    mimeType,
    isGrowing,
    index: () => {
      const { init, mediaEnd } = segment
      const keyFrames = segment.keyFrames.filter(({ offset }) => offset < mediaEnd)
      return Promise.resolve({ init, mediaEnd, keyFrames })
    },
  }
}
