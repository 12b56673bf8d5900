import type { DriverAbilities, PanelStatus, Signal } from '../../../shared/domain/intrusion.ts'

/** `report`: signals come this way; `control`: commands go this way; `both`: one connection for both. */
export type LinePath = 'report' | 'control' | 'both'

/** What a driver tells the station. Every method is called from the driver's own loop, never concurrently. */
export interface DriverSink {
  /**
   * Stores a signal; resolves when it is on disk. The driver acknowledges to the device only after that,
   * so that nothing acknowledged can be lost. A duplicate (same panel, code, raw) is the driver's to notice.
   */
  signal(signal: Signal): Promise<void>
  /**
   * The line to the panel came up, or was found dead (`reason` in plain words for the log, not for the screen).
   * A panel may have two lines of two drivers: one it reports on (DC-09), one it is commanded through (ISAPI); `path`
   * says which. Its zones are known only while the reporting one is online. Called on changes only.
   */
  line(panelId: string, state: 'online' | 'lost', reason: string, path: LinePath): void
  /** A fresh reading of the whole device, given before the signals that explain what changed in it. */
  status(panelId: string, status: PanelStatus): void
  /** Bytes that belong to no known panel or cannot be parsed: kept and shown, never dropped silently. */
  unknown(source: string, raw: string, why: string): void
}

/** A command's outcome as the device itself told it. */
export type CommandResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'zones-open'; readonly zoneNumbers: readonly number[] }
  | { readonly ok: false; readonly reason: 'refused'; readonly detail: string }
  | { readonly ok: false; readonly reason: 'no-answer' }

/** Commands to one panel. The result `ok: true` means the device confirmed, not that bytes were sent. */
export interface PanelControl {
  readonly abilities: DriverAbilities
  /** Arms a partition (device numbers). @param signal aborts waiting */
  arm(partitionNumber: number, signal: AbortSignal): Promise<CommandResult>
  disarm(partitionNumber: number, signal: AbortSignal): Promise<CommandResult>
  /** Asks the device for everything it can tell. Rejects when it does not answer. */
  readStatus(signal: AbortSignal): Promise<PanelStatus>
}
