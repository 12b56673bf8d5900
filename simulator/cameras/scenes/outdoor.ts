import type { SeededRandom } from '../../random.ts'
import { Canvas, points, type Colour } from './canvas.ts'
import { sceneHeight, sceneWidth, type Scene, type Walker } from './scene.ts'
import { car, cat, darker, person, randomClothes } from './sprites.ts'

/** The school gate with its sliding barrier, the guard's hut and the road in front. */
export function paintGate(random: SeededRandom): Scene {
  const canvas = new Canvas(sceneWidth, sceneHeight)
  canvas.gradient(0, 0, sceneWidth, 320, [146, 186, 222], [214, 228, 236])
  building(canvas, 60, 70, 820, 250, [206, 190, 168], 3, 12)
  trees(canvas, random, [30, 930, 1010, 1090], 300)
  canvas.gradient(0, 320, sceneWidth, 400, [150, 150, 148], [104, 106, 108])
  canvas.grain(0, 320, sceneWidth, 400, 7, random)
  canvas.rect(0, 470, sceneWidth, 8, [196, 196, 190])
  for (let x = 20; x < sceneWidth; x += 150) canvas.rect(x, 610, 84, 9, [226, 222, 196])
  for (const x of [210, 980]) {
    canvas.rect(x, 180, 66, 240, [150, 92, 74])
    canvas.rect(x - 8, 168, 82, 16, [112, 68, 56])
  }
  canvas.rect(276, 196, 704, 34, [134, 30, 30])
  canvas.rect(276, 226, 704, 5, [200, 170, 90])
  for (let x = 286; x < 760; x += 22) {
    canvas.line([x, 330], [x + 22, 412], 4, [206, 210, 214])
    canvas.line([x + 22, 330], [x, 412], 4, [176, 182, 188])
  }
  canvas.rect(1060, 250, 190, 190, [226, 226, 220])
  canvas.rect(1046, 236, 218, 18, [70, 96, 126])
  canvas.rect(1084, 282, 92, 76, [92, 128, 148])
  canvas.rect(1194, 290, 44, 150, [92, 102, 116])
  return { background: canvas, walkers: gateTraffic(random) }
}

function gateTraffic(random: SeededRandom): Walker[] {
  const paint: Colour[] = [
    [206, 208, 212],
    [168, 42, 40],
    [40, 62, 108],
  ]
  const drive = car(330, random.pick(paint))
  const guard = person(180, { top: [44, 56, 84], trousers: [34, 40, 58], hat: [30, 38, 60] })
  return [
    walk(guard, [1010, 330], [860, 338], 0.05, 0.5),
    walk(person(170, randomClothes(random)), [790, 300], [840, 760], random.between(0.1, 0.3), 0.45),
    walk(person(150, randomClothes(random)), [-90, 380], [1290, 372], random.between(0, 0.1), 0.85),
    { sprite: drive, from: [-340, 540], to: [1290, 540], startShare: 0.55, durationShare: 0.3, bobPixels: 0 },
  ]
}

/** The eastern wall with the tension fence on top, seen along its length. */
export function paintFence(random: SeededRandom): Scene {
  const canvas = new Canvas(sceneWidth, sceneHeight)
  canvas.gradient(0, 0, sceneWidth, 330, [168, 188, 196], [222, 226, 220])
  trees(canvas, random, [40, 170, 300, 470, 590], 330)
  canvas.gradient(0, 330, sceneWidth, 390, [112, 136, 84], [78, 104, 60])
  canvas.grain(0, 330, sceneWidth, 390, 14, random)
  canvas.polygon(points(600, 330, 700, 330, 1000, 720, 300, 720), [158, 152, 140])
  canvas.polygon(points(720, 230, 1280, 20, 1280, 720, 720, 350), [188, 176, 158])
  for (let brick = 0; brick < 14; brick++)
    canvas.line([720, 236 + brick * 8.4], [1280, 40 + brick * 49], 2, [158, 146, 130])
  for (let post = 0; post < 9; post++) {
    const share = (post / 8) ** 1.6
    const x = 724 + share * 550
    const foot = 230 - share * 205
    canvas.rect(x, foot - 34 - share * 60, 4 + share * 8, 36 + share * 70, [70, 76, 80])
  }
  for (let wire = 0; wire < 5; wire++)
    canvas.line([722, 198 + wire * 7], [1280, -68 + wire * 18], 2, [58, 62, 66])
  return {
    background: canvas,
    walkers: [
      walk(person(150, randomClothes(random)), [330, 560], [600, 330], random.between(0.05, 0.2), 0.6),
      {
        sprite: cat(84),
        from: [1290, 610],
        to: [520, 560],
        startShare: 0.5,
        durationShare: 0.4,
        bobPixels: 3,
      },
    ],
  }
}

