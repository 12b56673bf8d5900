import type { SeededRandom } from '../../random.ts'
import { Canvas, points, type Colour } from './canvas.ts'
import { sceneHeight, sceneWidth, type Scene, type Walker } from './scene.ts'
import { darker, person, randomClothes } from './sprites.ts'

/** A corridor of the teaching building in central perspective, class-room doors on both sides. */
export function paintCorridor(random: SeededRandom): Scene {
  const canvas = new Canvas(sceneWidth, sceneHeight)
  canvas.polygon(points(0, 0, 1280, 0, 760, 230, 520, 230), [226, 226, 222])
  canvas.polygon(points(0, 720, 1280, 720, 760, 420, 520, 420), [150, 146, 134])
  for (let tile = 1; tile < 9; tile++)
    canvas.rect(0, 420 + 300 * (tile / 9) ** 2, sceneWidth, 1, [132, 128, 118])
  canvas.polygon(points(0, 0, 520, 230, 520, 420, 0, 720), [214, 216, 204])
  canvas.polygon(points(1280, 0, 760, 230, 760, 420, 1280, 720), [204, 206, 196])
  canvas.polygon(points(0, 440, 520, 346, 520, 420, 0, 720), [124, 158, 138])
  canvas.polygon(points(1280, 440, 760, 346, 760, 420, 1280, 720), [114, 148, 128])
  canvas.rect(520, 230, 240, 190, [198, 204, 208])
  canvas.rect(572, 262, 136, 158, [110, 140, 164])
  canvas.rect(636, 262, 8, 158, [230, 230, 226])
  for (const [near, far] of [
    [0.04, 0.3],
    [0.46, 0.62],
    [0.72, 0.83],
  ] as const)
    for (const side of [0, 1] as const) door(canvas, side, near, far)
  for (const share of [0.1, 0.45, 0.68, 0.83]) {
    const half = 190 * (1 - share)
    canvas.polygon(
      points(
        640 - half,
        210 * share,
        640 + half,
        210 * share,
        640 + half * 0.85,
        210 * share + 34 * (1 - share),
        640 - half * 0.85,
        210 * share + 34 * (1 - share),
      ),
      [255, 255, 248],
    )
  }
  canvas.grain(0, 0, sceneWidth, sceneHeight, 3, random)
  return {
    background: canvas,
    walkers: [
      pace(person(330, randomClothes(random)), [1290, 330], [300, 340], random.between(0, 0.1), 0.5),
      pace(person(150, randomClothes(random)), [590, 270], [620, 290], 0.1, 0.8),
      pace(person(250, randomClothes(random)), [-140, 380], [700, 320], random.between(0.45, 0.55), 0.4),
    ],
  }
}

const top = (share: number): number => 90 + 170 * share
const foot = (share: number): number => 720 - 300 * share

/** A door on the left (0) or right (1) wall between two depths, 0 near and 1 at the end of the corridor. */
function door(canvas: Canvas, side: 0 | 1, near: number, far: number): void {
  const across = (share: number): number => (side === 0 ? 520 * share : 1280 - 520 * share)
  canvas.polygon(
    points(across(near), top(near), across(far), top(far), across(far), foot(far), across(near), foot(near)),
    [146, 100, 66],
  )
  const middle = (near + far) / 2
  const pane = (share: number, height: number): number => top(share) + (foot(share) - top(share)) * height
  canvas.polygon(
    points(
      across(middle),
      pane(middle, 0.1),
      across(far),
      pane(far, 0.1),
      across(far),
      pane(far, 0.36),
      across(middle),
      pane(middle, 0.36),
    ),
    [160, 186, 198],
  )
}

