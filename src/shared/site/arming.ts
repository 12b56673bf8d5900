import { z } from 'zod'
import { ChecklistItem, checklistItems } from '../domain/checklist.ts'

/** A minute of the day, Beijing time: `06:30`; `24:00` is the end of the day. */
const DayMinute = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/)
  .describe('HH:MM, Beijing time; 24:00 is the end of the day')

/** A stretch of a day in which a partition is meant to be disarmed. */
export const OpenHours = z
  .object({ from: DayMinute, to: DayMinute })
  .refine(({ from, to }) => from < to, { message: '"from" must be before "to"' })
export type OpenHours = z.infer<typeof OpenHours>

const dayOpen = z.array(OpenHours).max(4)

/** Days of the week in the order of a school's timetable. */
export const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const
export const Weekday = z.enum(weekdays)
export type Weekday = z.infer<typeof Weekday>

/**
 * When an intrusion partition is meant to be disarmed; at all other times it is to be armed (A-15.2.1.a). A day that is
 * not named has no open hours.
 */
export const ArmingSchedule = z.object({
  open: z.partialRecord(Weekday, dayOpen).describe('hours in which it is disarmed, by day of the week'),
  holiday: dayOpen.default([]).describe('the same for holidays; usually none: armed all day'),
  remindMinutes: z.number().int().min(0).max(120).default(15).describe('reminder before the time'),
  escalateMinutes: z
    .number()
    .int()
    .min(1)
    .max(120)
    .default(15)
    .describe('how long after the alarm of a missed arming it is raised again, higher'),
  graceMinutes: z
    .number()
    .int()
    .min(1)
    .max(240)
    .default(60)
    .describe('how long it may be disarmed at a time when it should be armed'),
})
export type ArmingSchedule = z.infer<typeof ArmingSchedule>

/** What a partition's arming needs, besides the panel. */
export const partitionArming = {
  schedule: ArmingSchedule.optional().describe('intrusion only: a perimeter is armed as the norm'),
  checklist: z
    .array(ChecklistItem)
    .default([...checklistItems])
    .describe('what is looked at before arming (A-15.2.1.b, A-N3.5.c)'),
}

/** Whom a user number of the panel's keypad belongs to. */
export const KeypadUser = z.object({
  number: z.number().int().min(0).max(9999),
  name: z.string().min(1).max(40),
  duress: z.boolean().default(false).describe('a code under duress (胁迫码): its use is a panic alarm'),
})
export type KeypadUser = z.infer<typeof KeypadUser>

export const keypadUsers = z
  .array(KeypadUser)
  .max(500)
  .default([])
  .describe('users of the keypad by number; of a panel that tells names alone, by the name it has for them')

/**
 * Days on which the school does otherwise than the state's calendar says: `holiday`, or the timetable of a day of the
 * week (a make-up day, or a Saturday with lessons). The last entry that names a date counts.
 */
export const SchoolDay = z
  .object({
    from: z.iso.date(),
    to: z.iso.date(),
    as: z.enum(['holiday', ...weekdays]),
    note: z.string().max(40).default(''),
  })
  .refine(({ from, to }) => from <= to, { message: '"from" must not be after "to"' })
export type SchoolDay = z.infer<typeof SchoolDay>

export const schoolDays = z.array(SchoolDay).max(400).default([])
