import { z } from 'zod'
import { Shift } from '../domain/duty.ts'
import { call } from './call.ts'

/** A shift as it was stood, and how it ended; `open`: it has not. */
export const ShiftSummary = Shift.extend({
  end: z.enum(['open', 'handed-over', 'signed-off', 'lapsed']),
  /** Who took over; empty where nobody did. */
  to: z.string(),
  /** How long nobody stood watch before it, ms; 0 after a handover. */
  unmannedBeforeMs: z.number(),
})
export type ShiftSummary = z.infer<typeof ShiftSummary>

export const shiftCalls = {
  /** Shifts of which a part lies in the period, the newest first; at most 400. */
  'shifts.list': call(
    'ledgers.read',
    z.object({ fromMs: z.number(), toMs: z.number() }),
    z.array(ShiftSummary),
  ),
  /** 值班（交接班）记录表 of a shift for paper. The journal notes who had it made. */
  'shifts.report': call(
    'ledgers.read',
    z.object({ shiftId: z.number().int(), locale: z.enum(['zh-CN', 'en']).default('zh-CN') }),
    z.object({ html: z.string(), fileName: z.string() }),
  ),
} as const
