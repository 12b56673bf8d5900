import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { startCameras } from '../../simulator/cameras/index.ts'

/**
 * Runs inside a network namespace of its own: starts one simulated camera that answers WS-Discovery, lets `onvif-util`
 * find it and talk to it, prints both sessions as JSON. A namespace, because onvif-util switches multicast loopback
 * off and so never hears a device on its own machine, and because port 3702 is fixed.
 *
 * node onvif-util-school.ts CACHE_FOLDER
 */
async function session(user: string, password: string, lines: readonly string[]): Promise<string> {
  const child = spawn('onvif-util', ['-u', user, '-p', password, '127.0.0.1'], { timeout: 15_000 })
  child.stdin.on('error', () => {})
  child.stdin.end(`${lines.join('\n')}\nquit\n`)
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  return stdout + stderr
}

await using cameras = await startCameras({
  seed: 7,
  cacheFolder: process.argv[2] ?? '',
  loopSeconds: 2,
  discovery: true,
  cameras: [
    {
      id: 'cam-2',
      name: '2号 东围墙',
      scene: 'fence',
      encoding: 'loop',
      rtspAuth: 'none',
      clockOffsetSeconds: 3,
    },
  ],
})
const [camera] = cameras.list
if (!camera) throw new Error('no camera')
const { user, password } = camera.credentials
const right = await session(user, password, [
  'get time',
  'get profiles',
  'get profile 0',
  'get profile 1',
  'get rtsp',
])
const wrong = await session(user, 'guess', ['get time'])
console.log(JSON.stringify({ right, wrong, rtsp: camera.rtsp }))
