import { Canvas } from './canvas.ts'
import { paintCorridor, paintKitchen, paintLobby } from './indoor.ts'
import { paintFence, paintGate, paintPlayground } from './outdoor.ts'
import { sceneHeight, sceneWidth, type ScenePainter } from './scene.ts'

export const scenePainters = {
  gate: paintGate,
  fence: paintFence,
  playground: paintPlayground,
  corridor: paintCorridor,
  kitchen: paintKitchen,
  lobby: paintLobby,
  /** What a covered or broken sensor delivers. */
  black: () => {
    const background = new Canvas(sceneWidth, sceneHeight)
    background.rect(0, 0, sceneWidth, sceneHeight, [4, 4, 5])
    return { background, walkers: [] }
  },
} as const satisfies Record<string, ScenePainter>

export type SceneName = keyof typeof scenePainters
