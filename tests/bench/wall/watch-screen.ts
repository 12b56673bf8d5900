import { setTimeout as delay } from 'node:timers/promises'
import { ageOf, codeBlocks, codeTop, blockPixels, readClock } from './clock-code.ts'
import type { Box, Framebuffer } from './framebuffer.ts'

const sampleEveryMs = 12

export interface Watched {
  /** Age of the frame on the screen at every look, ms, all pictures together. */
  readonly agesMs: readonly number[]
  /** Different frames seen, of all that the cameras sent meanwhile; 1 when none was missing. */
  readonly shownRatio: number
}

/** Size of the picture the clock is drawn into. */
const [sourceWidth, sourceHeight] = [640, 360]

/**
 * Looks at the pictures on the screen for a while and reads their clocks.
 * @throws Error when one of them shows no readable clock at all
 */
export async function watchScreen(
  screen: Framebuffer,
  boxes: readonly Box[],
  options: { forMs: number; fps: number; signal: AbortSignal },
): Promise<Watched> {
  const pictures = boxes.map(box => ({ box, seen: new Set<number>(), first: 0, last: 0 }))
  const agesMs: number[] = []
  const endMs = performance.now() + options.forMs
  while (performance.now() < endMs) {
    for (const picture of pictures) {
      const shown = readClock(screen.brightness(...placesOf(picture.box)))
      if (shown === null) continue
      agesMs.push(ageOf(shown, Date.now()))
      if (picture.seen.size === 0) picture.first = shown
      picture.seen.add(shown)
      picture.last = shown
    }
    await delay(sampleEveryMs, undefined, { signal: options.signal })
  }
  const blind = pictures.filter(({ seen }) => seen.size < 2).length
  if (blind > 0) throw new Error(`${blind} of ${pictures.length} pictures show no clock`)
  const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)
  const shown = sum(pictures.map(({ seen }) => seen.size - 1))
  const sent = sum(pictures.map(({ first, last }) => Math.round(((last - first) * options.fps) / 1_000)))
  return { agesMs, shownRatio: shown / sent }
}

/** The line and the columns of the middles of the blocks. */
function placesOf({ x, y, width, height }: Box): [number, number[]] {
  const column = (block: number) => Math.round(x + ((block + 0.5) * blockPixels * width) / sourceWidth)
  const line = Math.round(y + ((codeTop + blockPixels / 2) * height) / sourceHeight)
  return [line, Array.from({ length: codeBlocks }, (_, block) => column(block))]
}
