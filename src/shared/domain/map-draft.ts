import { z } from 'zod'
import { Plan, Zone } from '../site.ts'

const point = z.tuple([z.number(), z.number()])

/** Where a camera stands and looks; the same words as in the site file. */
export const CameraPlacement = z.object({
  at: point,
  directionDegrees: z.number().min(0).max(360),
  fieldOfViewDegrees: z.number().min(1).max(360),
  rangeUnits: z.number().positive(),
})
export type CameraPlacement = z.infer<typeof CameraPlacement>

/** A zone has a point, a course or an area; at least one of them. */
export const ZonePlacement = Zone.pick({ at: true, line: true, area: true })
export type ZonePlacement = z.infer<typeof ZonePlacement>

/**
 * What somebody has drawn but not published: the plan as it shall be, and the devices that were placed or moved on it.
 * Devices that nobody touched are not in it, so that a change made elsewhere meanwhile is not undone.
 */
export const MapDraft = z.object({
  plan: Plan,
  cameras: z.record(z.string(), CameraPlacement),
  zones: z.record(z.string(), ZonePlacement),
  panels: z.record(z.string(), z.object({ at: point })),
})
export type MapDraft = z.infer<typeof MapDraft>
