import { z } from 'zod'

/**
 * What a guard leaves to the next (A-10, A-N4.2): each is looked at and ticked by who takes over, and stands in the
 * record of the handover.
 */
export const HandoverKind = z.enum([
  'incident',
  'perimeter-disarmed',
  'zone-bypassed',
  'alarm-shelved',
  'panel-lost',
  'camera-lost',
  'fault-ticket',
  'planned-outage',
  'daily-check-owed',
  'patrol-missed',
  'visitor-inside',
  'vehicle-inside',
  'equipment-short',
  'storage-short',
  'backup-off',
  'backup-same-disk',
])
export type HandoverKind = z.infer<typeof HandoverKind>

export const HandoverItem = z.object({
  /** The same thing has the same id as long as it lasts: `camera-lost:cam-2`. */
  id: z.string(),
  kind: HandoverKind,
  /** Name of the place, device or case as people know it. */
  name: z.string(),
  /** Since when; null where nobody can say. */
  sinceMs: z.number().nullable(),
})
export type HandoverItem = z.infer<typeof HandoverItem>

/** A thing as a guard counted it to whom nobody handed over. */
export const LoneCount = z.object({ name: z.string(), expected: z.number().int(), counted: z.number().int() })

/** A thing as both guards counted it at a handover. */
export const EquipmentCount = z.object({
  name: z.string(),
  expected: z.number().int(),
  given: z.number().int(),
  taken: z.number().int(),
})
export type EquipmentCount = z.infer<typeof EquipmentCount>
