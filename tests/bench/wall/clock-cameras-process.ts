import { execFileSync } from 'node:child_process'
import { dirname } from 'node:path'
import { SimCamera } from '../../../simulator/cameras/camera.ts'
import { startRtspServer } from '../../../simulator/cameras/rtsp/server.ts'
import { startFfmpeg } from '../../../simulator/cameras/sources/ffmpeg.ts'
import { encoderArgs, type Encoding } from '../../../simulator/cameras/sources/filter-graph.ts'
import { LiveStream } from '../../../simulator/cameras/sources/live.ts'
import { defaultCacheFolder, renderLoop } from '../../../simulator/cameras/sources/render.ts'
import { drawClock } from './clock-code.ts'

/**
 * `node clock-cameras-process.ts COUNT`: sub-streams 640 × 360 at 15 frames a second with a machine-readable clock
 * burned in before the encoder. Prints one JSON line with their addresses. Ends with its parent.
 *
 * Four encoders stand behind all cameras, a quarter of a frame apart, so that the machine belongs to what is measured
 * and frames do not all come in the same instant, as they do not from real cameras.
 */
const encoding: Encoding = { width: 640, height: 360, fps: 15, kilobitPerSecond: 400 }
const frameBytes = (encoding.width * encoding.height * 3) / 2
const framePeriodMs = 1_000 / encoding.fps
const scenes = ['gate', 'playground', 'corridor', 'lobby'] as const
const loopSeconds = 8

const count = Number(process.argv[2])
const stop = Promise.withResolvers<void>()
for (const event of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.once(event, () => stop.resolve())

/** The frames of a painted scene, one buffer each. */
async function framesOf(scene: (typeof scenes)[number]): Promise<Buffer[]> {
  const recipe = { seed: 1, cameraId: `clock-${scene}`, name: '画面', scene, loopSeconds, noise: 4 }
  const file = await renderLoop(recipe, encoding, defaultCacheFolder())
  const words = ['-loglevel', 'error', '-i', file, '-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-']
  const raw = execFileSync('ffmpeg', words, { maxBuffer: 2 ** 30, cwd: dirname(file) })
  return Array.from({ length: Math.floor(raw.length / frameBytes) }, (_, index) =>
    raw.subarray(index * frameBytes, (index + 1) * frameBytes),
  )
}

/** One encoder in real time. `phaseMs`: how far its frames lie behind the full frame period. */
async function openSource(scene: (typeof scenes)[number], phaseMs: number): Promise<LiveStream> {
  const frames = await framesOf(scene)
  const { width, height, fps } = encoding
  const input = ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${width}x${height}`, '-r', String(fps)]
  const args = [...input, '-i', 'pipe:0', ...encoderArgs(encoding, 'ultrafast'), 'pipe:3']
  const ffmpeg = startFfmpeg(args, { outputs: 1, workingDirectory: import.meta.dirname })
  process.once('exit', () => ffmpeg.kill())
  const [pipe] = ffmpeg.outputs
  const stream = new LiveStream(encoding, () => ({ [Symbol.dispose]: () => {} }))
  if (pipe !== undefined) stream.attach(pipe)
  const startMs = performance.now() + phaseMs
  let sent = 0
  const send = (): void => {
    const frame = frames[sent % frames.length]
    if (frame !== undefined) {
      drawClock(frame.subarray(0, width * height), width, Date.now())
      // A copy: the pipe may hold it while the loop comes round again.
      ffmpeg.child.stdin?.write(Buffer.from(frame))
    }
    sent += 1
    setTimeout(send, Math.max(0, startMs + sent * framePeriodMs - performance.now()))
  }
  setTimeout(send, phaseMs)
  return stream
}

const sources = await Promise.all(
  scenes.map((scene, index) => openSource(scene, (index * framePeriodMs) / scenes.length)),
)
const cameras = new Map<string, SimCamera>()
for (let index = 0; index < count; index++) {
  const source = sources[index % sources.length]
  if (source === undefined) throw new Error('no source')
  const id = `cam-${index + 1}`
  const name = `画面 ${index + 1}`
  const spec = { id, name, scene: 'gate', encoding: 'live', rtspAuth: 'none' } as const
  const streams = { main: source, sub: source }
  cameras.set(id, new SimCamera(spec, { user: '', password: '' }, streams, () => Promise.resolve(source)))
}
await using rtsp = await startRtspServer(cameras, new Map())
const list = [...cameras.values()].map(({ spec: { id, name } }) => {
  const url = `rtsp://127.0.0.1:${rtsp.port}/${id}`
  return { id, name, rtsp: { main: `${url}/main`, sub: `${url}/sub` } }
})
console.log(JSON.stringify(list))
await stop.promise
process.exit(0)
