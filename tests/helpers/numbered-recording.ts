import { execFileSync } from 'node:child_process'

const bits = 12
const barPixels = 24
const height = 64
export const numberedFps = 10

/** Records H.264 whose every frame bears its number as black and white bars; a key frame a second. */
export function writeNumberedRecording(file: string, seconds: number): void {
  const bar = `floor(X/${barPixels})`
  const luminance = `lum='if(mod(floor(N/pow(2\\,${bar}))\\,2)\\,235\\,16)':cb=128:cr=128`
  const source = `nullsrc=s=${bits * barPixels}x${height}:r=${numberedFps}:d=${seconds},format=yuv420p,geq=${luminance}`
  execFileSync(
    'ffmpeg',
    [
      ['-nostdin', '-v', 'error', '-f', 'lavfi', '-i', source],
      ['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-bf', '0', '-crf', '20'],
      ['-g', String(numberedFps), '-keyint_min', String(numberedFps), '-sc_threshold', '0', file],
    ].flat(),
  )
}

/** The numbers of all frames of a video, in order, as a decoder shows them. */
export function frameNumbersIn(video: Buffer | string): number[] {
  const isFile = typeof video === 'string'
  const raw = execFileSync(
    'ffmpeg',
    [
      '-v',
      'error',
      '-i',
      isFile ? video : 'pipe:0',
      '-fps_mode',
      'passthrough',
      '-f',
      'rawvideo',
      '-pix_fmt',
      'gray',
      'pipe:1',
    ],
    { input: isFile ? '' : video, maxBuffer: 512 * 1024 * 1024 },
  )
  const width = bits * barPixels
  const numbers: number[] = []
  for (let at = 0; at + width * height <= raw.length; at += width * height) {
    const row = at + (height / 2) * width
    const isWhite = (bit: number) => raw.readUInt8(row + bit * barPixels + barPixels / 2) > 127
    numbers.push(
      Array.from({ length: bits }, (_, bit) => (isWhite(bit) ? 2 ** bit : 0)).reduce((a, b) => a + b),
    )
  }
  return numbers
}
