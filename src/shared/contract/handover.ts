import { z } from 'zod'
import { Session } from '../domain/duty.ts'
import { HandoverItem } from '../domain/handover.ts'
import { EquipmentItem } from '../site/roster.ts'
import { call, nothing } from './call.ts'

/** What somebody counted, by the id of the thing. */
const Counts = z.array(z.object({ id: z.string().max(63), count: z.number().int().min(0).max(999) })).max(40)
export type Counts = z.infer<typeof Counts>

export const HandoverState = z.object({
  /** Open now; who takes over ticks each. */
  items: z.array(HandoverItem),
  /** To be counted by both. */
  equipment: z.array(EquipmentItem),
  /** The outgoing guard's part; null until he has signed. */
  signed: z.object({ atMs: z.number(), note: z.string(), counts: Counts }).nullable(),
})
export type HandoverState = z.infer<typeof HandoverState>

export const handoverCalls = {
  'handover.state': call('duty.stand-watch', nothing, HandoverState),
  /** The outgoing guard counts, writes and signs with the PIN. */
  'handover.sign': call(
    'duty.stand-watch',
    z.object({ pin: z.string().max(64), note: z.string().trim().max(1000), counts: Counts }),
    HandoverState,
  ),
  'handover.unsign': call('duty.stand-watch', nothing, HandoverState),
  /** A guard to whom nobody handed over ticks and counts alone, as at a handover. */
  'handover.take-alone': call(
    'duty.stand-watch',
    z.object({
      acknowledged: z.array(z.string().max(120)).max(1000),
      counts: Counts,
      difference: z.string().trim().max(300),
    }),
    nothing,
  ),
  /** The next guard ticks, counts and signs: the shifts change in one step. */
  'handover.take-over': call(
    'duty.stand-watch',
    z.object({
      toUserId: z.string(),
      pin: z.string().max(64),
      /** Ids of the open items that who takes over has ticked; all of them, else it is refused. */
      acknowledged: z.array(z.string().max(120)).max(1000),
      counts: Counts,
      /** What is said about things that are missing; needed where a count is wrong. */
      difference: z.string().trim().max(300),
    }),
    Session,
  ),
} as const
