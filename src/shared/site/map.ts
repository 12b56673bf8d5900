import { z } from 'zod'
import { id, mapPoint, name } from './basics.ts'

/** Plans of the electronic map: their grounds, and shapes that are no devices. */

const point = z.tuple([z.number(), z.number()])
const featureId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/)
const label = z.string().max(40)

/** A file of tiles in the folder `maps` of the data folder. */
export const TileFile = z.string().regex(/^[^/\\]{1,100}\.mbtiles$/)

/** What lies under a plan: a picture over the whole sheet, or raster tiles. Absent: the drawing alone. */
export const PlanBackground = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('image'),
    hash: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .describe('of a PNG or JPEG kept as an attachment'),
    opacity: z.number().min(0.1).max(1).default(1),
  }),
  z.object({
    kind: z.literal('tiles'),
    file: TileFile,
    minZoom: z.number().int().min(0).max(24),
    maxZoom: z.number().int().min(0).max(24),
    origin: point.describe('pixel of the plan’s [0, 0] at the highest zoom; one plan unit is one such pixel'),
    opacity: z.number().min(0.1).max(1).default(1),
  }),
])
export type PlanBackground = z.infer<typeof PlanBackground>

/** What is drawn on a plan beside walls and devices (B-4.2.3.b): ways out, meeting places, rounds and posts. */
export const PlanFeature = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('evacuation-route'), id: featureId, label, points: z.array(point).min(2) }),
  z.object({ kind: z.literal('assembly-point'), id: featureId, label, at: point }),
  z.object({ kind: z.literal('patrol-point'), id: featureId, label, at: point }),
  z.object({ kind: z.literal('guard-post'), id: featureId, label, at: point }),
])
export type PlanFeature = z.infer<typeof PlanFeature>

export const PlanShape = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('building'),
    label: z.string(),
    points: z.array(mapPoint).min(3),
  }),
  z.object({ kind: z.literal('field'), label: z.string(), centre: mapPoint, radius: mapPoint }),
  z.object({ kind: z.literal('wall'), points: z.array(mapPoint).min(2) }),
  z.object({ kind: z.literal('gate'), label: z.string(), points: z.array(mapPoint).length(2) }),
  z.object({ kind: z.literal('road'), points: z.array(mapPoint).min(2), width: z.number().positive() }),
  z.object({ kind: z.literal('green'), points: z.array(mapPoint).min(3) }),
])
export type PlanShape = z.infer<typeof PlanShape>

/** One outdoor area or floor: a drawing, a picture or tiles. */
export const Plan = z.object({
  id,
  name,
  width: z.number().positive(),
  height: z.number().positive(),
  metresPerUnit: z.number().positive().default(1),
  shapes: z.array(PlanShape),
  building: z.string().max(40).optional().describe('absent: out of doors'),
  floor: z.string().max(10).optional(),
  background: PlanBackground.optional(),
  features: z.array(PlanFeature).max(500).default([]),
})
export type Plan = z.infer<typeof Plan>
