import { z } from 'zod'
import { RequestDevice } from './approval-kinds.ts'
import type { IncidentKind } from './incident.ts'

/** An outage that was consented to (A-13.b) and is not over: what may be out of use, and when. */
export const OutageReport = z.object({
  /** Number of the request. */
  number: z.number().int(),
  devices: z.array(RequestDevice),
  fromMs: z.number(),
  toMs: z.number(),
  reason: z.string(),
  firm: z.string(),
  substitute: z.string(),
  isRunning: z.boolean(),
})
export type OutageReport = z.infer<typeof OutageReport>

/**
 * What is expected of a device that is taken out of use, and is held back meanwhile. Alarms of people in danger and of
 * intruders ring all the same.
 */
export const heldInOutage: ReadonlySet<IncidentKind> = new Set([
  'device-fault',
  'video-loss',
  'video-tamper',
  'power-failure',
  'tamper',
  'arming-missed',
])

/** The running outage that names a device; null when there is none. */
export function outageOf(
  outages: readonly OutageReport[] | null,
  kind: RequestDevice['kind'],
  id: string,
): OutageReport | null {
  return (
    outages?.find(
      ({ isRunning, devices }) =>
        isRunning && devices.some(device => device.kind === kind && device.id === id),
    ) ?? null
  )
}
