import { z } from 'zod'
import { Span } from '../domain/recording.ts'
import { TimelineTrack } from '../domain/timeline.ts'
import { call } from './call.ts'

export const timelineCalls = {
  /** What exists of cameras, why the rest does not, and what happened. Tells times, shows no picture. */
  'recordings.timeline': call(
    'sign-on',
    z.object({
      cameraIds: z.array(z.string()).min(1).max(64),
      span: Span,
      /** What a pixel stands for, ms. Holes and activity closer together than this come as one; none is left out. */
      resolutionMs: z.number().min(1),
    }),
    z.array(TimelineTrack),
  ),
  /**
   * A small picture of about a moment, under a grant; it counts as served. Null where nothing is recorded, or when so
   * many are asked for that a newer question went first.
   */
  'recordings.thumbnail': call(
    'sign-on',
    z.object({ grantId: z.string(), cameraId: z.string(), atMs: z.number() }),
    z
      .object({
        /** The frame's own time and how long it stood, ms UTC. */
        fromMs: z.number(),
        toMs: z.number(),
        /** JPEG, base64. */
        jpeg: z.string(),
      })
      .nullable(),
  ),
} as const
