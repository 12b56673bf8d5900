import { setPriority } from 'node:os'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { readMovie, type MovieFacts } from '../../media/movie.ts'
import { startChild, type ChildOptions } from '../../platform/child-process.ts'
import type { ExportVariant } from '../../../shared/contract/exports.ts'
import { durationToleranceMs } from './format.ts'
import type { Part } from './plan.ts'
import { bytesOf } from './source.ts'
import { checkArguments, writeArguments, type Marking } from './variant.ts'

/** What was written is not what was promised. The message says what differs. */
export class CheckFailed extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'CheckFailed'
  }
}

export interface VideoTools {
  readonly ffmpeg: string
  readonly registry: NonNullable<ChildOptions['registry']>
  readonly clock: ChildOptions['clock']
}

export interface WrittenVideo extends MovieFacts {
  readonly decodedFrames: number
}

/** Live pictures and recording come first: an export takes the time that is left. */
const lowPriority = 10

/**
 * Writes one file and proves it before anybody gets it: frames and duration against the index of the recordings, the
 * very pictures by their hash where they were copied, and a complete decode.
 * @throws CheckFailed, SourceGone; AbortError when `signal` aborts
 */
export async function writeVideo(options: {
  tools: VideoTools
  part: Part
  variant: ExportVariant
  target: string
  marking: Marking | null
  onBytes: (bytes: number) => void
  signal: AbortSignal
}): Promise<WrittenVideo> {
  const { tools, part, variant, target, marking, onBytes, signal } = options
  const isHevc = isHevcPart(part)
  let sourceError: unknown = null
  const source = Readable.from(bytesOf(part, onBytes), { objectMode: false, highWaterMark: 1024 * 1024 })
  source.on('error', error => (sourceError = error))
  const written = await run(tools, writeArguments({ variant, isHevc, target, marking }), signal, source)
  if (sourceError !== null) throw sourceError
  const movie = await readMovie(target)
  if (variant === 'original') checkCopy(movie, part)
  const decoded = await run(tools, checkArguments(target), signal, '')
  if (decoded.frames === 0) throw new CheckFailed(`not one picture decodes: ${decoded.errors[0] ?? ''}`)
  if (variant !== 'original') checkRecoded(movie, part, decoded.frames, written.errors)
  return { ...movie, decodedFrames: decoded.frames }
}

export const isHevcPart = (part: Part): boolean => /^(hvc1|hev1)/.test(part.init.track.codec)

/** Copied pictures must be the recorded ones to the last bit. */
function checkCopy(movie: MovieFacts, part: Part): void {
  if (movie.frames !== part.frames)
    throw new CheckFailed(`${movie.frames} pictures, ${part.frames} are recorded`)
  if (movie.picturesSha256 !== part.picturesSha256)
    throw new CheckFailed('the pictures are not the recorded ones')
  checkDuration(movie, part)
}

/** A damaged recording loses pictures when it is coded anew, and only then may some be missing. */
function checkRecoded(
  movie: MovieFacts,
  part: Part,
  decodedFrames: number,
  sourceErrors: readonly string[],
): void {
  if (decodedFrames !== movie.frames)
    throw new CheckFailed(`${decodedFrames} of ${movie.frames} written pictures decode`)
  if (movie.frames > part.frames || (movie.frames < part.frames && sourceErrors.length === 0))
    throw new CheckFailed(`${movie.frames} pictures, ${part.frames} are recorded`)
  if (movie.frames === part.frames) checkDuration(movie, part)
}

function checkDuration(movie: MovieFacts, part: Part): void {
  if (Math.abs(movie.durationMs - part.durationMs) > durationToleranceMs)
    throw new CheckFailed(`${Math.round(movie.durationMs)} ms, ${Math.round(part.durationMs)} are recorded`)
}

/** Runs ffmpeg to its end. @throws Error with its last words when it fails */
async function run(
  tools: VideoTools,
  args: readonly string[],
  signal: AbortSignal,
  input: string | Readable,
): Promise<{ frames: number; errors: readonly string[] }> {
  signal.throwIfAborted()
  const { ffmpeg, registry, clock } = tools
  await using child = startChild({ command: ffmpeg, args, input, registry, clock })
  if (child.pid !== undefined) lower(child.pid)
  const stop = () => void child.stop()
  signal.addEventListener('abort', stop)
  let frames = 0
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const count = /^frame=\s*(\d+)$/.exec(line)?.[1]
      if (count !== undefined) frames = Number(count)
    }
    const exit = await child.exited
    signal.throwIfAborted()
    if (exit.code !== 0)
      throw new Error(child.stderrTail().join('\n') || exit.error || `ffmpeg ended with ${exit.code}`)
    return { frames, errors: [...child.stderrTail()] }
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

function lower(pid: number): void {
  try {
    setPriority(pid, lowPriority)
  } catch {
    // It ended already, or the system does not let us.
  }
}
