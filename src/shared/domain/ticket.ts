import { z } from 'zod'

/**
 * A fault ticket (报修单) as far as an incident opens it: what is broken and where. Its clocks (1 h, 2 h, 24 h) and its
 * further life belong to maintenance; until that feature is there no deadline is known, and none is shown.
 */
export const FaultTicket = z.object({
  number: z.number().int(),
  incidentId: z.number().int(),
  openedAtMs: z.number(),
  by: z.object({ id: z.string(), name: z.string() }),
  /** Panel or camera; empty where no device is known. */
  device: z.string(),
  place: z.string(),
  note: z.string(),
  deadlines: z.literal('unknown'),
})
export type FaultTicket = z.infer<typeof FaultTicket>
