import { z } from 'zod'
import { StreamCode, StreamName, StreamState } from './domain/camera.ts'
import { GapCause } from './domain/recording.ts'

/**
 * The two media sockets of the link. Text messages are JSON of the types below; binary messages are pieces of
 * fragmented MP4 and belong to the last `media` message.
 *
 * Live: `ws://…/live?camera=ID&stream=main|sub&plays=avc1,…`. The server sends `media`, then the init segment, then the newest
 * group of pictures at once, then a fragment as it comes. After a reconnect to the camera it sends `media` again.
 *
 * Playback: `ws://…/playback?grant=ID&camera=ID&plays=…`. The client asks with `play`; the server answers with `media`
 * (one a segment file), binary pieces, `gap` where nothing was recorded, and `end`. It sends about
 * `playbackWindowSeconds` of media and waits for `more`.
 */
export const playbackWindowSeconds = 10

/** Faster than this, no player decodes every frame in time; the window grows with the speed. */
export const keyFramesOnlyAbove = 4

export const LiveMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('media'),
    /** For MediaSource, e.g. `video/mp4; codecs="avc1.64001f"`. */
    mimeType: z.string(),
    /** What is really sent: the sub-stream where the viewer cannot decode the main stream it asked for. */
    stream: StreamName,
    transcoded: z.boolean(),
  }),
  z.object({
    type: z.literal('state'),
    state: StreamState,
    sinceMs: z.number(),
    code: StreamCode,
    reason: z.string(),
  }),
])
export type LiveMessage = z.infer<typeof LiveMessage>

/** Families of codecs that a screen can decode, e.g. `avc1,hvc1`; absent: it takes what the camera sends. */
export const Plays = z
  .string()
  .regex(/^[a-z0-9]{4}(,[a-z0-9]{4}){0,9}$/)
  .transform(text => new Set(text.split(',')))
  .optional()

export const LiveQuery = z.object({ camera: z.string(), stream: StreamName, plays: Plays })

/**
 * Sound of one camera: `ws://…/listen?camera=ID`, one at a time. The server sends one `sound` message, then MP4 bytes
 * cut anywhere; it closes with a refusal's code as reason.
 */
export const ListenQuery = z.object({ camera: z.string() })
export const SoundMessage = z.object({ type: z.literal('sound'), mimeType: z.string() })

export const PlaybackRequest = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('play'),
    atMs: z.number(),
    /** How fast it will be shown. Above `keyFramesOnlyAbove` only key frames are sent, each held up to the next. */
    speed: z.number().min(0.25).max(16).optional(),
  }),
  z.object({ type: z.literal('more') }),
])
export type PlaybackRequest = z.infer<typeof PlaybackRequest>

export const PlaybackMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('media'),
    mimeType: z.string(),
    /** UTC time of media time zero of the pieces that follow: `SourceBuffer.timestampOffset = (zeroAtMs − originMs) / 1000`. */
    zeroAtMs: z.number(),
    /** UTC time of the first frame that follows (the key frame at or before the asked time). */
    firstFrameAtMs: z.number(),
    /** This screen cannot decode what was recorded: the station made H.264 of it. */
    transcoded: z.literal(true).optional(),
  }),
  z.object({ type: z.literal('gap'), fromMs: z.number(), toMs: z.number(), cause: GapCause }),
  /** All that was asked for in this window was sent; ask with `more`. */
  z.object({ type: z.literal('pause'), untilMs: z.number() }),
  z.object({ type: z.literal('end'), atMs: z.number() }),
])
export type PlaybackMessage = z.infer<typeof PlaybackMessage>
