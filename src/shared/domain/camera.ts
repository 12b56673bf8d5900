import { z } from 'zod'

export const StreamName = z.enum(['main', 'sub'])
export type StreamName = z.infer<typeof StreamName>

/** State of one camera stream. `idle`: nobody asks for it, so it is not dialled. */
export const StreamState = z.enum([
  'idle',
  'connecting',
  'live',
  'stalled',
  'lost',
  'unauthorised',
  'unsupported',
  'off',
])
export type StreamState = z.infer<typeof StreamState>

/** What the station knows of one stream. Never holds an address with credentials. */
export const StreamReport = z.object({
  state: StreamState,
  /** Since when, ms UTC. */
  sinceMs: z.number(),
  /** Short technical reason of the last loss (ffmpeg's own words, secrets masked); empty when live. */
  reason: z.string(),
  /** Dials since the last frame. */
  attempts: z.number().int(),
  /** When the last frame arrived, ms UTC; null before the first. */
  lastFrameAtMs: z.number().nullable(),
  codec: z.string(),
  width: z.number().int(),
  height: z.number().int(),
  /** Frames per second as received over the last seconds. */
  fps: z.number(),
  bitsPerSecond: z.number(),
})
export type StreamReport = z.infer<typeof StreamReport>

export const CameraReport = z.object({
  id: z.string(),
  main: StreamReport,
  sub: StreamReport,
  recording: z.boolean(),
})
export type CameraReport = z.infer<typeof CameraReport>
