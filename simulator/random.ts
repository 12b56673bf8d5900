/** Numbers that look random and are the same for the same seed: what the simulated school does must be repeatable. */
export interface SeededRandom {
  /** In [0, 1). */
  next(): number
  /** Real number in [from, to). */
  between(from: number, to: number): number
  /** Whole number in [from, to], both included. */
  integer(from: number, to: number): number
  /** One of the items; the list must not be empty. */
  pick<T>(items: readonly T[]): T
}

/**
 * @param seed any text or number; the parts are joined, so `seededRandom(7, 'cam-1')` and `seededRandom(7, 'cam-2')` differ
 */
export function seededRandom(...seed: readonly (string | number)[]): SeededRandom {
  let state = hash(seed.join('\u0000'))
  function next(): number {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 0x1_0000_0000
  }
  const integer = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1))
  return {
    next,
    integer,
    between: (from, to) => from + next() * (to - from),
    pick<T>(items: readonly T[]): T {
      if (items.length === 0) throw new RangeError('nothing to pick from')
      return items[integer(0, items.length - 1)] as T
    },
  }
}

/** FNV-1a, 32 bits: enough to turn a text into a start state. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0
  return value
}

/** Fourteen letters and digits that cannot be mistaken for one another; the same for the same seed. */
export function seededPassword(...seed: readonly (string | number)[]): string {
  const random = seededRandom('password', ...seed)
  const letters = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'.split('')
  return Array.from({ length: 14 }, () => random.pick(letters)).join('')
}
