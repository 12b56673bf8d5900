import { z } from 'zod'
import { HandoverItem } from '../domain/handover.ts'
import { call, nothing } from './call.ts'

/** What is not finished at this moment, for somebody who inspects. */
export const OpenMatters = z.object({
  /** What the next guard would have to tick: open incidents, faults, lost devices, visitors still inside, … */
  items: z.array(HandoverItem),
  /** Requests that wait for a decision or are in use. */
  openRequests: z.number().int(),
  /** Beijing days, `2026-11-22`, whose daily ledgers nobody has closed (A-N3.7.a), the oldest first. */
  openDays: z.array(z.string()),
  /** Whether 附表1 of this calendar week is there, signed by the representative (A-T1.n1). */
  isWeekInspected: z.boolean(),
})
export type OpenMatters = z.infer<typeof OpenMatters>

export const inspectorCalls = {
  'inspector.open-matters': call('journal.verify', nothing, OpenMatters),
  /** 检查情况表, one A4 sheet: is the record whole, how long are recordings kept, what is open. The journal notes who took it. */
  'inspector.sheet': call(
    'ledgers.export',
    z.object({ locale: z.enum(['zh-CN', 'en']).default('zh-CN') }),
    z.object({ html: z.string(), fileName: z.string() }),
  ),
} as const
