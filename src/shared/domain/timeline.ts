import { z } from 'zod'
import { GapCause, Span } from './recording.ts'

/** Who wrote a stretch: this station, or the recorder of the school (NVR). */
export const RecordingSource = z.enum(['station', 'recorder'])
export type RecordingSource = z.infer<typeof RecordingSource>

/**
 * What is known of the school's recorder (NVR) of a camera. `known`: it says what it has. `unknown`: it can be asked for
 * any moment, but does not say what it has. Others: it could not be asked.
 */
export const RecorderState = z.enum(['known', 'unknown', 'unauthorised', 'unreachable', 'unsupported'])
export type RecorderState = z.infer<typeof RecorderState>

/**
 * What stands on a timeline beside recordings. `motion` is what a camera reports, `check` a daily check that was done,
 * `lock` evidence that is kept. Activity that the recorder itself measures comes apart from these.
 */
export const MarkKind = z.enum(['incident', 'motion', 'check', 'snapshot', 'lock'])
export type MarkKind = z.infer<typeof MarkKind>

export const TimelineMark = Span.extend({
  kind: MarkKind,
  /** Words for a person: place of an incident, headline of a lock; may be empty. */
  text: z.string(),
})
export type TimelineMark = z.infer<typeof TimelineMark>

/** A hole in the recordings. */
export const TimelineGap = Span.extend({
  /** Of the longest, where several lie closer together than can be drawn. */
  cause: GapCause,
  /** How many holes were taken together for drawing; 1 at full resolution. */
  count: z.number().int(),
})
export type TimelineGap = z.infer<typeof TimelineGap>

/** One camera in a span. Times may reach beyond the span asked for. */
export const TimelineTrack = z.object({
  cameraId: z.string(),
  recorded: z.array(Span.extend({ source: RecordingSource })),
  gaps: z.array(TimelineGap),
  /** Null for a camera that no recorder of the school keeps. */
  recorder: RecorderState.nullable(),
  marks: z.array(TimelineMark),
  /** Where the picture was busy: from, to, from, to …, ms UTC. Flat, because a month has tens of thousands. */
  activity: z.array(z.number()),
})
export type TimelineTrack = z.infer<typeof TimelineTrack>
