import type { Span } from '../../../shared/domain/recording.ts'
import { joined } from '../coverage.ts'
import type { Library } from '../library.ts'
import { dayMs, dayOf, dayStartMs } from '../retention/keep-rules.ts'
import type { SegmentTable } from '../table.ts'
import type { TimelineTable } from '../timeline-table.ts'
import type { Volumes } from './volumes.ts'

/** What of a camera lies on disks that are not there now, in a span, in order of time: recorded, but nobody can see it. */
export type LostStretches = (cameraId: string, span: Span) => readonly Span[]

/**
 * Goes by days, for a month on a lost disk is some ten thousand files and this is asked on the thread that answers
 * panels: a day that lies wholly on lost disks is told by its runs, and files are read of mixed days only. Good to one
 * file at midnight.
 */
export function lostStretches(options: {
  volumes: Pick<Volumes, 'missing'>
  segments: Pick<SegmentTable, 'daysOn' | 'reaching'>
  timeline: Pick<TimelineTable, 'runs'>
}): LostStretches {
  const { volumes, segments, timeline } = options
  const ofDay = (cameraId: string, day: number, isWhole: boolean, missing: readonly string[]): Span[] => {
    const [fromMs, toMs] = [dayStartMs(day), dayStartMs(day) + dayMs]
    if (!isWhole)
      return segments
        .reaching(cameraId, { fromMs, toMs })
        .filter(({ volume }) => missing.includes(volume))
        .map(({ firstFrameMs, lastFrameMs }) => ({ fromMs: firstFrameMs, toMs: lastFrameMs }))
    return timeline
      .runs(cameraId, { fromMs, toMs })
      .filter(({ source }) => source === 'station')
      .map(run => ({ fromMs: Math.max(run.fromMs, fromMs), toMs: Math.min(run.toMs, toMs) }))
  }
  return (cameraId, span) => {
    const missing = volumes.missing()
    if (missing.length === 0) return []
    // The last file of a day may reach into the next.
    const days = segments.daysOn(cameraId, dayOf(span.fromMs) - 1, dayOf(span.toMs))
    const volumesOf = Map.groupBy(days, ({ day }) => day)
    const lost = [...volumesOf].flatMap(([day, of]) => {
      const gone = of.filter(({ volume }) => missing.includes(volume))
      return gone.length === 0 ? [] : ofDay(cameraId, day, gone.length === of.length, missing)
    })
    return joined(lost).filter(({ fromMs, toMs }) => fromMs < span.toMs && toMs > span.fromMs)
  }
}

/** The library without what is lost: playback goes over it, or takes it from the school's recorder. */
export function withoutLost(library: Library, lost: LostStretches): Library {
  return {
    atOrAfter(cameraId, atMs) {
      for (let fromMs = atMs; ;) {
        const found = library.atOrAfter(cameraId, fromMs)
        if (found === null) return null
        const { firstFrameMs } = found
        const stretch = lost(cameraId, { fromMs: firstFrameMs, toMs: firstFrameMs + 1 })[0]
        if (stretch === undefined) return found
        fromMs = Math.max(fromMs + 1, stretch.toMs)
      }
    },
  }
}
