import { z } from 'zod'

/** A term as the school counts it; days of Beijing time, the last one included. */
export const ArchiveTerm = z.object({
  name: z.string().trim().min(1).max(40),
  from: z.iso.date(),
  through: z.iso.date(),
})
export type ArchiveTerm = z.infer<typeof ArchiveTerm>

/** When the record goes to 学校主管部门 (A-N3.7: at the end of a term, or regularly). */
export const ArchiveCalendar = z.object({
  terms: z
    .array(ArchiveTerm)
    .max(40)
    .default([])
    .describe('none: 1 September to 31 January and 1 February to 31 August'),
  dueDays: z
    .number()
    .int()
    .min(1)
    .max(180)
    .default(14)
    .describe('days after the end of a term until its archive must have been received'),
})
export type ArchiveCalendar = z.infer<typeof ArchiveCalendar>
