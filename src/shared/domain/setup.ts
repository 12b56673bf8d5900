import { z } from 'zod'

/** What may be told of stored credentials: never user or password. */
export const CredentialState = z.object({
  name: z.string(),
  /** `file`: in the secrets file, in the clear. `unreadable`: sealed with another key; must be entered again. */
  source: z.enum(['vault', 'file', 'unreadable']),
  changedAtMs: z.number().nullable(),
})
export type CredentialState = z.infer<typeof CredentialState>

/** A camera of the site that is reached by the same address already. */
const Known = z.object({ id: z.string(), name: z.string() })

/** A device that answered a probe. */
export const FoundDevice = z.object({
  endpoint: z.string(),
  /** Of its device service. */
  address: z.string(),
  host: z.string(),
  name: z.string().nullable(),
  hardware: z.string().nullable(),
  known: z.array(Known),
})
export type FoundDevice = z.infer<typeof FoundDevice>

/** A camera's clock against the station's, ms; measured by the edge method (A-15.1.4.b). */
export const ClockVerdict = z.object({
  /** Above zero when the camera is ahead; null when it does not tell its time. */
  offsetMs: z.number().nullable(),
  errorMs: z.number().nullable(),
  setBy: z.enum(['ntp', 'manual', 'unknown']),
  verdict: z.enum(['within', 'beyond', 'unknown']),
})
export type ClockVerdict = z.infer<typeof ClockVerdict>

export const FoundProfile = z.object({
  token: z.string(),
  name: z.string(),
  codec: z.enum(['h264', 'h265', 'mpeg4', 'jpeg', 'other']),
  width: z.number().int(),
  height: z.number().int(),
  fps: z.number().nullable(),
  bitrateKbps: z.number().nullable(),
  /** Without user and password; null when the device gave none. */
  url: z.string().nullable(),
})
export type FoundProfile = z.infer<typeof FoundProfile>

/** A picture source of a device: the camera itself, or a channel of a recorder. */
export const FoundCamera = z.object({
  name: z.string(),
  profiles: z.array(FoundProfile),
  /** Tokens of the profiles that suit best. */
  mainToken: z.string().nullable(),
  subToken: z.string().nullable(),
  known: z.array(Known),
})
export type FoundCamera = z.infer<typeof FoundCamera>

/** What a stream is, by its own first frames. */
export const StreamFacts = z.object({
  codec: z.string(),
  width: z.number().int(),
  height: z.number().int(),
  fps: z.number().nullable(),
  known: z.array(Known),
})
export type StreamFacts = z.infer<typeof StreamFacts>

/** Pixels of the largest picture that is a good sub-stream (704×576, the D1 that older cameras offer). */
const largestSubArea = 704 * 576

type Choosable = Pick<FoundProfile, 'token' | 'codec' | 'width' | 'height' | 'url'>

const areaOf = ({ width, height }: Choosable): number => width * height

/**
 * The stream to record and enlarge (the largest), and the one for the wall: H.264, for every screen plays it, at most
 * D1; the largest of these. A sub-stream that is not smaller than the main one is none.
 */
export function chooseStreams(profiles: readonly Choosable[]): {
  mainToken: string | null
  subToken: string | null
} {
  const usable = profiles.filter(({ url }) => url !== null).toSorted((a, b) => areaOf(b) - areaOf(a))
  const main = usable.find(({ codec }) => codec === 'h264' || codec === 'h265') ?? usable[0]
  if (main === undefined) return { mainToken: null, subToken: null }
  const sub = usable.find(
    profile =>
      profile.codec === 'h264' && areaOf(profile) <= largestSubArea && areaOf(profile) < areaOf(main),
  )
  return { mainToken: main.token, subToken: sub?.token ?? null }
}
