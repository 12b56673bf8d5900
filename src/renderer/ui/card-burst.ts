/** Longest pause between two digits of a reader, ms. No hand types eight digits at this pace. */
export const burstGapMs = 60
/** Digits of the shortest card number; fewer are somebody typing. */
const cardDigits = 8

/** Digits that came so fast that they may be a card; they are kept from fields and hotkeys until it is known. */
export interface Burst {
  readonly held: string
  readonly lastAtMs: number
}

export const noBurst: Burst = { held: '', lastAtMs: 0 }

export type BurstEvent =
  | { readonly type: 'digit'; readonly digit: string; readonly atMs: number }
  | { readonly type: 'enter'; readonly atMs: number }
  | { readonly type: 'other' }
  /** Nothing came for longer than `burstGapMs`. */
  | { readonly type: 'pause' }

export interface BurstStep {
  readonly burst: Burst
  /** Digits that were no card after all: they go where they were typed. */
  readonly release: string
  /** The number of a card; null as long as there is none. */
  readonly card: string | null
}

/** A card reader types like a very fast person: digits at a few milliseconds each, then Enter. */
export function stepBurst(burst: Burst, event: BurstEvent): BurstStep {
  switch (event.type) {
    case 'digit': {
      const goesOn = burst.held !== '' && event.atMs - burst.lastAtMs <= burstGapMs
      return {
        burst: { held: (goesOn ? burst.held : '') + event.digit, lastAtMs: event.atMs },
        release: goesOn ? '' : burst.held,
        card: null,
      }
    }
    case 'enter': {
      const isCard = burst.held.length >= cardDigits && event.atMs - burst.lastAtMs <= burstGapMs
      return { burst: noBurst, release: isCard ? '' : burst.held, card: isCard ? burst.held : null }
    }
    case 'other':
    case 'pause':
      return { burst: noBurst, release: burst.held, card: null }
  }
}
