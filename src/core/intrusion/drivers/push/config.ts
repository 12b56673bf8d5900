import type { ZoneWords } from '../zone-alarm.ts'

/** A device that pushes its events to the station. */
export interface PushPanelConfig {
  readonly panelId: string
  readonly format: 'webhook' | 'hikvision'
  /** Asked for at every message, so that a change is used at once; null while none is set. */
  readonly token: () => string | null
  /** Within 1.5 of it something must come; null: nobody knows how often it speaks, so its line is never called good. */
  readonly supervisionIntervalMs: number | null
  readonly zones: ZoneWords
}

export interface PushConfig {
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  readonly panels: readonly PushPanelConfig[]
  /** Within this the headers must have come, and within twice of it the body, ms; default 10 s. */
  readonly headersTimeoutMs?: number
  /** Longest body, bytes; default 4 MiB: an event with its picture. */
  readonly bodyMostBytes?: number
  /** Connections at once; default 200. */
  readonly connectionsMost?: number
}
