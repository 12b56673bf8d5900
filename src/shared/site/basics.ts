import { z } from 'zod'

/** What a thing is called in the records: it never changes. */
export const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/)
  .describe('lower-case letters, digits and hyphens; unique in the file')
/** What people call a thing. */
export const name = z.string().min(1).max(40)
export const mapPoint = z.tuple([z.number(), z.number()]).describe('[x, y] in plan units; y grows downwards')

/** Where a thing stands on the map. */
export const planPosition = z.object({ plan: id, at: mapPoint })
