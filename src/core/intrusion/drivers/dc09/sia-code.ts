import type { SignalKind } from '../../../../shared/domain/intrusion.ts'

/** Meaning of one two-letter code of the SIA format (SIA DC-03). */
export interface SiaCode {
  readonly kind: SignalKind
  readonly edge: 'active' | 'restored'
  /** What the number behind the letters names. */
  readonly subject: 'zone' | 'user' | 'device'
  readonly zh: string
  readonly en: string
}

/** The code tells that something began or happened. */
export function began(subject: SiaCode['subject'], kind: SignalKind, zh: string, en: string): SiaCode {
  return { kind, edge: 'active', subject, zh, en }
}

/** The code tells that it ended. */
export function ended(subject: SiaCode['subject'], kind: SignalKind, zh: string, en: string): SiaCode {
  return { kind, edge: 'restored', subject, zh, en }
}
