import { z } from 'zod'

/** Who did something, with the name as it was then: a record must be readable without any other table. */
export const Actor = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('user'),
    id: z.string(),
    name: z.string(),
    /** The duty shift under which it was done; null outside a shift. */
    shiftId: z.number().int().nullable(),
  }),
  z.object({ kind: z.literal('device'), id: z.string() }),
  z.object({ kind: z.literal('station') }),
])
export type Actor = z.infer<typeof Actor>
export type UserActor = Extract<Actor, { kind: 'user' }>

/** The station itself: start, stop, checks, deadlines. */
export const station: Actor = { kind: 'station' }
