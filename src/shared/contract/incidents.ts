import { z } from 'zod'
import { Incident, IncidentAction } from '../domain/incident.ts'
import { call, nothing } from './call.ts'

export const incidentsCalls = {
  'incidents.open': call('nobody', nothing, z.array(Incident)),
  /** 发现情况: in the picture of a camera, or at a place that the text names. */
  'incidents.observe': call(
    'incidents.handle',
    z.object({
      cameraId: z.string().nullable(),
      text: z.string().trim().max(500),
      /** What `cameras.hold-moment` gave when the guard saw it. */
      momentId: z.string().nullable().default(null),
    }),
    Incident,
  ),
  'incidents.act': call(
    'incidents.handle',
    z.object({ id: z.number().int(), action: IncidentAction }),
    Incident,
  ),
  /**
   * 一键确认本组: locates (or takes up) each of these, with an entry of its own, as far as it still stands in this group
   * (`groupKeyOf`) and in nobody else's hand. Gives how many; closes nothing. Panic and fire have no group.
   */
  'incidents.confirm-group': call(
    'incidents.handle',
    z.object({ key: z.string().max(200), ids: z.array(z.number().int()).min(1).max(5_000) }),
    z.object({ confirmed: z.number().int() }),
  ),
  /** The screen has painted these incidents: as the pop-up, or named or counted in its head. */
  'incidents.shown': call('nobody', z.object({ ids: z.array(z.number().int()).min(1).max(5_000) }), nothing),
} as const
