import { z } from 'zod'

const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/)
  .describe('lower-case letters, digits and hyphens; unique in its list')
const name = z.string().trim().min(1).max(20)

/** A minute of the day, Beijing time: `06:30`. */
const DayMinute = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/)
  .describe('HH:MM, Beijing time')

/** A shift of every day it is planned on. An end at or before its begin lies on the next day; equal: 24 h. */
export const RosterShift = z.object({ id, name, from: DayMinute, to: DayMinute })
export type RosterShift = z.infer<typeof RosterShift>

/** A post that is manned by roster. The first is the console's desk: who signs on is compared with it. */
const DutyPost = z.object({ id, name })

/** What lies in the guard room and is counted at each handover. */
export const EquipmentItem = z.object({
  id,
  name: z.string().trim().min(1).max(40),
  count: z.number().int().min(0).max(999).describe('how many there should be'),
})
export type EquipmentItem = z.infer<typeof EquipmentItem>

const unlikeIds = (list: readonly { id: string }[]): boolean =>
  new Set(list.map(item => item.id)).size === list.length

/** Shifts, posts and limits that the roster goes by (A-10.a). */
export const RosterRules = z.object({
  posts: z
    .array(DutyPost)
    .min(1)
    .max(8)
    .refine(unlikeIds, { message: 'ids must differ' })
    .default([{ id: 'desk', name: '值班台' }])
    .describe('posts; the first is the desk of the console'),
  shifts: z
    .array(RosterShift)
    .min(1)
    .max(8)
    .refine(unlikeIds, { message: 'ids must differ' })
    .default([
      { id: 'day', name: '日班', from: '06:00', to: '18:00' },
      { id: 'night', name: '夜班', from: '18:00', to: '06:00' },
    ]),
  lateMinutes: z.number().int().min(0).max(120).default(5).describe('later than this is told as late'),
  earlyMinutes: z
    .number()
    .int()
    .min(0)
    .max(240)
    .default(60)
    .describe('earlier than this is told as early; so long before its begin one signs on for a shift'),
  absentMinutes: z
    .number()
    .int()
    .min(1)
    .max(240)
    .default(15)
    .describe('nobody came so long after the planned begin: an incident'),
  overtimeMinutes: z
    .number()
    .int()
    .min(1)
    .max(240)
    .default(30)
    .describe('so long behind the planned end the guard is told'),
  restHours: z
    .number()
    .int()
    .min(0)
    .max(24)
    .default(12)
    .describe('least rest between two shifts of a person; less is warned of'),
  mostHours: z
    .number()
    .int()
    .min(8)
    .max(24)
    .default(24)
    .describe('longest time on duty without rest; more is warned of'),
})
export type RosterRules = z.infer<typeof RosterRules>

export const equipment = z
  .array(EquipmentItem)
  .max(40)
  .refine(unlikeIds, { message: 'ids must differ' })
  .default([])
  .describe('keys, radios and the like: counted by both guards at each handover')
