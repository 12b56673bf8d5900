import { seededPassword } from '../random.ts'
import type { CameraCommand, Credentials, SimCamera, SimCameraSpec } from './camera.ts'
import { startDiscovery } from './onvif/discovery.ts'
import { startOnvifServer } from './onvif/server.ts'
import { startRtspServer } from './rtsp/server.ts'
import type { Nvr, NvrSpec } from './nvr/nvr.ts'
import { openCamera, openNvr, type OpenOptions } from './open.ts'
import { defaultCacheFolder } from './sources/render.ts'

export { commandsOf, type Credentials, type SimCameraSpec } from './camera.ts'
export type { NvrSpec } from './nvr/nvr.ts'

/** How to reach one simulated camera. */
export interface SimCameraAddress {
  id: string
  name: string
  rtsp: { main: string; sub: string }
  /** XAddr of the device service. */
  onvif: string
  snapshot: string
  rtspAuth: 'none' | 'digest'
  /** For ONVIF, and for RTSP and snapshot where `rtspAuth` is `digest`. */
  credentials: Credentials
}

/** How to reach one simulated recorder. */
export interface SimNvrAddress {
  id: string
  /** XAddr of the device service. */
  onvif: string
  /** For ONVIF and for RTSP replay, which always asks for digest. */
  credentials: Credentials
  channels: readonly { cameraId: string; recordingToken: string; replay: string }[]
}

export interface SimCameras extends AsyncDisposable {
  readonly rtspPort: number
  readonly onvifPort: number
  readonly list: readonly SimCameraAddress[]
  readonly nvrs: readonly SimNvrAddress[]
  /** RTSP sessions that are set up just now. */
  readonly sessionCount: number
  /** @param id of a camera or a recorder @returns what happened, as a sentence. @throws Error for an unknown one */
  command(id: string, command: CameraCommand): Promise<string>
}

export interface StartCamerasOptions {
  seed: number
  cameras: readonly SimCameraSpec[]
  /** Recorders of these cameras. */
  nvrs?: readonly NvrSpec[]
  /** Ends the start when aborted. */
  signal?: AbortSignal
  cacheFolder?: string
  /** Length of the rendered loops; default 16. */
  loopSeconds?: number
  /** RTSP session time-out; default 60. */
  sessionTimeoutSeconds?: number
  /** Whether to answer WS-Discovery on UDP 3702, where the machine lets us; default no. */
  discovery?: boolean
  /** Told before each scene that is opened (the first time it has to be rendered). */
  onProgress?: (message: string) => void
}

/** Starts RTSP and ONVIF on free loopback ports. The first start renders the scenes; needs ffmpeg in the PATH. */
export async function startCameras(options: StartCamerasOptions): Promise<SimCameras> {
  const { seed, cameras: specs, signal, sessionTimeoutSeconds } = options
  await using starting = new AsyncDisposableStack()
  const open: OpenOptions = {
    seed,
    cacheFolder: options.cacheFolder ?? defaultCacheFolder(),
    loopSeconds: options.loopSeconds ?? 16,
  }
  const cameras = new Map<string, SimCamera>()
  let opened = 0
  const openNext = async (queue: SimCameraSpec[]): Promise<void> => {
    for (let spec = queue.shift(); spec; spec = queue.shift()) {
      signal?.throwIfAborted()
      options.onProgress?.(`camera ${(opened += 1)}/${specs.length}: ${spec.id} ${spec.name}`)
      cameras.set(spec.id, await openCamera(spec, cameraCredentials(seed, spec.id), open, starting))
    }
  }
  // Two at a time: rendering is one thread each, and the machine may have only two.
  const queue = [...specs]
  await Promise.all([openNext(queue), openNext(queue)])
  const nvrs = new Map(
    (options.nvrs ?? []).map(spec => [spec.id, openNvr(spec, cameras, cameraCredentials(seed, spec.id))]),
  )
  for (const [id, { device }] of nvrs) cameras.set(id, device)
  const rtsp = starting.use(
    await startRtspServer(
      cameras,
      nvrs,
      sessionTimeoutSeconds === undefined ? {} : { sessionTimeoutSeconds },
    ),
  )
  const onvif = starting.use(await startOnvifServer(cameras, nvrs, { rtspPort: rtsp.port }))
  if (options.discovery)
    try {
      starting.use(await startDiscovery(cameras, { onvifPort: onvif.port }))
    } catch (error) {
      // A machine without multicast can still show everything else.
      options.onProgress?.(`cameras cannot be discovered here: ${String(error)}`)
    }
  const owned = starting.move()
  return {
    rtspPort: rtsp.port,
    onvifPort: onvif.port,
    list: specs.map(spec => addressOf(spec, seed, rtsp.port, onvif.port)),
    nvrs: [...nvrs.values()].map(nvr => nvrAddress(nvr, rtsp.port, onvif.port)),
    get sessionCount() {
      return rtsp.sessionCount
    },
    command: async (id, command) => {
      const camera = cameras.get(id)
      if (!camera) throw new Error(`no camera ${id}`)
      return await camera.command(command)
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** User name and password of a camera: random, and the same for the same seed. */
function cameraCredentials(seed: number, cameraId: string): Credentials {
  return { user: 'guard', password: seededPassword(seed, cameraId) }
}

function addressOf(spec: SimCameraSpec, seed: number, rtspPort: number, onvifPort: number): SimCameraAddress {
  const rtsp = `rtsp://127.0.0.1:${rtspPort}/${spec.id}`
  const http = `http://127.0.0.1:${onvifPort}/${spec.id}`
  return {
    id: spec.id,
    name: spec.name,
    rtsp: { main: `${rtsp}/main`, sub: `${rtsp}/sub` },
    onvif: `${http}/onvif/device_service`,
    snapshot: `${http}/snapshot.jpg`,
    rtspAuth: spec.rtspAuth,
    credentials: cameraCredentials(seed, spec.id),
  }
}

function nvrAddress({ spec, device, channels }: Nvr, rtspPort: number, onvifPort: number): SimNvrAddress {
  return {
    id: spec.id,
    onvif: `http://127.0.0.1:${onvifPort}/${spec.id}/onvif/device_service`,
    credentials: device.credentials,
    channels: channels.map(({ number, camera, recordingToken }) => ({
      cameraId: camera.spec.id,
      recordingToken,
      replay: `rtsp://127.0.0.1:${rtspPort}/${spec.id}/replay/${number}`,
    })),
  }
}
