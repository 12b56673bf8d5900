import { z } from 'zod'
import { MapDraft } from '../domain/map-draft.ts'
import { TileFile } from '../site/map.ts'
import { IncidentKind } from '../domain/incident.ts'
import { call, nothing } from './call.ts'

/** A file of tiles in the folder `maps` of the data folder, as it was found. */
export const TileSet = z.object({
  file: TileFile,
  name: z.string(),
  minZoom: z.number().int(),
  maxZoom: z.number().int(),
  /** Degrees: west, south, east, north. */
  bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  /** Why it cannot be used; null when it can. */
  problem: z.enum(['not-tiles', 'vector', 'no-zoom']).nullable(),
})
export type TileSet = z.infer<typeof TileSet>

/** How often a place alarmed (B-4.2.3.b); drills, tests and faults of devices are not counted. */
export const RiskPlace = z.object({
  zoneId: z.string().nullable(),
  cameraId: z.string().nullable(),
  count: z.number().int(),
  /** Of these, found to be true. */
  trueCount: z.number().int(),
  lastAtMs: z.number(),
})
export type RiskPlace = z.infer<typeof RiskPlace>

/** One thing that happened while an incident was open, for the map's playback. */
export const HistoryFrame = z.object({
  atMs: z.number(),
  /** Kind of the journal's entry. */
  kind: z.string(),
  zoneId: z.string().nullable(),
  /** What a device said; null for what a person did. */
  signalKind: z.string().nullable(),
  edge: z.enum(['active', 'restored']).nullable(),
  incidentId: z.number().int().nullable(),
  /** Who did it; empty for devices and the station. */
  byName: z.string(),
})
export type HistoryFrame = z.infer<typeof HistoryFrame>

export const PastIncident = z.object({
  id: z.number().int(),
  kind: IncidentKind,
  placeName: z.string(),
  zoneId: z.string().nullable(),
  raisedAtMs: z.number(),
})
export type PastIncident = z.infer<typeof PastIncident>

export const MapHistory = z.object({
  incident: PastIncident,
  fromMs: z.number(),
  toMs: z.number(),
  frames: z.array(HistoryFrame),
})
export type MapHistory = z.infer<typeof MapHistory>

/** What stands on a printed zone map (G4). */
export const MapPrint = z.object({
  number: z.string(),
  atMs: z.number(),
  byName: z.string(),
  school: z.string(),
  purpose: z.string(),
})
export type MapPrint = z.infer<typeof MapPrint>

const planId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/)
const days = z.number().int().min(1).max(366)

export const mapCalls = {
  /** The draft of a plan; null where there is none. */
  'map.draft': call(
    'map.edit',
    z.object({ planId }),
    z.object({
      draft: MapDraft.nullable(),
      byName: z.string(),
      savedAtMs: z.number(),
      /** The published plan was changed since the draft was begun. */
      isOutdated: z.boolean(),
    }),
  ),
  /** Plans that have a draft, those that were never published too. */
  'map.drafts': call('map.edit', nothing, z.array(z.object({ id: z.string(), name: z.string() }))),
  'map.save-draft': call('map.edit', z.object({ draft: MapDraft }), z.object({ savedAtMs: z.number() })),
  'map.discard-draft': call('map.edit', z.object({ planId }), nothing),
  'map.publish': call(
    'map.edit',
    z.object({ planId, summary: z.string().trim().min(1).max(200) }),
    z.object({ version: z.number().int() }),
  ),
  /** A plan on which nothing stands. */
  'map.remove-plan': call('map.edit', z.object({ planId }), nothing),
  /** A drawing without anything that could act or reach out; the screen makes a picture of it. */
  'map.clean-svg': call(
    'map.edit',
    z.object({ svg: z.string().max(8_000_000) }),
    z.object({ svg: z.string(), width: z.number(), height: z.number() }),
  ),
  'map.tile-sets': call('map.edit', nothing, z.array(TileSet)),
  'map.tile': call(
    'sign-on',
    z.object({ file: TileFile, z: z.number().int(), x: z.number().int(), y: z.number().int() }),
    z.object({ type: z.string(), base64: z.string() }).nullable(),
  ),
  'map.risk': call('sign-on', z.object({ days }), z.array(RiskPlace)),
  'map.past-incidents': call('ledgers.read', z.object({ days }), z.array(PastIncident)),
  'map.history': call('ledgers.read', z.object({ incidentId: z.number().int() }), MapHistory),
  /** Takes the next number and writes down who prints a zone map and what for (G4, A-16.4), before it is printed. */
  'map.print': call('map.print', z.object({ planId, purpose: z.string().trim().min(1).max(100) }), MapPrint),
} as const
