import { z } from 'zod'
import { Absence, PlannedDuty, RosterCell, RosterDay } from '../domain/roster.ts'
import { RosterWarning } from '../domain/roster-warnings.ts'
import { EquipmentItem, RosterRules } from '../site/roster.ts'
import { call, nothing } from './call.ts'

/** Days `fromDay` to `toDay`, both included. */
const span = z.object({ fromDay: RosterDay, toDay: RosterDay })
const inWords = span.extend({ locale: z.enum(['zh-CN', 'en']).default('zh-CN') })

/** Who is to stand at the console's desk; null where nobody is planned. */
export const RosterReport = z.object({ now: PlannedDuty.nullable(), next: PlannedDuty.nullable() })
export type RosterReport = z.infer<typeof RosterReport>

/** A stretch of the roster with all that is needed to plan it. */
export const RosterPage = z.object({
  days: z.array(
    z.object({
      day: RosterDay,
      /** No lessons: weekend, holiday, or what the school says. */
      isFree: z.boolean(),
      /** Name of the holiday, or what the school wrote; may be empty. */
      note: z.string(),
    }),
  ),
  rules: RosterRules,
  equipment: z.array(EquipmentItem),
  duties: z.array(PlannedDuty),
  absences: z.array(Absence),
  warnings: z.array(RosterWarning),
  guards: z.array(z.object({ id: z.string(), name: z.string(), certificateValidTo: z.string().nullable() })),
})
export type RosterPage = z.infer<typeof RosterPage>

/** How a roster was changed, for the record. */
export const RosterChange = z.enum(['assigned', 'filled', 'swapped', 'cleared'])
export type RosterChange = z.infer<typeof RosterChange>

export const rosterCalls = {
  'roster.report': call('nobody', nothing, RosterReport),
  /** At most 62 days. */
  'roster.read': call('ledgers.read', span, RosterPage),
  /** Plans places anew. All or nothing; a shift that has begun is not changed any more. */
  'roster.change': call(
    'duty.roster',
    z.object({
      how: RosterChange,
      reason: z.string().trim().max(200),
      cells: z.array(RosterCell).min(1).max(1000),
    }),
    nothing,
  ),
  'roster.add-absence': call(
    'duty.roster',
    Absence.omit({ id: true, personName: true }).extend({ reason: z.string().trim().min(1).max(100) }),
    nothing,
  ),
  'roster.end-absence': call('duty.roster', z.object({ id: z.number().int() }), nothing),
  /** Shifts, posts, limits, and what is counted at a handover; written into the site file. */
  'roster.set-rules': call(
    'duty.roster',
    z.object({ rules: RosterRules, equipment: z.array(EquipmentItem).max(40) }),
    nothing,
  ),
  'roster.form': call('ledgers.read', inWords, z.object({ html: z.string(), fileName: z.string() })),
  'roster.export': call('ledgers.read', inWords, z.object({ fileName: z.string() })),
} as const