/** The running track and the ball courts. */
export function paintPlayground(random: SeededRandom): Scene {
  const canvas = new Canvas(sceneWidth, sceneHeight)
  canvas.gradient(0, 0, sceneWidth, 240, [120, 172, 222], [206, 226, 238])
  building(canvas, 760, 60, 480, 190, [222, 214, 198], 4, 8)
  trees(canvas, random, [20, 130, 240, 350, 480, 610, 700], 240)
  canvas.rect(0, 240, sceneWidth, 480, [176, 84, 62])
  canvas.ellipse(640, 520, 560, 200, [84, 136, 74])
  canvas.ellipse(640, 520, 120, 44, [226, 230, 220])
  canvas.ellipse(640, 520, 114, 40, [84, 136, 74])
  for (let lane = 0; lane < 4; lane++) ring(canvas, 640, 520, 590 + lane * 42, 214 + lane * 17)
  canvas.grain(0, 240, sceneWidth, 480, 8, random)
  canvas.rect(1120, 220, 8, 190, [92, 96, 100])
  canvas.rect(1070, 214, 110, 66, [236, 236, 236])
  canvas.rect(1100, 240, 50, 34, [190, 60, 50])
  const runners = [0, 1, 2].map(index =>
    walk(
      person(120 + index * 14, randomClothes(random)),
      [-80, 560 - index * 60],
      [1290, 590 - index * 50],
      index * 0.16,
      0.5,
    ),
  )
  return {
    background: canvas,
    walkers: [...runners, walk(person(104, randomClothes(random)), [1290, 300], [-70, 330], 0.45, 0.5)],
  }
}

function walk(
  sprite: Canvas,
  from: Walker['from'],
  to: Walker['to'],
  startShare: number,
  durationShare: number,
): Walker {
  return { sprite, from, to, startShare, durationShare, bobPixels: 4 }
}

function building(
  canvas: Canvas,
  x: number,
  y: number,
  width: number,
  height: number,
  wall: Colour,
  floors: number,
  windows: number,
): void {
  canvas.rect(x, y, width, height, wall)
  canvas.rect(x - 8, y - 10, width + 16, 12, darker(wall))
  const floorHeight = height / floors
  const pitch = width / windows
  for (let floor = 0; floor < floors; floor++)
    for (let column = 0; column < windows; column++) {
      const shade = 96 + ((floor * 7 + column * 5) % 4) * 14
      canvas.rect(
        x + (column + 0.2) * pitch,
        y + (floor + 0.22) * floorHeight,
        pitch * 0.6,
        floorHeight * 0.5,
        [shade * 0.7, shade, shade * 1.2],
      )
    }
}

function trees(canvas: Canvas, random: SeededRandom, places: readonly number[], ground: number): void {
  for (const x of places) {
    const height = random.between(130, 190)
    canvas.rect(x + 20, ground - height * 0.4, 12, height * 0.4 + 14, [96, 72, 52])
    for (let leaf = 0; leaf < 26; leaf++) {
      const shade = random.between(0.75, 1.15)
      const across = random.between(-44, 44)
      const up = ground - height * random.between(0.35, 1)
      canvas.ellipse(x + 26 + across, up, random.between(14, 26), random.between(12, 22), [
        62 * shade,
        108 * shade,
        56 * shade,
      ])
    }
  }
}

function ring(canvas: Canvas, centreX: number, centreY: number, radiusX: number, radiusY: number): void {
  for (let degree = 0; degree < 360; degree += 0.25) {
    const angle = (degree * Math.PI) / 180
    canvas.rect(
      centreX + radiusX * Math.cos(angle),
      centreY + radiusY * Math.sin(angle),
      4,
      2,
      [236, 226, 216],
    )
  }
}
