import { z } from 'zod'
import type { PanelStatus, ZoneState } from '../../../../shared/domain/intrusion.ts'

/** Answers of SecurityCP (`?format=json`); fields this station does not need, and new ones, are let through unread. */
const SubSystems = z.object({
  SubSysList: z.array(
    z.object({
      SubSys: z.object({
        id: z.number().int(),
        arming: z.string(),
        alarm: z.boolean().optional(),
        enabled: z.boolean().optional(),
      }),
    }),
  ),
})

const Zone = z.object({
  id: z.number().int().nonnegative(),
  status: z.string().optional(),
  alarm: z.boolean().optional(),
  tamperEvident: z.boolean().optional(),
  bypassed: z.boolean().optional(),
  shielded: z.boolean().optional(),
  subSystemNo: z.number().int().optional(),
  linkageSubSystem: z.array(z.number().int()).optional(),
})
const Zones = z.object({ ZoneList: z.array(z.object({ Zone })) })

export const ResponseStatus = z.object({
  statusCode: z.number().int(),
  statusString: z.string().optional(),
  subStatusCode: z.string().optional(),
  errorMsg: z.string().optional(),
})
export type ResponseStatus = z.infer<typeof ResponseStatus>

/** What one zone reports, with the numbers the station uses. */
export interface ZoneReading {
  /** SecurityCP counts zones from 0, Contact ID and the keypad from 1: this is the latter. */
  readonly number: number
  readonly state: ZoneState
  readonly isBypassed: boolean
  readonly isAlarm: boolean
  readonly partitionNumbers: readonly number[]
}

/** What one partition reports; `isAlarm` while one of its alarms is not cleared. */
export type PartitionReading = PanelStatus['partitions'][number] & { readonly isAlarm: boolean }

/** @throws ZodError or SyntaxError when the body is something else */
export function parseSubSystems(body: string): PartitionReading[] {
  return SubSystems.parse(JSON.parse(body)).SubSysList.flatMap(({ SubSys }) => {
    const state = partitionState(SubSys.arming)
    return SubSys.enabled === false || state === null
      ? []
      : [{ number: SubSys.id, state, isAlarm: SubSys.alarm === true }]
  })
}

/** A word this driver does not know is left out, so that the partition stays unknown. */
function partitionState(arming: string): PartitionReading['state'] | null {
  switch (arming) {
    case 'away':
    case 'stay':
    case 'vacation':
      return 'armed'
    case 'disarm':
      return 'disarmed'
    case 'arming':
      return 'arming'
    default:
      return null
  }
}

/** @throws ZodError or SyntaxError when the body is something else */
export function parseZones(body: string): ZoneReading[] {
  return Zones.parse(JSON.parse(body)).ZoneList.flatMap(({ Zone: zone }) => {
    if (zone.status === 'notRelated') return []
    const partitionNumbers =
      zone.linkageSubSystem ?? (zone.subSystemNo === undefined ? [] : [zone.subSystemNo])
    const isBypassed = zone.bypassed === true || zone.shielded === true
    const isAlarm = zone.alarm === true
    return [{ number: zone.id + 1, state: zoneState(zone), isBypassed, isAlarm, partitionNumbers }]
  })
}

/** The worst first; a status this driver does not know is unknown, never normal. */
function zoneState(zone: z.infer<typeof Zone>): ZoneState {
  if (zone.alarm) return 'alarm'
  if (zone.tamperEvident) return 'tamper'
  if (zone.status === 'offline' || zone.status === 'breakDown' || zone.status === 'heartbeatAbnormal')
    return 'fault'
  if (zone.bypassed || zone.shielded) return 'bypassed'
  if (zone.status === 'trigger') return 'open'
  return zone.status === 'online' ? 'normal' : 'unknown'
}

/** Reads the outcome of a command; null when the body is no ResponseStatus in JSON. */
export function parseResponseStatus(body: string): ResponseStatus | null {
  try {
    return ResponseStatus.parse(JSON.parse(body))
  } catch {
    return null
  }
}
