import { SimCamera, type Credentials, type SimCameraSpec, type StreamName } from './camera.ts'
import { Nvr, type NvrSpec } from './nvr/nvr.ts'
import { sceneHeight, sceneWidth } from './scenes/scene.ts'
import type { Encoding } from './sources/filter-graph.ts'
import { createLiveEncoder } from './sources/live.ts'
import { openLoop } from './sources/loop.ts'
import { paintScene, renderLoop, type SceneRecipe } from './sources/render.ts'
import type { VideoSource } from './sources/source.ts'

export interface OpenOptions {
  seed: number
  cacheFolder: string
  loopSeconds: number
}

/** A live scene repeats its traffic only after this time. */
const liveLoopSeconds = 40

const sub: Encoding = { width: 640, height: 360, fps: 15, kilobitPerSecond: 400 }
const loopEncodings: Readonly<Record<StreamName, Encoding>> = {
  main: { width: sceneWidth, height: sceneHeight, fps: 25, kilobitPerSecond: 2000 },
  sub,
}
/** Main and sub of a live camera are drawn together, so they share the frame rate. */
const liveEncodings: Readonly<Record<StreamName, Encoding>> = {
  main: { ...loopEncodings.main, fps: 15 },
  sub,
}

/** Makes a recorder of cameras that are open already. @throws Error for a channel that is no loop */
export function openNvr(
  spec: NvrSpec,
  cameras: ReadonlyMap<string, SimCamera>,
  credentials: Credentials,
): Nvr {
  const channels = spec.channels.map(id => {
    const camera = cameras.get(id)
    const pictures = camera?.source('main').recorded
    if (!camera || !pictures) throw new Error(`${id} cannot be recorded: it is no loop`)
    return { camera, pictures }
  })
  const first = channels[0]?.camera
  if (!first) throw new Error(`${spec.id} has no channel`)
  const { clockOffsetSeconds = 0 } = spec
  const device = new SimCamera(
    { ...first.spec, id: spec.id, name: spec.id, rtspAuth: 'digest', clockOffsetSeconds, ptz: false },
    credentials,
    { main: first.source('main'), sub: first.source('sub') },
    stream => Promise.resolve(first.source(stream)),
  )
  return new Nvr(spec, device, channels)
}

/** Makes the sources of one camera ready; what has to be stopped later is put on `owned`. */
export async function openCamera(
  spec: SimCameraSpec,
  credentials: Credentials,
  options: OpenOptions,
  owned: AsyncDisposableStack,
): Promise<SimCamera> {
  const recipe: SceneRecipe = {
    seed: options.seed,
    cameraId: spec.id,
    name: spec.name,
    scene: spec.scene,
    loopSeconds: options.loopSeconds,
    noise: spec.scene === 'lobby' ? 10 : 4,
  }
  const black = new Map<StreamName, Promise<VideoSource>>()
  const encodings = spec.encoding === 'live' ? liveEncodings : loopEncodings
  const openBlack = (stream: StreamName): Promise<VideoSource> => {
    const source =
      black.get(stream) ??
      openRendered({ ...recipe, scene: 'black', loopSeconds: 2 }, encodings[stream], options)
    black.set(stream, source)
    return source
  }
  const sources =
    spec.encoding === 'live' ? await openLive(spec, recipe, options, owned) : await openLoops(recipe, options)
  return new SimCamera(spec, credentials, sources, openBlack)
}

async function openLoops(
  recipe: SceneRecipe,
  options: OpenOptions,
): Promise<Record<StreamName, VideoSource>> {
  return {
    main: await openRendered(recipe, loopEncodings.main, options),
    sub: await openRendered(recipe, loopEncodings.sub, options),
  }
}

async function openRendered(
  recipe: SceneRecipe,
  encoding: Encoding,
  options: OpenOptions,
): Promise<VideoSource> {
  return await openLoop(await renderLoop(recipe, encoding, options.cacheFolder), encoding)
}

async function openLive(
  spec: SimCameraSpec,
  recipe: SceneRecipe,
  { cacheFolder }: OpenOptions,
  owned: AsyncDisposableStack,
): Promise<Record<StreamName, VideoSource>> {
  return owned.use(
    createLiveEncoder({
      ...liveEncodings,
      scene: await paintScene(recipe, cacheFolder),
      loopSeconds: liveLoopSeconds,
      noise: 0,
      clockOffsetSeconds: spec.clockOffsetSeconds ?? 0,
    }),
  )
}
