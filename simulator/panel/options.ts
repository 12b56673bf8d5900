import type { Clock } from '../../src/core/platform/clock.ts'

/** How a simulated alarm panel is wired. */
export interface PanelOptions {
  /** Gives the first sequence number and the nonces of the digest. */
  readonly seed: number
  /** The panel's own id for commands; default `panel`. */
  readonly id?: string
  /** Account at the alarm receiver, 3..16 hex digits. */
  readonly account: string
  /** Where the panel reports to by DC-09. */
  readonly receiver: { readonly host: string; readonly port: number }
  /** Default TCP. */
  readonly transport?: 'tcp' | 'udp'
  /** AES key of the account, 16, 24 or 32 bytes; everything is encrypted then. */
  readonly key?: Uint8Array
  /** How far the panel's clock is ahead at the start, ms. */
  readonly clockErrorMs?: number
  /** For the ISAPI server (HTTP digest). */
  readonly credentials: { readonly user: string; readonly password: string }
  readonly isapi?: {
    readonly host?: string
    readonly port?: number
    readonly algorithms?: readonly DigestAlgorithm[]
    /** Between two heartbeats of the alertStream, ms; default 10 s. */
    readonly heartbeatMs?: number
  }
  /** Interval of NULL messages, ms. */
  readonly supervisionIntervalMs: number
  /** From an accepted arm command to the armed state, ms; default 0. */
  readonly exitDelayMs?: number
  /** Between two tries of a message that got no ACK, ms; default 1 s. */
  readonly retryMs?: number
  /** How long the dialler waits for an ACK, ms; default 5 s. */
  readonly ackTimeoutMs?: number
  readonly partitions: readonly PanelPartitionSpec[]
  /** Detectors that report only while their partition is armed. */
  readonly zones: readonly PanelZoneSpec[]
  /** Buttons that report always (24 h) and latch until reset by key. */
  readonly panicButtons: readonly PanelZoneSpec[]
  readonly clock?: Clock
}

export type DigestAlgorithm = 'MD5' | 'SHA-256'

/** `id` is the word for commands; without one the partition has no commands of its own. */
export interface PanelPartitionSpec {
  readonly number: number
  readonly name: string
  readonly id?: string
}

/** `number` as on the keypad and in Contact ID, from 1; `partition` 0 for none. */
export interface PanelZoneSpec {
  readonly id: string
  readonly name: string
  readonly number: number
  readonly partition: number
}
