import { z } from 'zod'
import { defaultPresenceRules, PresenceRules } from '../domain/presence.ts'
import { equipment, RosterRules } from './roster.ts'

/** How the watch is kept; every rule has a default that a school may sharpen. */
export const DutyRules = z.object({
  certificates: z
    .enum(['warn', 'refuse'])
    .default('warn')
    .describe('what happens when a guard without a valid 《保安员》 certificate signs on (A-9)'),
  presence: PresenceRules.nullable()
    .default(defaultPresenceRules)
    .describe('when a guard is asked whether he is there (A-10.b); null: never'),
  cardAlone: z
    .boolean()
    .default(false)
    .describe('whether a known card signs on without the PIN; else it only picks the person'),
  readerIdleMinutes: z
    .number()
    .int()
    .min(1)
    .max(240)
    .default(15)
    .describe(
      'who only reads on top of the watch is signed off after so long without a key, a click or a playback',
    ),
  roster: RosterRules.prefault({}),
  equipment,
})
export type DutyRules = z.infer<typeof DutyRules>

export const defaultDutyRules: DutyRules = DutyRules.parse({})
