import { PassThrough } from 'node:stream'
import { startChild } from '../platform/child-process.ts'
import type { ChildRegistry } from '../platform/child-registry.ts'
import type { Clock } from '../platform/clock.ts'
import { MediaError } from './boxes.ts'
import { FragmentSplitter, type Piece } from './splitter.ts'

export interface TranscoderOptions {
  readonly ffmpeg: string
  readonly registry: ChildRegistry
  readonly clock: Clock
  /** What became whole, in order: the new init segment, then H.264 fragments. Media time begins at zero. */
  readonly onPiece: (piece: Piece) => void
}

/** A running ffmpeg that makes H.264 of what the screen cannot decode. */
export interface Transcoder extends AsyncDisposable {
  /** Takes the init segment, then whole fragments, the first with a key frame. Never waits: look at `waitingBytes`. */
  push(bytes: Buffer): void
  /** What was given and not taken by ffmpeg yet. */
  readonly waitingBytes: number
  /** Nothing more comes. Resolves after the last piece was told. */
  end(): Promise<void>
  /** Resolves, never rejects, when it has come to its end, with the reason. */
  readonly ended: Promise<string>
}

/** Wider pictures are made smaller: the point is to see something on a PC that has no decoder for more. */
const largestWidth = 1280

/**
 * One piped ffmpeg: decoding is what costs (about 10 ms of one core for a frame of 1920 × 1080), so a transcoder is
 * shared by all viewers of a stream and runs while somebody watches. Threads of the decoder would add a frame of
 * latency each; the encoder's own are of the kind that adds none. No `nobuffer`: it throws away the frames that ffmpeg
 * looked at before it began, the key frame among them.
 */
function transcoderArguments(): string[] {
  return [
    '-nostdin -hide_banner -nostats -loglevel error',
    '-flags low_delay -probesize 32 -analyzeduration 0 -threads 1 -f mp4 -i pipe:0',
    `-map 0:v:0 -an -vf scale=w='min(${largestWidth},iw)':h=-2:flags=fast_bilinear,format=yuv420p`,
    '-c:v libx264 -preset ultrafast -tune zerolatency -crf 25 -maxrate 4M -bufsize 2M -g 50 -fps_mode passthrough',
    '-f mp4 -movflags +frag_keyframe+empty_moov+default_base_moof+skip_trailer',
    '-frag_duration 100000 -flush_packets 1 pipe:1',
  ].flatMap(words => words.split(' '))
}

/** Starts a transcoder; it has ended by itself when `ended` resolves, and always when it is disposed. */
export function startTranscoder({ ffmpeg, registry, clock, onPiece }: TranscoderOptions): Transcoder {
  const input = new PassThrough()
  const child = startChild({ command: ffmpeg, args: transcoderArguments(), input, registry, clock })
  const splitter = new FragmentSplitter()
  let fault = ''
  child.stdout.on('data', (chunk: Buffer) => {
    if (fault !== '') return
    try {
      for (const piece of splitter.push(chunk)) onPiece(piece)
    } catch (error) {
      if (!(error instanceof MediaError)) throw error
      fault = error.message
      void child.stop()
    }
  })
  const ended = child.exited.then(exit => {
    const last = child.stderrTail().at(-1)
    return fault || exit.error || last || `the transcoder ended (exit code ${exit.code})`
  })
  return {
    push: bytes => void (input.writable && input.write(bytes)),
    get waitingBytes() {
      return input.writableLength + input.readableLength
    },
    async end() {
      input.end()
      await ended
    },
    ended,
    async [Symbol.asyncDispose]() {
      input.destroy()
      await child.stop()
    },
  }
}
