import { Readable } from 'node:stream'
import { Refusal } from '../../../shared/refusal.ts'
import type { InitSegment } from '../../media/init-segment.ts'
import { startChild } from '../../platform/child-process.ts'
import type { ChildRegistry } from '../../platform/child-registry.ts'
import type { Clock } from '../../platform/clock.ts'
import { runAttempt } from '../attempt.ts'
import type { AttemptEnd } from '../condition.ts'
import type { RtspSource } from '../ffmpeg-arguments.ts'

export interface ProbeTools {
  readonly ffmpeg: string
  readonly registry: ChildRegistry
  readonly clock: Clock
}

export interface ProbedStream {
  /** RFC 6381, e.g. `avc1.64001f`. */
  readonly codec: string
  readonly width: number
  readonly height: number
  readonly fps: number | null
  /** A file of the first picture, as the camera sent it. */
  readonly firstPicture: Buffer
}

/** So much media tells the frame rate. */
const enoughSeconds = 1
/** For the whole of it, key frame and all. */
const longestMs = 20_000
const largestPictureBytes = 8 * 1024 * 1024

/**
 * Dials a stream exactly as the station will, and tells what comes.
 * @throws Refusal `setup.unauthorised`, `setup.stream-unsupported` or `setup.stream-lost` with the device's words
 */
export async function probeStream(source: RtspSource, tools: ProbeTools): Promise<ProbedStream> {
  const enough = new AbortController()
  let init: InitSegment | null = null
  let firstPicture: Buffer | null = null
  let frames = 0
  let seconds = 0
  const limit = AbortSignal.timeout(longestMs)
  const end = await runAttempt(
    { source, ...tools },
    {
      init: segment => (init = segment),
      fragment: fragment => {
        if (init === null) return
        if (fragment.beginsWithKeyFrame) firstPicture ??= Buffer.concat([init.bytes, fragment.bytes])
        frames += fragment.sampleCount
        seconds += fragment.durationTicks / init.track.timescale
        if (firstPicture !== null && seconds >= enoughSeconds) enough.abort()
      },
      packetsLost: () => {},
      silence: () => {},
    },
    AbortSignal.any([enough.signal, limit]),
  )
  // Assigned in the callbacks above, which the compiler does not follow.
  const told = { init, firstPicture } as { init: InitSegment | null; firstPicture: Buffer | null }
  if (told.init === null || told.firstPicture === null) throw refusalOf(end, limit.aborted)
  const { codec, width, height } = told.init.track
  const fps = seconds > 0 ? Math.round((frames / seconds) * 10) / 10 : null
  return { codec, width, height, fps, firstPicture: told.firstPicture }
}

function refusalOf(end: AttemptEnd, isLate: boolean): Refusal {
  if (end.cause === 'unauthorised') return new Refusal('setup.unauthorised')
  if (end.cause === 'unsupported') return new Refusal('setup.stream-unsupported', { reason: end.reason })
  return new Refusal('setup.stream-lost', { reason: isLate ? 'no picture in time' : end.reason })
}

/** The first picture as JPEG, at most 960 pixels wide. @throws Refusal `setup.stream-unsupported` */
export async function jpegOf(stream: ProbedStream, tools: ProbeTools): Promise<Buffer> {
  await using child = startChild({
    command: tools.ffmpeg,
    args: [
      '-nostdin -hide_banner -loglevel error -f mp4 -i pipe:0 -frames:v 1',
      '-vf scale=min(960\\,iw):-2 -f image2pipe -c:v mjpeg -q:v 4 pipe:1',
    ].flatMap(words => words.split(' ')),
    input: Readable.from([stream.firstPicture]),
    registry: tools.registry,
    clock: tools.clock,
  })
  const parts: Buffer[] = []
  let bytes = 0
  child.stdout.on('data', (part: Buffer) => {
    bytes += part.length
    if (bytes <= largestPictureBytes) parts.push(part)
  })
  const exit = await child.exited
  if (exit.code !== 0 || bytes === 0 || bytes > largestPictureBytes)
    throw new Refusal('setup.stream-unsupported', { reason: child.stderrTail().at(-1) ?? '' })
  return Buffer.concat(parts)
}
