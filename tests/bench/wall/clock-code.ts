/**
 * A clock that a machine reads off a picture: a row of black and white blocks that say when the frame was drawn. Blocks
 * are whole macroblocks of the encoder, so that they stay black and white through coding and scaling.
 */

/** Blocks: one white and one black to find levels by, 32 bits of time, 4 bits of checksum. */
const bits = 32
const checkBits = 4
export const codeBlocks = 2 + bits + checkBits
/** Side of a block in a picture of 640 × 360, pixels. */
export const blockPixels = 16
/** Upper edge of the row in that picture. */
export const codeTop = 176

/** Luma of the two block colours. */
const white = 235
const black = 16

/** Draws the time into the luma plane of a 640 × 360 picture. `timeMs`: UTC, its low 32 bits are drawn. */
export function drawClock(luma: Uint8Array, width: number, timeMs: number): void {
  const value = timeMs % 2 ** bits
  const levels = [true, false, ...bitsOf(value, bits), ...bitsOf(checksum(value), checkBits)]
  levels.forEach((isWhite, block) => {
    for (let y = codeTop; y < codeTop + blockPixels; y++) {
      const start = y * width + block * blockPixels
      luma.fill(isWhite ? white : black, start, start + blockPixels)
    }
  })
}

/**
 * Reads the time off the brightness of the blocks' middles, in order.
 * @returns the low 32 bits of the time in ms; null when these are no such blocks, or two frames at once
 */
export function readClock(brightness: readonly number[]): number | null {
  const [lightest = 0, darkest = 255, ...coded] = brightness
  if (brightness.length !== codeBlocks || lightest - darkest < 100) return null
  const middle = (lightest + darkest) / 2
  const value = numberOf(coded.slice(0, bits), middle)
  return numberOf(coded.slice(bits), middle) === checksum(value) ? value : null
}

/** How old a frame is, ms, when its clock shows `shown`. */
export function ageOf(shown: number, nowMs: number): number {
  return (nowMs - shown) % 2 ** bits
}

function bitsOf(value: number, count: number): boolean[] {
  return Array.from({ length: count }, (_, index) => Math.floor(value / 2 ** (count - 1 - index)) % 2 === 1)
}

function numberOf(levels: readonly number[], middle: number): number {
  return levels.reduce((value, level) => value * 2 + (level > middle ? 1 : 0), 0)
}

/** Sum of the eight hexadecimal digits and a constant, so that an all-black row is no clock. */
function checksum(value: number): number {
  let [sum, rest] = [5, value]
  for (let digit = 0; digit < bits / 4; digit++) {
    sum += rest % 16
    rest = Math.floor(rest / 16)
  }
  return sum % 16
}
