import { z } from 'zod'
import { Contact, PlaceType, Zone } from './site.ts'

/**
 * What the screen may know of the site file: names and places, never an address, a credential or a hash.
 */
export const CameraView = z.object({
  id: z.string(),
  name: z.string(),
  placeId: z.string(),
  hasSub: z.boolean(),
  /** The station itself records it. */
  recorded: z.boolean(),
  /** There may be recordings to look at: of the station, or of the school's recorder. */
  hasRecordings: z.boolean(),
  plan: z.string(),
  at: z.tuple([z.number(), z.number()]),
  directionDegrees: z.number(),
  fieldOfViewDegrees: z.number(),
  rangeUnits: z.number(),
})
export type CameraView = z.infer<typeof CameraView>

export const ZoneView = Zone.omit({ partition: true }).extend({
  panelId: z.string(),
  partitionId: z.string().nullable(),
  placeName: z.string(),
})
export type ZoneView = z.infer<typeof ZoneView>

/** A contact that is wired to a camera and raises alarms; `id` as in `Incident.inputId`. */
export const InputView = z.object({
  id: z.string(),
  cameraId: z.string(),
  token: z.string(),
  name: z.string(),
  alarm: z.enum(['panic', 'fire', 'intrusion', 'tamper']),
  plan: z.string(),
  at: z.tuple([z.number(), z.number()]),
})
export type InputView = z.infer<typeof InputView>

export const PartitionView = z.object({
  id: z.string(),
  name: z.string(),
  panelId: z.string(),
  kind: z.enum(['intrusion', 'perimeter']),
  zoneIds: z.array(z.string()),
  /** Whether the panel can be told to arm, or only reports it. */
  canCommand: z.boolean(),
})
export type PartitionView = z.infer<typeof PartitionView>

export const SiteView = z.object({
  id: z.string(),
  name: z.string(),
  notice: z.string(),
  plans: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      /** Empty out of doors. */
      building: z.string(),
      floor: z.string(),
    }),
  ),
  places: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      type: PlaceType,
      /** Empty outdoors. */
      building: z.string(),
      floor: z.string(),
      keyArea: z.boolean(),
    }),
  ),
  cameras: z.array(CameraView),
  inputs: z.array(InputView),
  /** Out of service: shown nowhere but where recordings are looked for. */
  retiredCameras: z.array(
    z.object({ id: z.string(), name: z.string(), placeId: z.string(), hasRecordings: z.boolean() }),
  ),
  panels: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      placeName: z.string(),
      /** Null for one that is not on the map. */
      position: z.object({ plan: z.string(), at: z.tuple([z.number(), z.number()]) }).nullable(),
    }),
  ),
  partitions: z.array(PartitionView),
  zones: z.array(ZoneView),
  contacts: z.array(Contact),
  guards: z.array(z.object({ id: z.string(), name: z.string() })),
  quickPhrases: z.array(z.string()),
})
export type SiteView = z.infer<typeof SiteView>
