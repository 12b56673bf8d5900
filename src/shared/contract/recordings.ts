import { z } from 'zod'
import { Coverage, Grant, PlaybackPurpose, Span } from '../domain/recording.ts'
import { call, nothing } from './call.ts'

export const recordingsCalls = {
  'recordings.coverage': call(
    'recordings.daily-check',
    z.object({ cameraIds: z.array(z.string()).max(64), span: Span }),
    z.array(Coverage),
  ),
  'recordings.request': call(
    'sign-on',
    z.object({
      purpose: PlaybackPurpose,
      note: z.string().trim().max(300),
      cameraIds: z.array(z.string()).min(1).max(64),
      span: Span,
    }),
    Grant,
  ),
  'recordings.watched': call(
    'sign-on',
    z.object({ grantId: z.string(), cameraId: z.string(), fromMs: z.number(), toMs: z.number() }),
    nothing,
  ),
  'recordings.finish': call('sign-on', z.object({ grantId: z.string() }), nothing),
} as const
