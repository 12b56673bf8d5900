import type { SignalKind } from '../../../../shared/domain/intrusion.ts'

export interface Dc09Config {
  readonly host: string
  /** One number for TCP and UDP; 0 takes one that is free for both. */
  readonly port: number
  readonly panels: readonly Dc09PanelConfig[]
  /** Silence after which a connection is closed, ms. Default 15 min. */
  readonly idleTimeoutMs?: number
  /** Within this a connection must send its first usable message, and a frame that began must end, ms. Default 30 s. */
  readonly frameTimeoutMs?: number
  /** Connections at once, default 4000; beyond it the oldest that never sent anything usable is closed. */
  readonly connectionsMost?: number
}

export interface Dc09PanelConfig {
  readonly panelId: string
  /** Account number as the panel sends it (hex digits, upper or lower case). */
  readonly account: string
  /** Interval of the panel's NULL messages, ms; the line is lost after 1.5 of them. */
  readonly supervisionIntervalMs: number
  /**
   * The key of the account as text (`keyFromText`), asked for each encrypted message; gives null when none is set.
   * Absent: the panel does not encrypt. Present: only encrypted messages of it count.
   */
  readonly keyText?: () => string | null
  /** Kinds that this installation gives to Contact ID codes, e.g. `{ '371': 'alarm.cut' }`. */
  readonly kindByCode?: Readonly<Record<string, SignalKind>>
}

/** Takes one whole frame; resolves with the answer to send, or null for silence. Never rejects. */
export type MessageHandler = (bytes: Uint8Array, source: string) => Promise<Uint8Array | null>

/** Where the two listeners put what came in. */
export interface Intake {
  readonly message: MessageHandler
  /** Bytes outside any frame; `bytes` is bounded by the caller. */
  readonly garbage: (bytes: Uint8Array, source: string) => void
}
