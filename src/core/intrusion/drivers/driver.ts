import type { DriverAbilities, PanelStatus, Signal, StrangerCause } from '../../../shared/domain/intrusion.ts'

/** `report`: signals come this way; `control`: commands go this way; `both`: one connection for both. */
export type LinePath = 'report' | 'control' | 'both'

/**
 * What tells a message from the panel's other messages, so that one sent again is stored once, also after a crash.
 * The sender counts `sequence` around; a message is the same one while nothing else came under its number.
 */
export interface Delivery {
  readonly account: string
  readonly receiver: string
  readonly line: string
  readonly sequence: number
  /** Which event of the message, from 0. */
  readonly part: number
  /** Over what the message says, without its time stamp: a retry may carry a new one. */
  readonly contentHash: string
}

/** A signal and what tells its message from others. */
export interface DeliveredSignal {
  readonly signal: Signal
  readonly delivery: Delivery
}

/** A whole message that could not be used: whose it says it is, why it was refused, and what it says. */
export interface Stranger {
  readonly account: string
  readonly why: StrangerCause
  /** The device's code as in `Signal`; empty when nothing could be read. */
  readonly code: string
  readonly partitionNumber: number | null
  /** Zone or user. */
  readonly number: number | null
}

/** What a driver tells the station. Every method is called from the driver's own loop, never concurrently. */
export interface DriverSink {
  /**
   * Stores a signal; resolves when it is on disk. The driver acknowledges to the device only after that,
   * so that nothing acknowledged can be lost. With a `delivery` that was stored in the last ten minutes nothing is
   * stored again.
   */
  signal(signal: Signal, delivery?: Delivery): Promise<void>
  /** Stores several in their order, all or none; absent where a sink has no use for it. */
  signalsTogether?(batch: readonly DeliveredSignal[]): Promise<void>
  /**
   * The line to the panel came up, or was found dead (`reason` in plain words for the log, not for the screen).
   * A panel may have two lines of two drivers: one it reports on (DC-09), one it is commanded through (ISAPI); `path`
   * says which. Its zones are known only while the reporting one is online. Called on changes only.
   */
  line(panelId: string, state: 'online' | 'lost', reason: string, path: LinePath): void
  /** A fresh reading of the whole device, given before the signals that explain what changed in it. */
  status(panelId: string, status: PanelStatus): void
  /** A message that says when it was made, ms UTC: how the panel's clock is judged. Absent where a sink has no use for it. */
  heardAt?(panelId: string, deviceAtMs: number, receivedAtMs: number): void
  /** Bytes that belong to no known panel or cannot be parsed: kept and shown, never dropped silently. */
  unknown(source: string, raw: string, why: string, stranger?: Stranger): void
}

/** A command's outcome as the device itself told it. */
export type CommandResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'zones-open'; readonly zoneNumbers: readonly number[] }
  | { readonly ok: false; readonly reason: 'refused'; readonly detail: string }
  | { readonly ok: false; readonly reason: 'no-answer' }

/**
 * Commands to one panel. The result `ok: true` means the device confirmed, not that bytes were sent. What `abilities`
 * does not state is refused with the detail `not supported`. Numbers are the device's own; `signal` aborts waiting.
 */
export interface PanelControl {
  readonly abilities: DriverAbilities
  /** The longest that an arming or disarming may take until it is confirmed, ms, the exit delay of the panel included. */
  readonly confirmMs: number
  arm(partitionNumber: number, signal: AbortSignal): Promise<CommandResult>
  disarm(partitionNumber: number, signal: AbortSignal): Promise<CommandResult>
  /** Takes a zone out of service or puts it back; confirmed when the device shows it so. */
  bypass(zoneNumber: number, isBypassed: boolean, signal: AbortSignal): Promise<CommandResult>
  /**
   * Clears the alarms of a partition; confirmed when the device shows none there any more. Refused with `alarm still on`
   * while the cause lasts. What may be cleared when is the caller's to decide: a panic is reset by key alone.
   */
  clearAlarms(partitionNumber: number, signal: AbortSignal): Promise<CommandResult>
  /** Asks the device for everything it can tell. Rejects when it does not answer. */
  readStatus(signal: AbortSignal): Promise<PanelStatus>
}

/** The answer of a driver to a command that its device does not know. */
export const notSupported: CommandResult = { ok: false, reason: 'refused', detail: 'not supported' }
