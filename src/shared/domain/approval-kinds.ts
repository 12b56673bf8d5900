import { z } from 'zod'
import { Span } from './recording.ts'
import type { Role } from './rights.ts'

const person = z.object({ id: z.string(), name: z.string().max(40) })

/** The longest span one request may ask for, ms: the usual keeping time of 30 days and a day. */
export const longestRequestSpanMs = 31 * 86_400_000
/** The longest time a request may be used, from its submission, ms. */
export const longestRequestValidMs = 30 * 86_400_000

const video = {
  purpose: z.string().trim().min(1).max(300).describe('用途: why, in the words of the applicant'),
  /** With names as they were: a request must be readable without the site file. */
  cameras: z.array(person).min(1).max(64),
  span: Span,
  /** Who may look; names as they were. */
  viewers: z.array(person).min(1).max(12),
  /** Until when it may be used, ms UTC. */
  expiresAtMs: z.number(),
}

/** 调看: to look at recordings in the console (A-N6.2.b). */
const VideoAccessMatter = z.object({ kind: z.literal('video-access'), ...video })
/** 调取带出: to give copies to another unit or person as well (A-N4.3). */
export const VideoReleaseMatter = z.object({
  kind: z.literal('video-release'),
  ...video,
  receiver: z.string().trim().min(1).max(120).describe('unit and person that get the copies'),
  copies: z.number().int().min(1).max(10),
})

/** What is asked for. A new kind is a new member here and its steps below. */
export const ApprovalMatter = z.discriminatedUnion('kind', [VideoAccessMatter, VideoReleaseMatter])
export type ApprovalMatter = z.infer<typeof ApprovalMatter>
export type ApprovalKind = ApprovalMatter['kind']

/** Somebody who must agree: a role at the school, or an outside party whose paper is entered and confirmed. */
export interface ApprovalStep {
  readonly id: string
  readonly kind: 'role' | 'outside'
  /** Who decides, or for an outside party who may enter and confirm its consent. */
  readonly roles: readonly Role[]
}

const leaders: readonly Role[] = ['principal', 'schoolLeader']
/** Who handles papers of outside offices. Guards on watch do not. */
const clerks: readonly Role[] = [
  ...leaders,
  'securityRep',
  'schoolSafetyOffice',
  'generalAffairs',
  'guardLeader',
]

const schoolLeader: ApprovalStep = { id: 'school-leader', kind: 'role', roles: leaders }
const superior: ApprovalStep = { id: 'superior', kind: 'outside', roles: clerks }
const district: ApprovalStep = { id: 'district-bureau', kind: 'outside', roles: clerks }
const police: ApprovalStep = { id: 'police', kind: 'outside', roles: clerks }

/** Who must agree to what, in this order (requirements 4.1; A-N6.2.b, A-N4.3). */
export const approvalSteps: Readonly<Record<ApprovalKind, readonly ApprovalStep[]>> = {
  'video-access': [schoolLeader, superior],
  'video-release': [schoolLeader, superior, district, police],
}
