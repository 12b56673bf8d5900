import { z } from 'zod'
import { rightsOf, type Role } from './rights.ts'

/** The camera goes back to its guard position this long after the last command, ms (practice of DB31/T 329). */
export const returnAfterMs = 120_000
/** A move ends this long after the screen has last asked for it, ms. */
export const moveHoldsMs = 1_000
/** How often the screen asks again while a key is held, ms. */
export const moveRenewMs = 300

/** Parts of the highest speed, -1 to 1: right, up and into the picture are positive. */
export const PtzVelocity = z.object({
  pan: z.number().min(-1).max(1),
  tilt: z.number().min(-1).max(1),
  zoom: z.number().min(-1).max(1),
})
export type PtzVelocity = z.infer<typeof PtzVelocity>

/** A view that the camera finds by itself. */
export const PtzTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('home') }),
  z.object({ kind: z.literal('preset'), token: z.string().min(1).max(64) }),
])
export type PtzTarget = z.infer<typeof PtzTarget>

const PtzPreset = z.object({ token: z.string(), name: z.string() })

/** Who turns a camera. */
export const PtzOwner = z.object({
  id: z.string(),
  name: z.string(),
  shiftId: z.number().int().nullable(),
  rank: z.number().int(),
})
export type PtzOwner = z.infer<typeof PtzOwner>

/** Why a camera did not do what it was told. */
export const PtzFailure = z.enum(['unreachable', 'unauthorised', 'refused'])
export type PtzFailure = z.infer<typeof PtzFailure>

/** What the screen knows of one camera that was asked whether it can be turned. */
export const PtzReport = z.object({
  cameraId: z.string(),
  /** `unknown`: not asked yet, or it did not answer (see `failure`). */
  ability: z.enum(['unknown', 'none', 'ready']),
  failure: PtzFailure.nullable(),
  /** The site file says that it turns, or somebody has turned it before: its silence is worth telling. */
  isExpected: z.boolean(),
  hasHome: z.boolean(),
  presets: z.array(PtzPreset),
  /** Where it goes back to; null: nowhere. */
  guard: PtzTarget.nullable(),
  owner: PtzOwner.nullable(),
  sinceMs: z.number().nullable(),
  /** When the lock ends by itself unless another command comes; null while nobody holds it. */
  endsAtMs: z.number().nullable(),
  /** When it goes back to its guard position; null when it stands there or has none. */
  returnsAtMs: z.number().nullable(),
  /** From whom it was taken by somebody of higher rank, until that person takes it again. */
  lost: z.object({ fromId: z.string(), byName: z.string(), atMs: z.number() }).nullable(),
})
export type PtzReport = z.infer<typeof PtzReport>

const rankOfRole: Partial<Readonly<Record<Role, number>>> = {
  equipmentOfficer: 1,
  dutyGuard: 2,
  nightGuard: 2,
  guardLeader: 3,
  securityRep: 4,
}

/** Who may take a camera out of whose hands: the higher takes from the lower. 0: turns no camera at all. */
export function ptzRankOf(roles: readonly Role[]): number {
  if (!rightsOf(roles).has('cameras.ptz')) return 0
  return Math.max(0, ...roles.map(role => rankOfRole[role] ?? 0))
}
