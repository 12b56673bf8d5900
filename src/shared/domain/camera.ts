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

/** Why a stream is not live, as far as the station can tell; `none` when it is or nobody asked for it. */
export const StreamCode = z.enum([
  'none',
  'connection-refused',
  'unreachable',
  'name-unknown',
  'no-answer',
  'hung-up',
  'no-frame',
  'no-key-frame',
  'silent',
  'credentials',
  'credentials-elsewhere',
  'forbidden',
  'not-found',
  'transport',
  'too-many-connections',
  'login-in-use',
  'device-error',
  'codec',
  'transcoders-busy',
  'no-video',
  'damaged',
  'program',
])
export type StreamCode = z.infer<typeof StreamCode>

/** What is wrong with a stream that runs. `smart-codec`: key frames are missing; `packet-loss`: frames got lost on the way. */
const StreamWarning = z.enum(['smart-codec', 'packet-loss'])
export type StreamWarning = z.infer<typeof StreamWarning>

/** What the station knows of one stream. Never holds an address with credentials. */
export const StreamReport = z.object({
  state: StreamState,
  /** Since when, ms UTC. */
  sinceMs: z.number(),
  code: StreamCode,
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
  /** From key frame to key frame, ms; null before two were seen. */
  keyFrameIntervalMs: z.number().nullable(),
  /** RTP packets that did not arrive within the last minute; cameras on TCP lose none. */
  packetsLost: z.number().int(),
  warnings: z.array(StreamWarning),
})
export type StreamReport = z.infer<typeof StreamReport>

export const CameraReport = z.object({
  id: z.string(),
  main: StreamReport,
  sub: StreamReport,
  recording: z.boolean(),
})
export type CameraReport = z.infer<typeof CameraReport>

/** Whether any of its streams gives a picture now. */
export const givesPicture = (report: CameraReport | undefined): boolean =>
  report?.main.state === 'live' || report?.sub.state === 'live'
