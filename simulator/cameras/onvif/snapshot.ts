import type { SimCamera } from '../camera.ts'
import { startFfmpeg } from '../sources/ffmpeg.ts'

const startCode = Buffer.of(0, 0, 0, 1)

/**
 * The next IDR picture of the main stream as JPEG; at most a second old when it arrives.
 * Waits as long as the camera sends nothing; undefined when `signal` aborts or the picture cannot be decoded.
 */
export async function snapshotJpeg(camera: SimCamera, signal: AbortSignal): Promise<Buffer | undefined> {
  const picture = await nextIdr(camera, signal)
  if (!picture) return undefined
  const args = [
    ['-f', 'h264', '-i', 'pipe:0'],
    ['-frames:v', '1', '-f', 'mjpeg', '-q:v', '4', 'pipe:3'],
  ].flat()
  const ffmpeg = startFfmpeg(args, { outputs: 1, workingDirectory: '.' })
  const chunks: Buffer[] = []
  ffmpeg.outputs[0]?.on('data', (chunk: Buffer) => chunks.push(chunk))
  ffmpeg.child.stdin?.end(picture)
  const { ok } = await ffmpeg.ended
  return ok ? Buffer.concat(chunks) : undefined
}

function nextIdr(camera: SimCamera, signal: AbortSignal): Promise<Buffer | undefined> {
  return new Promise(resolve => {
    const done = (picture: Buffer | undefined): void => {
      watching[Symbol.dispose]()
      resolve(picture)
    }
    const watching = camera.watch('main', frame => {
      if (frame.idr) done(Buffer.concat(frame.nals.flatMap(nal => [startCode, nal])))
    })
    if (signal.aborted) done(undefined)
    else signal.addEventListener('abort', () => done(undefined), { once: true })
  })
}
