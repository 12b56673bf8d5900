import { SimCamera, type SimCameraSpec } from '../../simulator/cameras/camera.ts'
import { startOnvifServer } from '../../simulator/cameras/onvif/server.ts'
import type { VideoSource } from '../../simulator/cameras/sources/source.ts'

export interface TalkingCamera extends AsyncDisposable {
  readonly camera: SimCamera
  /** XAddr of the device service. */
  readonly onvif: string
}

/** Has a size and no pictures: nothing is rendered for a test that wants none. */
const blind: VideoSource = {
  width: 1280,
  height: 720,
  fps: 25,
  parameterSets: () => Promise.reject(new Error('this camera has no pictures')),
  subscribe: () => ({ [Symbol.dispose]: () => {} }),
}

/** The ONVIF side of one simulated camera alone. */
export async function startTalkingCamera(spec: Partial<SimCameraSpec> = {}): Promise<TalkingCamera> {
  const camera = new SimCamera(
    { id: 'cam-1', name: '大门', scene: 'gate', encoding: 'loop', rtspAuth: 'none', ...spec },
    { user: 'guard', password: 'wai-nei-88' },
    { main: blind, sub: blind },
    () => Promise.resolve(blind),
  )
  const server = await startOnvifServer(new Map([[camera.spec.id, camera]]), new Map(), { rtspPort: 554 })
  return {
    camera,
    onvif: `http://127.0.0.1:${server.port}/${camera.spec.id}/onvif/device_service`,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}
