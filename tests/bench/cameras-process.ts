import type { SimCameraSpec } from '../../simulator/cameras/index.ts'
import { startCameras } from '../../simulator/cameras/index.ts'

/** Nine simulated cameras as a process of their own; prints one JSON line when they answer. Ends with its parent. */
const scenes = [
  'gate',
  'fence',
  'playground',
  'kitchen',
  'corridor',
  'lobby',
  'gate',
  'playground',
  'corridor',
] as const

const stop = Promise.withResolvers<void>()
for (const event of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.once(event, () => stop.resolve())

// Loops cost the source nothing while it is watched, so that the machine belongs to what is measured.
const specs = scenes.map((scene, index): SimCameraSpec => ({
  id: `cam-${index + 1}`,
  name: `画面 ${index + 1}`,
  scene,
  encoding: 'loop',
  rtspAuth: 'none',
}))
await using cameras = await startCameras({
  seed: 1,
  cameras: specs,
  loopSeconds: 8,
  onProgress: line => console.error(line),
})
console.log(JSON.stringify(cameras.list.map(({ id, name, rtsp }) => ({ id, name, rtsp }))))
await stop.promise
