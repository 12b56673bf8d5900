import { z } from 'zod'

/**
 * Why somebody looks at recordings (requirements 4.1). The daily check is a standing purpose, incident
 * review is bound to an open incident and its linked cameras; anything else needs an approved request.
 */
export const PlaybackPurpose = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('daily-check') }),
  z.object({ kind: z.literal('incident-review'), incidentId: z.number().int() }),
  /** A request that everybody agreed to (shared/domain/approval.ts); its number. */
  z.object({ kind: z.literal('approved-request'), requestId: z.number().int() }),
])
export type PlaybackPurpose = z.infer<typeof PlaybackPurpose>

/** A stretch of time, ms UTC, `[fromMs, toMs)`. */
export const Span = z.object({ fromMs: z.number(), toMs: z.number() })
export type Span = z.infer<typeof Span>

/** `clock`: the clock was set forward; no frame is missing, but no frame bears these times. */
export const GapCause = z.enum(['camera-lost', 'station-off', 'not-recorded', 'disk', 'clock'])
export type GapCause = z.infer<typeof GapCause>

/** What exists of one camera in a span. */
export const Coverage = z.object({
  cameraId: z.string(),
  recorded: z.array(Span),
  gaps: z.array(Span.extend({ cause: GapCause })),
})
export type Coverage = z.infer<typeof Coverage>

/** The right to look: who, which cameras, which span, what for. Core serves no recorded byte without one. */
export const Grant = z.object({
  /** Unguessable; presented on the playback stream. */
  id: z.string(),
  /** Running number in the register. */
  number: z.number().int(),
  purpose: PlaybackPurpose,
  note: z.string(),
  cameraIds: z.array(z.string()),
  span: Span,
  grantedAtMs: z.number(),
  expiresAtMs: z.number(),
})
export type Grant = z.infer<typeof Grant>

/** One finished or running look at recordings, as 视频信息使用登记 prints it (A-N6.2.c). */
export const ViewingSession = z.object({
  number: z.number().int(),
  viewer: z.object({ id: z.string(), name: z.string() }),
  purpose: PlaybackPurpose,
  note: z.string(),
  cameraIds: z.array(z.string()),
  span: Span,
  startedAtMs: z.number(),
  endedAtMs: z.number().nullable(),
  /** Recorded time that was really played, per camera. */
  watched: z.array(z.object({ cameraId: z.string(), fromMs: z.number(), toMs: z.number() })),
})
export type ViewingSession = z.infer<typeof ViewingSession>
