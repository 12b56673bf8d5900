import type { SeededRandom } from '../../random.ts'
import { Canvas, points, type Colour } from './canvas.ts'

const skin: Colour = [226, 182, 150]
const hair: Colour = [30, 26, 26]

export interface Clothes {
  top: Colour
  trousers: Colour
  /** A cook's hat or a guard's cap. */
  hat?: Colour
}

/** A standing person with a soft shadow, `height` pixels tall. */
export function person(height: number, clothes: Clothes): Canvas {
  const width = Math.round(height * 0.5)
  const canvas = new Canvas(width, Math.round(height * 1.05))
  const middle = width / 2
  const unit = height / 100
  canvas.glow(middle, height * 0.98, width * 0.48, 5 * unit, [0, 0, 0, 0.6])
  for (const side of [-1, 1]) {
    canvas.rect(middle + side * 5.5 * unit - 4 * unit, 54 * unit, 8 * unit, 42 * unit, clothes.trousers)
    canvas.rect(middle + side * 5.5 * unit - 4.5 * unit, 95 * unit, 9.5 * unit, 4 * unit, [40, 36, 34])
    canvas.polygon(
      points(
        middle + side * 9 * unit,
        22 * unit,
        middle + side * 14 * unit,
        24 * unit,
        middle + side * 17 * unit,
        52 * unit,
        middle + side * 12.5 * unit,
        53 * unit,
      ),
      darker(clothes.top),
    )
    canvas.ellipse(middle + side * 15 * unit, 54 * unit, 2.6 * unit, 3 * unit, skin)
  }
  canvas.polygon(
    points(
      middle - 11 * unit,
      21 * unit,
      middle + 11 * unit,
      21 * unit,
      middle + 10 * unit,
      58 * unit,
      middle - 10 * unit,
      58 * unit,
    ),
    clothes.top,
  )
  canvas.rect(middle - 3 * unit, 15 * unit, 6 * unit, 7 * unit, skin)
  canvas.ellipse(middle, 10 * unit, 6.5 * unit, 8 * unit, skin)
  canvas.ellipse(middle, 6 * unit, 7 * unit, 5.5 * unit, hair)
  if (clothes.hat) canvas.rect(middle - 7 * unit, 0, 14 * unit, 6 * unit, clothes.hat)
  return canvas
}

/** A car seen from the side, `length` pixels long. */
export function car(length: number, paint: Colour): Canvas {
  const canvas = new Canvas(length, Math.round(length * 0.42))
  const unit = length / 100
  const glass: Colour = [70, 92, 110]
  canvas.glow(50 * unit, 38 * unit, 50 * unit, 4 * unit, [0, 0, 0, 0.6])
  canvas.polygon(
    points(20 * unit, 16 * unit, 32 * unit, 4 * unit, 66 * unit, 4 * unit, 80 * unit, 17 * unit),
    darker(paint),
  )
  canvas.polygon(
    points(25 * unit, 15.5 * unit, 34 * unit, 6 * unit, 48 * unit, 6 * unit, 48 * unit, 15.5 * unit),
    glass,
  )
  canvas.polygon(
    points(51 * unit, 15.5 * unit, 51 * unit, 6 * unit, 64 * unit, 6 * unit, 75 * unit, 15.5 * unit),
    glass,
  )
  canvas.rect(3 * unit, 16 * unit, 94 * unit, 16 * unit, paint)
  canvas.rect(3 * unit, 27 * unit, 94 * unit, 5 * unit, darker(paint))
  canvas.rect(94 * unit, 19 * unit, 3 * unit, 4 * unit, [250, 240, 190])
  canvas.rect(3 * unit, 19 * unit, 3 * unit, 4 * unit, [190, 40, 40])
  for (const wheel of [22, 77]) {
    canvas.ellipse(wheel * unit, 33 * unit, 8 * unit, 8 * unit, [28, 28, 30])
    canvas.ellipse(wheel * unit, 33 * unit, 4 * unit, 4 * unit, [150, 152, 156])
  }
  return canvas
}

/** A cat on its way along a wall. */
export function cat(length: number): Canvas {
  const canvas = new Canvas(length, Math.round(length * 0.6))
  const unit = length / 100
  const fur: Colour = [96, 84, 74]
  canvas.ellipse(48 * unit, 28 * unit, 28 * unit, 11 * unit, fur)
  canvas.ellipse(80 * unit, 18 * unit, 10 * unit, 9 * unit, fur)
  canvas.line([22 * unit, 24 * unit], [6 * unit, 6 * unit], 5 * unit, fur)
  for (const leg of [28, 36, 62, 70]) canvas.rect(leg * unit, 32 * unit, 5 * unit, 22 * unit, fur)
  return canvas
}

/** School uniforms, coats and jackets of passers-by. */
export function randomClothes(random: SeededRandom): Clothes {
  return {
    top: random.pick<Colour>([
      [36, 84, 160],
      [190, 52, 48],
      [232, 232, 226],
      [58, 110, 74],
      [222, 170, 60],
      [92, 78, 120],
    ]),
    trousers: random.pick<Colour>([
      [34, 40, 60],
      [60, 58, 56],
      [88, 96, 112],
    ]),
  }
}

export function darker([red, green, blue]: Colour, share = 0.78): Colour {
  return [red * share, green * share, blue * share]
}
