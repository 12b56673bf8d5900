import { z } from 'zod'

/** How the watch is kept; every rule has a default that a school may sharpen. */
export const DutyRules = z.object({
  certificates: z
    .enum(['warn', 'refuse'])
    .default('warn')
    .describe('what happens when a guard without a valid 《保安员》 certificate signs on (A-9)'),
})
export type DutyRules = z.infer<typeof DutyRules>

export const defaultDutyRules: DutyRules = { certificates: 'warn' }
