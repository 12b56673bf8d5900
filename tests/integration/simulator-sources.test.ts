import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLiveEncoder } from '../../simulator/cameras/sources/live.ts'
import { openLoop } from '../../simulator/cameras/sources/loop.ts'
import { paintScene, renderLoop, type SceneRecipe } from '../../simulator/cameras/sources/render.ts'
import type { Frame, VideoSource } from '../../simulator/cameras/sources/source.ts'

let cacheFolder: string

beforeAll(async () => {
  cacheFolder = await mkdtemp(join(tmpdir(), 'zhishou-sim-test-'))
})

afterAll(async () => {
  await rm(cacheFolder, { recursive: true, force: true })
})

const recipe: SceneRecipe = {
  seed: 7,
  cameraId: 'cam-2',
  name: '东围墙',
  scene: 'fence',
  loopSeconds: 1,
  noise: 0,
}
const sub = { width: 640, height: 360, fps: 15, kilobitPerSecond: 400 }

function frames(source: VideoSource, count: number): Promise<Frame[]> {
  return new Promise(resolve => {
    const seen: Frame[] = []
    const watching = source.subscribe(frame => {
      seen.push(frame)
      if (seen.length < count) return
      watching[Symbol.dispose]()
      resolve(seen)
    })
  })
}

/** Steps between the capture times, in whole microseconds. */
function steps(seen: readonly Frame[]): number[] {
  return seen
    .slice(1)
    .map((frame, index) => Math.round((frame.capturedAtMs - (seen[index]?.capturedAtMs ?? 0)) * 1000))
}

test('a loop runs on over its seam without a jump, beginning each round with an IDR picture', async () => {
  const source = await openLoop(await renderLoop(recipe, sub, cacheFolder), sub)
  const seen = await frames(source, 31)
  expect(new Set(steps(seen))).toEqual(new Set([66_667]))
  const idrAt = seen.flatMap((frame, index) => (frame.idr ? [index] : []))
  expect((idrAt[1] ?? 0) - (idrAt[0] ?? 0)).toBe(15)
})

test('the same seed gives the same traffic, another seed another', async () => {
  const [once, again, other] = await Promise.all([
    paintScene(recipe, cacheFolder),
    paintScene(recipe, cacheFolder),
    paintScene({ ...recipe, seed: 8 }, cacheFolder),
  ])
  expect(again).toEqual(once)
  expect(other.walkers).not.toEqual(once.walkers)
})

test('the live encoder starts with its first viewer, gives an IDR picture at once, and ends after the last', async () => {
  const scene = await paintScene({ ...recipe, scene: 'gate' }, cacheFolder)
  const main = { ...sub, width: 1280, height: 720, kilobitPerSecond: 2000 }
  const options = { scene, loopSeconds: 40, noise: 0, main, sub, clockOffsetSeconds: 0, lingerMs: 50 }
  using encoder = createLiveEncoder(options)
  expect(encoder.running).toBe(false)
  const [ofMain, ofSub] = await Promise.all([frames(encoder.main, 10), frames(encoder.sub, 10)])
  expect([ofMain[0]?.idr, ofSub[0]?.idr]).toEqual([true, true])
  expect(steps(ofSub).every(step => step > 0)).toBe(true)
  const sets = await encoder.main.parameterSets()
  // NAL types 7 and 8.
  expect([sets.sps[0], sets.pps[0]].map(header => (header ?? 0) & 0x1f)).toEqual([7, 8])
  await expect.poll(() => encoder.running).toBe(false)
})
