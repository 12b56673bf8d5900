import { z } from 'zod'
import { Span } from './recording.ts'
import type { RefusalCode } from '../refusal.ts'
import type { Permission, Role } from './rights.ts'

const person = z.object({ id: z.string(), name: z.string().max(40) })

/** The longest span one request may ask for, ms: the usual keeping time of 30 days and a day. */
export const longestRequestSpanMs = 31 * 86_400_000
/** The longest time a request may be used, from its submission, ms. */
export const longestRequestValidMs = 30 * 86_400_000

/** The longest time one outage may last, ms: the works of a summer. */
export const longestOutageMs = 92 * 86_400_000
/** An outage that nobody could foresee may be reported so long after it began, ms. */
export const latestUrgentReportMs = 86_400_000

const reason = z.string().trim().min(1).max(300)

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

/** What is taken out of use: a device of the site, or another system by its name alone. */
export const RequestDevice = z.object({
  kind: z.enum(['camera', 'panel', 'partition', 'system']),
  /** Id of the site file; of a named system its name. */
  id: z.string().min(1).max(120),
  name: z.string().max(120),
})
export type RequestDevice = z.infer<typeof RequestDevice>

/** 停用/调整报告: works for which devices stop or move (A-13.b). */
const PlannedOutageMatter = z.object({
  kind: z.literal('planned-outage'),
  devices: z.array(RequestDevice).min(1).max(600),
  reason,
  /** From when to when they may be out of use. */
  span: Span,
  substitute: reason.describe('应急防范措施 meanwhile'),
  firm: z.string().trim().min(1).max(120).describe('维保单位 or builder'),
  /** 突发: why it could not be reported in time; null for what was planned. */
  urgent: reason.nullable(),
})

/** 密码更改. What the password is has no place here. */
const PasswordChangeMatter = z.object({
  kind: z.literal('password-change'),
  devices: z.array(RequestDevice).min(1).max(600),
  account: z.string().trim().min(1).max(80).describe('name of the account on the device'),
  reason,
  /** Who changes it; name as it was. */
  executor: person,
  /** Until when it may be changed, ms UTC. */
  expiresAtMs: z.number(),
})

/** What is asked for. A new kind is a new member here and its rules below. */
export const ApprovalMatter = z.discriminatedUnion('kind', [
  VideoAccessMatter,
  VideoReleaseMatter,
  PlannedOutageMatter,
  PasswordChangeMatter,
])
export type ApprovalMatter = z.infer<typeof ApprovalMatter>
export type ApprovalKind = ApprovalMatter['kind']
export type MatterOf<K extends ApprovalKind> = Extract<ApprovalMatter, { kind: K }>
export type VideoMatter = MatterOf<'video-access' | 'video-release'>

/** Whether recordings are asked for. */
export const isVideo = (matter: ApprovalMatter): matter is VideoMatter =>
  matter.kind === 'video-access' || matter.kind === 'video-release'

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
/** 区教育局安委办 (安全办): what is stopped is reported to it, what protects a device changes with its consent. */
const districtSafety: ApprovalStep = { id: 'district-safety-office', kind: 'outside', roles: clerks }

/** What holds for one kind of request. */
interface KindRules<M> {
  /** Who must agree, in this order. */
  readonly steps: readonly ApprovalStep[]
  readonly mayApply: Permission
  /** What it is about, in the applicant's words. */
  readonly subject: (matter: M) => string
  /** From when on it is used without anybody doing anything; null: somebody uses it. */
  readonly startsAtMs: (matter: M) => number | null
  /** When nothing can be decided on or done under it any more, ms UTC. */
  readonly endsAtMs: (matter: M) => number
  /** Who may use it; they may also read it. */
  readonly users: (matter: M) => readonly string[]
  /** What somebody else is told who tries to use it. */
  readonly notUser: RefusalCode
  /** `free`: once it is authorised; `after-start`: once it is in use; `with-report`: by saying what was done and who saw it. */
  readonly closing: 'free' | 'after-start' | 'with-report'
  /** Whether it may be submitted later than it must be reported: never, or marked as late. */
  readonly late: (matter: M) => 'refused' | 'marked'
}

const videoRules: Omit<KindRules<VideoMatter>, 'steps'> = {
  mayApply: 'recordings.approved-request',
  subject: ({ purpose }) => purpose,
  startsAtMs: () => null,
  endsAtMs: ({ expiresAtMs }) => expiresAtMs,
  users: ({ viewers }) => viewers.map(({ id }) => id),
  notUser: 'approvals.not-a-viewer',
  closing: 'free',
  late: () => 'marked',
}

/** Every kind of request in one place (requirements 4.1 and section 6; A-N6.2.b, A-N4.3, A-13.b, A-14). */
const kinds: { readonly [K in ApprovalKind]: KindRules<MatterOf<K>> } = {
  'video-access': { ...videoRules, steps: [schoolLeader, superior] },
  'video-release': { ...videoRules, steps: [schoolLeader, superior, district, police] },
  'planned-outage': {
    steps: [schoolLeader, districtSafety],
    mayApply: 'approvals.apply',
    subject: matter => matter.reason,
    startsAtMs: ({ span }) => span.fromMs,
    endsAtMs: ({ span }) => span.toMs,
    users: () => [],
    notUser: 'approvals.wrong-state',
    closing: 'after-start',
    late: ({ urgent }) => (urgent === null ? 'refused' : 'marked'),
  },
  'password-change': {
    steps: [districtSafety],
    mayApply: 'approvals.apply',
    subject: matter => matter.reason,
    startsAtMs: () => null,
    endsAtMs: ({ expiresAtMs }) => expiresAtMs,
    users: ({ executor }) => [executor.id],
    notUser: 'approvals.not-the-executor',
    closing: 'with-report',
    late: () => 'marked',
  },
}

/** What holds for one request. */
export interface Terms {
  readonly steps: readonly ApprovalStep[]
  readonly subject: string
  readonly startsAtMs: number | null
  readonly endsAtMs: number
  readonly userIds: readonly string[]
  readonly notUser: RefusalCode
  readonly closing: 'free' | 'after-start' | 'with-report'
  readonly late: 'refused' | 'marked'
}

export function termsOf(matter: ApprovalMatter): Terms {
  // The rules are looked up by the kind of this very matter.
  const rules = kinds[matter.kind] as KindRules<ApprovalMatter>
  return {
    steps: rules.steps,
    subject: rules.subject(matter),
    startsAtMs: rules.startsAtMs(matter),
    endsAtMs: rules.endsAtMs(matter),
    userIds: rules.users(matter),
    notUser: rules.notUser,
    closing: rules.closing,
    late: rules.late(matter),
  }
}

export const approvalKinds = ApprovalMatter.options.map(({ shape }) => shape.kind.value)

/** The right that somebody needs to ask for it. */
export const rightToApply = (kind: ApprovalKind): Permission => kinds[kind].mayApply

/** Roles that have a word in a request: they decide one of its steps, or handle what an outside office says to it. */
export const decidingRoles: ReadonlySet<Role> = new Set(
  Object.values(kinds).flatMap(({ steps }) => steps.flatMap(({ roles }) => roles)),
)
