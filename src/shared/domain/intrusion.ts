import { z } from 'zod'

/** What a zone is for. Panic, fire and tamper zones are never disarmed, shelved or muted away (GB 50394 5.2). */
export const ZoneKind = z.enum(['intrusion', 'perimeter', 'panic', 'fire', 'tamper'])
export type ZoneKind = z.infer<typeof ZoneKind>

/** State of a zone as the device last told it. `unknown` is never shown as normal. */
export const ZoneState = z.enum(['unknown', 'normal', 'open', 'alarm', 'fault', 'tamper', 'bypassed'])
export type ZoneState = z.infer<typeof ZoneState>

/** What a signal says, normalised over all devices. */
export const SignalKind = z.enum([
  'alarm.intrusion',
  'alarm.perimeter',
  'alarm.cut',
  'alarm.panic',
  'alarm.fire',
  'tamper',
  'fault.slack',
  'fault.zone',
  'fault.power',
  'fault.battery',
  'fault.line',
  'zone.open',
  'armed',
  'disarmed',
  'bypass',
  'test',
  'unclassified',
])
export type SignalKind = z.infer<typeof SignalKind>

/** One thing a device said, after its driver parsed it. The raw bytes stay with it as evidence. */
export const Signal = z.object({
  panelId: z.string(),
  /** Number of the zone on the device; null when the signal concerns the panel or a partition. */
  zoneNumber: z.number().int().nonnegative().nullable(),
  /** Number of the partition on the device; null when it has none. */
  partitionNumber: z.number().int().nonnegative().nullable(),
  kind: SignalKind,
  /** `active`: began or happened; `restored`: the same condition ended. */
  edge: z.enum(['active', 'restored']),
  /** User number at the keypad, for armed / disarmed; null when not told. */
  userNumber: z.number().int().nonnegative().nullable(),
  /** Name of the user at the keypad, as the panel knows it; absent where it told none. */
  userName: z.string().optional(),
  /** The device's own code, e.g. `1130` (Contact ID), `BA`, `di:12=1`. */
  code: z.string(),
  /** The device's own time, ms UTC; null when it told none. */
  deviceAtMs: z.number().nullable(),
  /** When the packet arrived in the station, ms UTC. */
  receivedAtMs: z.number(),
  /** The message as received (text, or hex where it is binary); an encrypted one is followed by ` = ` and what it says. */
  raw: z.string(),
})
export type Signal = z.infer<typeof Signal>

/** Why a whole message of a panel could not be used. */
export const StrangerCause = z.enum([
  'account-unknown',
  'not-encrypted',
  'key-missing',
  'key-wrong',
  'time-wrong',
  'token-unknown',
])
export type StrangerCause = z.infer<typeof StrangerCause>

/** Messages of one account that could not be used for one cause; `code` to `number` are of the last one. */
export const UnknownAccount = z.object({
  account: z.string(),
  why: StrangerCause,
  firstAtMs: z.number(),
  lastAtMs: z.number(),
  count: z.number().int().positive(),
  /** Where the last one came from: `tcp 192.0.2.7:40112`. */
  source: z.string(),
  /** The device's code; empty when nothing could be read. */
  code: z.string(),
  /** The published name of the code; null when the tables do not name it. */
  codeName: z.object({ zh: z.string(), en: z.string() }).nullable(),
  partitionNumber: z.number().nullable(),
  number: z.number().nullable(),
})
export type UnknownAccount = z.infer<typeof UnknownAccount>

/** `arming` and `disarming`: command sent, device's answer awaited. `unknown`: the device is lost or not yet read. */
export const PartitionState = z.enum(['unknown', 'disarmed', 'arming', 'armed', 'disarming'])
export type PartitionState = z.infer<typeof PartitionState>

export const PanelLine = z.enum(['unknown', 'online', 'lost'])
export type PanelLine = z.infer<typeof PanelLine>

/**
 * What a driver is able to do with its device; the console offers nothing that the device cannot confirm. Arming by
 * force is no ability of its own: the zones that stand open are bypassed first, which the device confirms one by one.
 */
export interface DriverAbilities {
  readonly reportsSignals: boolean
  readonly readsStatus: boolean
  /** Tells mains, battery, tamper or clock in its status. */
  readonly readsHealth: boolean
  /** Arms and disarms partitions. */
  readonly armsPartitions: boolean
  readonly bypassesZones: boolean
  /** Silences and clears the alarm memory of a partition. */
  readonly clearsAlarms: boolean
}

/** Ok, a fault, or not told; not told is never shown as ok. */
export const HealthVerdict = z.enum(['unknown', 'ok', 'fault'])
export type HealthVerdict = z.infer<typeof HealthVerdict>

/** How the device itself is, as it told; `clockDeviationMs` is its clock minus the station's. */
export interface PanelHealth {
  readonly power: HealthVerdict
  readonly battery: HealthVerdict
  readonly tamper: HealthVerdict
  readonly clockDeviationMs: number | null
}

/** What a panel answered when asked for its present state. Numbers are the device's own. */
export interface PanelStatus {
  readonly partitions: readonly { readonly number: number; readonly state: 'armed' | 'disarmed' | 'arming' }[]
  /** `isBypassed` also when a worse state hides it; absent where the device does not tell. */
  readonly zones: readonly {
    readonly number: number
    readonly state: ZoneState
    readonly isBypassed?: boolean
  }[]
  /** Absent where the device does not tell. */
  readonly health?: PanelHealth
}
