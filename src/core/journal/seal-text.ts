import { canonicalJson } from './canonical.ts'

/** The head of a day as it is signed: the last entry before the seal, and its hash. */
export interface DayHead {
  /** Beijing day, `2026-11-22`. */
  readonly day: string
  readonly seq: number
  /** Hex. */
  readonly hash: string
}

/** The bytes under the signature. */
export const sealedText = ({ day, seq, hash }: DayHead): string =>
  `zhishou-journal-head ${canonicalJson({ day, seq, hash })}`
