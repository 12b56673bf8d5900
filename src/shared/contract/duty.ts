import { z } from 'zod'
import { Person, Session, SignOffReason } from '../domain/duty.ts'
import { CardNumber } from '../domain/people.ts'
import { PresenceQuestion } from '../domain/presence.ts'
import { call, nothing } from './call.ts'

export const DutyReport = z.object({
  /** Who signed on at this desk; null when nobody did. */
  session: Session.nullable(),
  /** Since when the room has no active shift; null while it is manned. */
  unmannedSinceMs: z.number().nullable(),
  /** The shift that is open began where nobody handed over, and its guard has not looked everything over yet. */
  isTakeOverOwed: z.boolean(),
})
export type DutyReport = z.infer<typeof DutyReport>

export const dutyCalls = {
  'duty.people': call('nobody', nothing, z.array(Person)),
  'duty.report': call('nobody', nothing, DutyReport),
  'duty.sign-on': call(
    'nobody',
    z.object({
      userId: z.string(),
      pin: z.string().max(64),
      secrecyAccepted: z.boolean(),
      card: CardNumber.optional(),
    }),
    Session,
  ),
  /** A guard who hands over to nobody says why (`reason` and `note`); who only read says nothing. */
  'duty.sign-off': call(
    'sign-on',
    z.object({ note: z.string().trim().max(500), reason: SignOffReason.nullable().default(null) }),
    nothing,
  ),
  /** Somebody at the desk used the console, or (`isAnswer`) answered that the guard is there (A-10.b). */
  'duty.present': call('sign-on', z.object({ isAnswer: z.boolean().default(false) }), nothing),
  'duty.presence': call('nobody', nothing, PresenceQuestion),
  'duty.note': call('duty.note', z.object({ text: z.string().trim().min(1).max(1000) }), nothing),
} as const
