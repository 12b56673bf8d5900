import { z } from 'zod'
import { id, name } from './basics.ts'

/** Where a device must stand: the lists of and A-N2. */
export const PlaceType = z.enum([
  'main-gate',
  'side-gate',
  'outside-25m',
  'perimeter',
  'playground',
  'gymnasium',
  'lobby',
  'corridor',
  'stairs',
  'lift',
  'dormitory',
  'canteen-store',
  'canteen-kitchen',
  'canteen-dining',
  'archive',
  'broadcast',
  'computer-room',
  'network-centre',
  'finance',
  'hazardous-store',
  'guard-room',
  'principal-office',
  'duty-room',
  'security-plant',
  'car-park',
  'other',
])
export type PlaceType = z.infer<typeof PlaceType>

export const Place = z.object({
  id,
  name,
  type: PlaceType,
  building: z.string().max(40).optional(),
  floor: z.string().max(10).optional(),
  keyArea: z.boolean().default(false).describe('重点要害部位 (B-4.4.1.d): recordings kept 90 days'),
})
export type Place = z.infer<typeof Place>
