import { z } from 'zod'
import { Checklist } from '../domain/checklist.ts'
import { HealthVerdict, PanelLine, PartitionState, UnknownAccount, ZoneState } from '../domain/intrusion.ts'
import { call, nothing } from './call.ts'

export const PanelReport = z.object({
  id: z.string(),
  line: PanelLine,
  sinceMs: z.number(),
  power: z.enum(['unknown', 'ok', 'fault']),
  battery: z.enum(['unknown', 'ok', 'fault']),
  /** Of the panel itself, not of a zone. */
  tamper: HealthVerdict,
  /** Whether its clock keeps to the rule (C02). */
  clock: HealthVerdict,
  /** Its time minus the station's, ms; null where it never told one. */
  clockDeviationMs: z.number().nullable(),
})
export type PanelReport = z.infer<typeof PanelReport>

export const PartitionReport = z.object({
  id: z.string(),
  panelId: z.string(),
  state: PartitionState,
  sinceMs: z.number(),
  /** For a perimeter out of its norm: when it must be armed again; null otherwise. */
  rearmAtMs: z.number().nullable(),
  reason: z.string(),
  /** How the last change came about. */
  changedBy: z.string(),
})
export type PartitionReport = z.infer<typeof PartitionReport>

export const ZoneReport = z.object({
  id: z.string(),
  state: ZoneState,
  sinceMs: z.number(),
  /** Perimeter only: whether this segment itself is armed; null when not known or not applicable. */
  armed: z.boolean().nullable(),
  lastEventAtMs: z.number().nullable(),
  lastEvent: z.string(),
})
export type ZoneReport = z.infer<typeof ZoneReport>

export const IntrusionReport = z.object({
  panels: z.array(PanelReport),
  partitions: z.array(PartitionReport),
  zones: z.array(ZoneReport),
})
export type IntrusionReport = z.infer<typeof IntrusionReport>

export const intrusionCalls = {
  'intrusion.report': call('nobody', nothing, IntrusionReport),
  /** Accounts at the alarm receiver whose messages could not be used, the last heard first. */
  'intrusion.unknown-accounts': call('intrusion.read-setup', nothing, z.array(UnknownAccount)),
  'intrusion.arm': call(
    'intrusion.arm',
    z.object({ partitionId: z.string(), checklist: Checklist }),
    PartitionReport,
  ),
  /** 消警: the alarm memory of a partition, where its panel clears it when told. */
  'intrusion.clear': call('intrusion.arm', z.object({ partitionId: z.string() }), z.null()),
  /** Needs `intrusion.arm`, for a perimeter `intrusion.disarm-perimeter`: core looks at what is to be disarmed. */
  'intrusion.disarm': call(
    'sign-on',
    z.object({
      partitionId: z.string(),
      reason: z.string().trim().max(300),
      /** Required for a perimeter: when it will be armed again, ms UTC. */
      rearmAtMs: z.number().nullable(),
    }),
    PartitionReport,
  ),
} as const
