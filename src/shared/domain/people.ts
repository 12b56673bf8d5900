import { z } from 'zod'
import { Assignment, Training } from '../site/people.ts'
import { decidingRoles } from './approval-kinds.ts'
import { CertificateState } from './duty.ts'
import { rightsOf, Role } from './rights.ts'

/** How somebody's PIN stands: none yet; one that must be changed at the first sign-on; one of the own. */
export const PinState = z.object({
  kind: z.enum(['none', 'first', 'own']),
  /** Locked after wrong tries until then; null when not. */
  lockedUntilMs: z.number().nullable(),
})
export type PinState = z.infer<typeof PinState>

const Certificate = z.object({ number: z.string().trim().min(1).max(40), validTo: z.iso.date() })

/** What is entered of a person. */
export const PersonDraft = z.object({
  name: z.string().trim().min(1).max(40),
  roles: z.array(Role).min(1),
  phone: z.string().trim().max(30),
  certificate: Certificate.nullable(),
  training: z.array(Training).max(50),
  assignments: z.array(Assignment).max(50),
})
export type PersonDraft = z.infer<typeof PersonDraft>

/** A person as the page 人员与权限 shows it; never a hash, never a card's number. */
export const PersonRecord = PersonDraft.extend({
  id: z.string(),
  certificateState: CertificateState,
  retired: z.object({ on: z.iso.date(), reason: z.string() }).nullable(),
  pin: PinState,
  hasCard: z.boolean(),
})
export type PersonRecord = z.infer<typeof PersonRecord>

/** A second person's word for one act (four eyes). */
export const SecondPerson = z.object({ userId: z.string().max(63), pin: z.string().max(64) })
export type SecondPerson = z.infer<typeof SecondPerson>

/** The number that a reader types: digits alone. */
export const CardNumber = z.string().regex(/^\d{6,20}$/)

/** Lists of people for paper and Excel. */
export const PeopleList = z.enum(['rights', 'assignments', 'certificates'])
export type PeopleList = z.infer<typeof PeopleList>

/**
 * Roles that decide over others or over the record: they administer people or are the second person for that, or have a
 * word in a request. To give or take them, or to give their holder a PIN or a card, needs a second person. Otherwise who
 * administers could sign on in the name of the 校长, or make up the people who agree to a request.
 */
const strongRoles: ReadonlySet<Role> = new Set(
  Role.options.filter(role => {
    const rights = rightsOf([role])
    return rights.has('people.edit') || rights.has('people.confirm') || decidingRoles.has(role)
  }),
)

export const isStrong = (roles: readonly Role[]): boolean => roles.some(role => strongRoles.has(role))

/** Whether a change of roles gives or takes a strong one. */
export function changesStrong(before: readonly Role[], after: readonly Role[]): boolean {
  const strongOf = (roles: readonly Role[]) => roles.filter(role => strongRoles.has(role)).toSorted()
  return strongOf(before).join() !== strongOf(after).join()
}