/** The canteen kitchen: tiles, steel tables, pots. */
export function paintKitchen(random: SeededRandom): Scene {
  const canvas = new Canvas(sceneWidth, sceneHeight)
  canvas.gradient(0, 0, sceneWidth, 400, [230, 234, 234], [206, 212, 212])
  for (let x = 0; x < sceneWidth; x += 40) canvas.rect(x, 0, 1, 400, [188, 196, 198])
  for (let y = 0; y < 400; y += 40) canvas.rect(0, y, sceneWidth, 1, [188, 196, 198])
  canvas.gradient(0, 400, sceneWidth, 320, [164, 112, 92], [128, 84, 70])
  canvas.polygon(points(140, 40, 700, 40, 780, 150, 60, 150), [168, 174, 180])
  canvas.rect(60, 150, 720, 10, [120, 126, 132])
  canvas.rect(860, 70, 330, 190, [150, 184, 206])
  canvas.rect(1020, 70, 8, 190, [236, 238, 238])
  counter(canvas, 40, 310, 780, 150)
  counter(canvas, 880, 320, 360, 130)
  for (const [x, size] of [
    [110, 1],
    [260, 1.2],
    [430, 0.9],
    [570, 1.3],
  ] as const) {
    canvas.rect(x, 312 - 66 * size, 96 * size, 66 * size, [120, 126, 130])
    canvas.ellipse(x + 48 * size, 312 - 66 * size, 48 * size, 9 * size, [196, 200, 204])
    canvas.glow(x + 48 * size, 250 - 66 * size, 50, 70, [255, 255, 255, 0.5])
  }
  counter(canvas, 180, 540, 860, 180)
  for (const [x, colour] of [
    [260, [196, 62, 46]],
    [390, [86, 148, 66]],
    [520, [232, 206, 120]],
    [650, [236, 236, 226]],
  ] as const)
    canvas.ellipse(x, 548, 52, 16, colour)
  canvas.grain(0, 0, sceneWidth, sceneHeight, 4, random)
  const cook = { top: [240, 240, 236], trousers: [70, 74, 84], hat: [250, 250, 250] } as const
  return {
    background: canvas,
    walkers: [
      pace(person(270, cook), [300, 250], [560, 256], 0, 0.42),
      pace(person(270, cook), [560, 256], [300, 250], 0.42, 0.55),
      pace(
        person(280, { ...cook, top: [214, 226, 236] }),
        [1290, 330],
        [820, 340],
        random.between(0.2, 0.3),
        0.5,
      ),
    ],
  }
}

function counter(canvas: Canvas, x: number, y: number, width: number, height: number): void {
  const steel: Colour = [188, 194, 200]
  canvas.gradient(x, y, width, 26, [216, 220, 224], steel)
  canvas.gradient(x, y + 26, width, height - 26, darker(steel, 0.8), darker(steel, 0.6))
  for (let at = x; at < x + width; at += 130) canvas.rect(at, y + 30, 3, height - 30, darker(steel, 0.5))
}

/** The lobby at night in infrared light: reception desk, doors to the yard, notice board. */
export function paintLobby(random: SeededRandom): Scene {
  const canvas = new Canvas(sceneWidth, sceneHeight)
  canvas.gradient(0, 0, sceneWidth, 430, [150, 150, 150], [196, 196, 196])
  canvas.gradient(0, 430, sceneWidth, 290, [170, 170, 170], [110, 110, 110])
  for (let tile = 1; tile < 8; tile++)
    canvas.rect(0, 430 + 290 * (tile / 8) ** 2, sceneWidth, 2, [96, 96, 96])
  for (const x of [420, 540, 660, 780]) {
    canvas.rect(x, 120, 112, 310, [66, 66, 66])
    canvas.rect(x + 8, 130, 96, 300, [28, 28, 30])
    canvas.rect(x + 96, 270, 6, 50, [210, 210, 210])
  }
  canvas.rect(60, 150, 250, 150, [120, 120, 120])
  for (let sheet = 0; sheet < 6; sheet++)
    canvas.rect(76 + (sheet % 3) * 78, 164 + Math.floor(sheet / 3) * 66, 62, 54, [224, 224, 224])
  canvas.polygon(points(940, 400, 1260, 400, 1280, 600, 900, 600), [132, 132, 132])
  canvas.rect(926, 384, 350, 22, [210, 210, 210])
  for (const x of [360, 920]) {
    canvas.rect(x, 300, 40, 150, [100, 100, 100])
    for (let leaf = 0; leaf < 14; leaf++)
      canvas.ellipse(x + 20 + random.between(-44, 44), random.between(200, 310), 16, 24, [120, 120, 120])
  }
  canvas.rect(700, 80, 90, 26, [240, 240, 240])
  canvas.infrared(0.72)
  canvas.grain(0, 0, sceneWidth, sceneHeight, 9, random)
  const night = { top: [128, 128, 128], trousers: [70, 70, 70], hat: [60, 60, 60] } as const
  return {
    background: canvas,
    walkers: [pace(person(260, night), [-140, 380], [1290, 360], random.between(0.25, 0.4), 0.5)],
  }
}

function pace(
  sprite: Canvas,
  from: Walker['from'],
  to: Walker['to'],
  startShare: number,
  durationShare: number,
): Walker {
  return { sprite, from, to, startShare, durationShare, bobPixels: 5 }
}
