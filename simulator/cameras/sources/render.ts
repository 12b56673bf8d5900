import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { seededRandom } from '../../random.ts'
import { scenePainters, type SceneName } from '../scenes/index.ts'
import type { Walker } from '../scenes/scene.ts'
import { runFfmpeg } from './ffmpeg.ts'
import { encoderArgs, pictureGraph, scaleFilter, type Encoding } from './filter-graph.ts'

/** Raised whenever painters or encoder options change, so that old loops are not taken from the cache. */
const recipeVersion = 1

export interface SceneRecipe {
  seed: number
  cameraId: string
  /** Burned into the picture. */
  name: string
  scene: SceneName
  loopSeconds: number
  noise: number
}

/** A folder with background, sprites and name, ready for ffmpeg. */
export interface PaintedScene {
  folder: string
  walkers: readonly Walker[]
}

/** `$XDG_CACHE_HOME/zhishou-sim`, or the like in the home directory. */
export function defaultCacheFolder(): string {
  return join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'zhishou-sim')
}

/** Input arguments of the painted files, in the order `pictureGraph` expects. */
export function sceneInputs(walkerCount: number): string[] {
  const sprites = Array.from({ length: walkerCount }, (_, index) => ['-i', `sprite-${index}.pam`])
  return ['-i', 'background.pam', ...sprites.flat()]
}

/** Paints the scenery into the cache, or finds it there. */
export async function paintScene(recipe: SceneRecipe, cacheFolder: string): Promise<PaintedScene> {
  const { background, walkers } = scenePainters[recipe.scene](
    seededRandom(recipe.seed, recipe.cameraId, recipe.scene),
  )
  const folder = await cached(cacheFolder, ['scene', recipe], async draft => {
    await writeFile(join(draft, 'background.pam'), background.toPam())
    await writeFile(join(draft, 'name.txt'), recipe.name)
    for (const [index, walker] of walkers.entries())
      await writeFile(join(draft, `sprite-${index}.pam`), walker.sprite.toPam())
  })
  return { folder, walkers }
}

/** Renders one loop as FLV into the cache, or finds it there; returns the file. */
export async function renderLoop(
  recipe: SceneRecipe,
  encoding: Encoding,
  cacheFolder: string,
): Promise<string> {
  const folder = await cached(cacheFolder, ['loop', recipe, encoding], async draft => {
    const { folder: scene, walkers } = await paintScene(recipe, cacheFolder)
    const picture = pictureGraph({ ...recipe, walkers, fps: encoding.fps }, 'as-fast-as-possible')
    const args = [
      sceneInputs(walkers.length),
      ['-filter_complex', `${picture};[picture]${scaleFilter(encoding)}[out]`, '-map', '[out]'],
      ['-frames:v', String(recipe.loopSeconds * encoding.fps)],
      encoderArgs(encoding, 'veryfast'),
      join(draft, 'loop.flv'),
    ].flat()
    await runFfmpeg(args, scene)
  })
  return join(folder, 'loop.flv')
}

/** Makes a folder once for these parameters; a half-made one never becomes visible, two makers do not disturb each other. */
async function cached(
  cacheFolder: string,
  key: unknown,
  make: (draft: string) => Promise<void>,
): Promise<string> {
  const hash = createHash('sha256')
    .update(JSON.stringify([recipeVersion, key]))
    .digest('hex')
    .slice(0, 24)
  const folder = join(cacheFolder, hash)
  if (existsSync(folder)) return folder
  await mkdir(dirname(folder), { recursive: true })
  const draft = await mkdtemp(`${folder}-draft-`)
  try {
    await make(draft)
    await rename(draft, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error
    })
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  return folder
}
