import { z } from 'zod'
import { Permission, Role } from './rights.ts'

/** Somebody who may sign on, as the sign-on page shows it. */
export const Person = z.object({ id: z.string(), name: z.string(), roles: z.array(Role) })
export type Person = z.infer<typeof Person>

/** A guard's time on duty. It begins with sign-on and ends with handover or sign-off (A-10.a). */
export const Shift = z.object({
  id: z.number().int(),
  person: Person,
  kind: z.enum(['day', 'night']),
  startedAtMs: z.number(),
  endedAtMs: z.number().nullable(),
})
export type Shift = z.infer<typeof Shift>

/** Who sits at the desk. `shift` is null for somebody who reads without standing watch. */
export const Session = z.object({
  person: Person,
  shift: Shift.nullable(),
  permissions: z.array(Permission),
  signedOnAtMs: z.number(),
})
export type Session = z.infer<typeof Session>
