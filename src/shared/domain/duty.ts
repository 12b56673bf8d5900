import { z } from 'zod'
import { Permission, Role } from './rights.ts'
import { ShiftPlan } from './roster.ts'

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
  /** What the roster said when it began. */
  plan: ShiftPlan,
})
export type Shift = z.infer<typeof Shift>

/** Why a guard's shift ends without a handover. */
export const SignOffReason = z.enum(['ill', 'urgent', 'nobody-came', 'room-closes', 'other'])
export type SignOffReason = z.infer<typeof SignOffReason>

/** How the 《保安员》 certificate of somebody stands. `validTo` is its last day. */
export const CertificateState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('not-needed') }),
  z.object({ kind: z.literal('missing') }),
  z.object({ kind: z.literal('valid'), number: z.string(), validTo: z.string() }),
  z.object({ kind: z.literal('expiring'), number: z.string(), validTo: z.string(), days: z.number().int() }),
  z.object({ kind: z.literal('expired'), number: z.string(), validTo: z.string() }),
])
export type CertificateState = z.infer<typeof CertificateState>

/** Who sits at the desk. `shift` is null for somebody who reads without standing watch. */
export const Session = z.object({
  person: Person,
  shift: Shift.nullable(),
  permissions: z.array(Permission),
  certificate: CertificateState,
  signedOnAtMs: z.number(),
})
export type Session = z.infer<typeof Session>
