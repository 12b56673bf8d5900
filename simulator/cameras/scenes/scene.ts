import type { SeededRandom } from '../../random.ts'
import type { Canvas } from './canvas.ts'

/** All scenery is painted at this size; the sub stream is scaled down from it. */
export const sceneWidth = 1280
export const sceneHeight = 720

/** Something that crosses the picture once in each loop. */
export interface Walker {
  sprite: Canvas
  /** Left upper corner at the beginning and the end of the way, in pixels of the main stream. */
  from: readonly [x: number, y: number]
  to: readonly [x: number, y: number]
  /** When in the loop it sets out, and how long it takes: shares of the loop, 0..1. */
  startShare: number
  durationShare: number
  /** Height of the bobbing of a walk in pixels; 0 for what rolls. */
  bobPixels: number
}

export interface Scene {
  background: Canvas
  walkers: readonly Walker[]
}

export type ScenePainter = (random: SeededRandom) => Scene
