import { z } from 'zod'

/** What an output of a camera is wired to. */
export const RelayUse = z.enum(['light', 'siren', 'other'])
export type RelayUse = z.infer<typeof RelayUse>

/** How long an output may stay on where the site file says nothing, seconds. */
export const relaySeconds: Readonly<Record<RelayUse, number>> = { light: 600, siren: 60, other: 60 }
/** No output stays on longer, whatever is asked, seconds. */
export const longestRelaySeconds = 4 * 3_600

/** An output of a camera. */
export const RelayOutput = z.object({
  token: z.string(),
  name: z.string(),
  use: RelayUse,
  /** `monostable`: the device itself switches it off. */
  mode: z.enum(['bistable', 'monostable', 'unknown']),
  /** How long it stays on at the most. */
  mostSeconds: z.number().int(),
  /** What is known of it: by the device's own word where `isConfirmed`, else by the last command that it accepted. */
  state: z.enum(['unknown', 'on', 'off']),
  isConfirmed: z.boolean(),
  /** When it is switched off by itself, ms UTC; null while it is not on by us. */
  endsAtMs: z.number().nullable(),
  /** Who switched it on; empty where nobody here did. */
  byName: z.string(),
})
export type RelayOutput = z.infer<typeof RelayOutput>

export const RelayFailure = z.enum(['unreachable', 'unauthorised', 'refused'])
export type RelayFailure = z.infer<typeof RelayFailure>

/** The outputs of one camera that was asked for them. */
export const RelayReport = z.object({
  cameraId: z.string(),
  /** `unknown`: not asked, or without an answer. */
  ability: z.enum(['unknown', 'none', 'ready']),
  failure: RelayFailure.nullable(),
  outputs: z.array(RelayOutput),
})
export type RelayReport = z.infer<typeof RelayReport>
