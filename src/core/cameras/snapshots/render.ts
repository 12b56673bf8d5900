import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { Refusal } from '../../../shared/refusal.ts'
import type { ChildRegistry } from '../../platform/child-registry.ts'
import { startChild } from '../../platform/child-process.ts'
import type { Clock } from '../../platform/clock.ts'
import { lastJpegOf, stillArguments } from './mark.ts'
import type { Still } from './still.ts'

export interface RenderOptions {
  readonly ffmpeg: string
  readonly registry: ChildRegistry
  readonly clock: Clock
  /** Null when this machine has no font with Chinese letters. */
  readonly font: string | null
}

/** A group of pictures of a camera is decoded within a second; more than this is a fault. */
const longestMs = 20_000

/** Decodes the last picture of a still and burns the lines in. @throws Refusal `cameras.snapshot-failed` */
export async function renderStill(
  still: Still,
  lines: readonly [string, string],
  { ffmpeg, registry, clock, font }: RenderOptions,
): Promise<Buffer> {
  await using child = startChild({
    command: ffmpeg,
    args: stillArguments(still, lines, font),
    input: Readable.from(still.movie),
    registry,
    clock,
  })
  const over = new AbortController()
  void clock.sleep(longestMs, over.signal).then(() => (over.signal.aborted ? undefined : child.stop()))
  const output = await buffer(child.stdout)
  const exit = await child.exited
  over.abort()
  const jpeg = exit.code === 0 ? lastJpegOf(output) : null
  if (jpeg !== null) return jpeg
  const reason = exit.error ?? child.stderrTail().at(-1) ?? `ffmpeg: ${exit.signal ?? exit.code ?? ''}`
  throw new Refusal('cameras.snapshot-failed', { reason: reason.slice(0, 160) })
}
