import { joinedWithinMs } from './coverage.ts'
import type { OpenSegment } from './open-segment.ts'
import { readSegmentIndex, type SegmentIndex } from './segment-index.ts'
import type { SegmentRow, SegmentTable } from './table.ts'

const indexesKept = 128

/** Of a stretch that came from the recorder of the school: how its times were found. */
export interface RecorderOrigin {
  readonly kind: 'onvif' | 'rtsp-template'
  /** How far the recorder's clock was ahead of ours, ms; already taken off. Null where it could not be asked. */
  readonly clockOffsetMs: number | null
  /** `recorder`: it said when the first picture was taken; `request`: it said nothing, and is taken to begin where it was asked to. */
  readonly timesBy: 'recorder' | 'request'
  /** The moment it was asked for; it begins at a key frame before. */
  readonly wantedMs: number
}

/** A segment that can be played, finished or still growing. */
export interface PlayableSegment {
  /** Absolute. */
  readonly file: string
  readonly firstFrameMs: number
  readonly lastFrameMs: number
  readonly zeroAtMs: number
  readonly timescale: number
  readonly mimeType: string
  /** Absent: recorded by the station itself. */
  readonly recorder?: RecorderOrigin
  /** Asked again for every piece: a growing segment has more each time. */
  index(): Promise<SegmentIndex>
  /** Whether more may come at its end. */
  isGrowing(): boolean
  /** Waits for more than `offset` while there is hope; gives whether it came. Only where waiting is worth while. */
  moreThan?(offset: number, signal: AbortSignal): Promise<boolean>
  /** The file whose last group of pictures goes on in this one; null for nearly every file, which begins with a key frame. */
  previous(): PlayableSegment | null
  /** The file into which the last group of pictures of this one goes on. */
  next(): PlayableSegment | null
}

export interface Library {
  /** The segment that holds a moment, or else the next one; null when there is none. */
  atOrAfter(cameraId: string, atMs: number): PlayableSegment | null
}

/** Where playback finds what it serves: the station's own files, and those of the school's recorder. */
export interface PlaybackSource {
  /** As `Library.atOrAfter`; what lies at or behind `untilMs` is not wanted. Null at once when `signal` aborts. */
  atOrAfter(
    cameraId: string,
    atMs: number,
    untilMs: number,
    signal: AbortSignal,
  ): PlayableSegment | null | Promise<PlayableSegment | null>
}

/** Finds recorded files. Keeps the small indexes of those used last, so that a seek to near by reads pictures only. */
export function openLibrary(options: {
  fileOf: (row: SegmentRow) => string
  table: SegmentTable
  openSegment: (cameraId: string) => OpenSegment | null
}): Library {
  const { fileOf, table, openSegment } = options
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
  /** What is being written is better known to the recorder than to the table. */
  const playable = (row: SegmentRow): PlayableSegment => {
    const open = openSegment(row.cameraId)
    const isOpen = open?.row('open').path === row.path
    const file = fileOf(row)
    const isGrowing = () => isOpen && openSegment(row.cameraId) === open
    const source = isOpen && open !== null ? playableOpen(open) : { ...row, index: () => indexOf(file) }
    return { ...source, file, isGrowing, ...neighbours(row) }
  }
  const neighbours = (row: SegmentRow): Pick<PlayableSegment, 'previous' | 'next'> => ({
    previous: () => {
      const before = row.startCause === 'continued' ? table.before(row.cameraId, row.firstFrameMs) : null
      return before !== null && isContinued(before, row) ? playable(before) : null
    },
    next: () => {
      const after = rowAt(row.cameraId, row.lastFrameMs + joinedWithinMs)
      return after !== null && isContinued(row, after) ? playable(after) : null
    },
  })
  const rowAt = (cameraId: string, atMs: number): SegmentRow | null => {
    const open = openSegment(cameraId)?.row('open')
    const row = table.atOrAfter(cameraId, atMs)
    if (open === undefined || (row !== null && row.path !== open.path)) return row
    return open.lastFrameMs > atMs ? open : null
  }
  return {
    atOrAfter(cameraId, atMs) {
      const row = rowAt(cameraId, atMs)
      return row === null ? null : playable(row)
    },
  }
}

/** Whether the second file begins where the first one was cut. Times are measured, so they differ by the jitter. */
const isContinued = (first: SegmentRow, second: SegmentRow): boolean =>
  second.startCause === 'continued' && Math.abs(second.firstFrameMs - first.lastFrameMs) <= joinedWithinMs

type OpenPart = Omit<PlayableSegment, 'file' | 'isGrowing' | 'previous' | 'next'>

function playableOpen(segment: OpenSegment): OpenPart {
  const { firstFrameMs, lastFrameMs, zeroAtMs, timescale, mimeType } = segment.row('open')
  return {
    firstFrameMs,
    lastFrameMs,
    zeroAtMs,
    timescale,
    mimeType,
    index: () => {
      const { init, mediaEnd } = segment
      const keyFrames = segment.keyFrames.filter(({ offset }) => offset < mediaEnd)
      return Promise.resolve({ init, mediaEnd, keyFrames })
    },
  }
}
