import { z } from 'zod'
import { Shelf } from '../domain/shelving.ts'
import { call, nothing } from './call.ts'

export const shelvingCalls = {
  /** The shelves that hold now, the one that ends first in front. */
  'shelving.list': call('nobody', nothing, z.array(Shelf)),
  /** Refused for panic, fire and tamper zones, without a reason, and for longer than a day. */
  'shelving.shelve': call(
    'incidents.shelve',
    z.object({ zoneId: z.string(), reason: z.string().trim().max(200), untilMs: z.number() }),
    Shelf,
  ),
  /** Whoever handles alarms may bring them back. */
  'shelving.lift': call('incidents.handle', z.object({ id: z.number().int() }), Shelf),
} as const
