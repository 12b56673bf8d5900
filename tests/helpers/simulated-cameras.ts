import {
  startCameras,
  type SimCameras,
  type SimCameraSpec,
  type StartCamerasOptions,
} from '../../simulator/cameras/index.ts'
import { dataFolder } from './data-folder.ts'

/** Simulated cameras for a test file: short loops, painted into a folder that goes with them. */
export interface TestCameras extends AsyncDisposable {
  readonly cameras: SimCameras
  readonly cacheFolder: string
}

export async function startTestCameras(
  specs: readonly SimCameraSpec[],
  options: Partial<StartCamerasOptions> = {},
): Promise<TestCameras> {
  await using starting = new AsyncDisposableStack()
  const folder = starting.use(dataFolder())
  const cameras = starting.use(
    await startCameras({ seed: 7, cacheFolder: folder.path, loopSeconds: 2, ...options, cameras: specs }),
  )
  const owned = starting.move()
  return { cameras, cacheFolder: folder.path, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}
