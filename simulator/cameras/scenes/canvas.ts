import type { SeededRandom } from '../../random.ts'

/** Red, green, blue, 0..255, and how much of what lies below is covered, 0..1. */
export type Colour = readonly [red: number, green: number, blue: number, alpha?: number]
export type Point = readonly [x: number, y: number]

/** Corners as `x, y, x, y …`. */
export function points(...coordinates: readonly number[]): Point[] {
  return Array.from({ length: coordinates.length / 2 }, (_, index) => [
    coordinates[2 * index] ?? 0,
    coordinates[2 * index + 1] ?? 0,
  ])
}

/** A small painter on RGBA pixels: enough for the scenery of a simulated camera. */
export class Canvas {
  readonly width: number
  readonly height: number
  readonly pixels: Uint8ClampedArray

  constructor(width: number, height: number) {
    this.width = width
    this.height = height
    this.pixels = new Uint8ClampedArray(width * height * 4)
  }

  dot(x: number, y: number, [red, green, blue, alpha = 1]: Colour): void {
    if (x < 0 || y < 0 || x >= this.width || y >= this.height) return
    const at = (y * this.width + x) * 4
    const pixels = this.pixels
    const below = 1 - alpha
    pixels[at] = red * alpha + (pixels[at] ?? 0) * below
    pixels[at + 1] = green * alpha + (pixels[at + 1] ?? 0) * below
    pixels[at + 2] = blue * alpha + (pixels[at + 2] ?? 0) * below
    pixels[at + 3] = 255 * alpha + (pixels[at + 3] ?? 0) * below
  }

  rect(x: number, y: number, width: number, height: number, colour: Colour): void {
    for (let row = Math.round(y); row < Math.round(y + height); row++)
      for (let column = Math.round(x); column < Math.round(x + width); column++) this.dot(column, row, colour)
  }

  /** Fills the rectangle with a blend from `top` to `bottom`. */
  gradient(x: number, y: number, width: number, height: number, top: Colour, bottom: Colour): void {
    for (let row = 0; row < height; row++) {
      const share = row / Math.max(1, height - 1)
      const mix = (a: number, b: number): number => a + (b - a) * share
      const colour: Colour = [mix(top[0], bottom[0]), mix(top[1], bottom[1]), mix(top[2], bottom[2])]
      this.rect(x, y + row, width, 1, colour)
    }
  }

  /** Fills a polygon (even-odd) line by line. */
  polygon(corners: readonly Point[], colour: Colour): void {
    const rows = corners.map(point => point[1])
    for (let row = Math.floor(Math.min(...rows)); row <= Math.max(...rows); row++) {
      const crossings = crossingsAt(corners, row + 0.5)
      for (let i = 0; i + 1 < crossings.length; i += 2)
        this.rect(crossings[i] ?? 0, row, (crossings[i + 1] ?? 0) - (crossings[i] ?? 0), 1, colour)
    }
  }

  /** A straight stroke of the given thickness. */
  line([fromX, fromY]: Point, [toX, toY]: Point, thickness: number, colour: Colour): void {
    const length = Math.max(1, Math.hypot(toX - fromX, toY - fromY))
    const across: Point = [
      ((fromY - toY) / length) * (thickness / 2),
      ((toX - fromX) / length) * (thickness / 2),
    ]
    this.polygon(
      [
        [fromX + across[0], fromY + across[1]],
        [toX + across[0], toY + across[1]],
        [toX - across[0], toY - across[1]],
        [fromX - across[0], fromY - across[1]],
      ],
      colour,
    )
  }

  ellipse(centreX: number, centreY: number, radiusX: number, radiusY: number, colour: Colour): void {
    for (let row = Math.floor(centreY - radiusY); row <= centreY + radiusY; row++) {
      const share = (row + 0.5 - centreY) / radiusY
      if (Math.abs(share) > 1) continue
      const half = radiusX * Math.sqrt(1 - share * share)
      this.rect(centreX - half, row, 2 * half, 1, colour)
    }
  }

  /** A soft round light (or shadow) that fades to nothing at its rim. */
  glow(centreX: number, centreY: number, radiusX: number, radiusY: number, colour: Colour): void {
    const strength = colour[3] ?? 1
    for (let row = Math.floor(centreY - radiusY); row <= centreY + radiusY; row++)
      for (let column = Math.floor(centreX - radiusX); column <= centreX + radiusX; column++) {
        const distance = Math.hypot((column - centreX) / radiusX, (row - centreY) / radiusY)
        if (distance >= 1) continue
        this.dot(column, row, [colour[0], colour[1], colour[2], strength * (1 - distance) ** 2])
      }
  }

  /** Roughness of a surface: each pixel of the rectangle a little lighter or darker. */
  grain(x: number, y: number, width: number, height: number, amount: number, random: SeededRandom): void {
    for (let row = y; row < Math.min(y + height, this.height); row++)
      for (let column = x; column < Math.min(x + width, this.width); column++) {
        const shade = random.between(-amount, amount)
        const at = (row * this.width + column) * 4
        for (let channel = 0; channel < 3; channel++)
          this.pixels[at + channel] = (this.pixels[at + channel] ?? 0) + shade
      }
  }

  /** Grey picture of a camera that has switched to infrared light, with a dark rim. */
  infrared(brightness: number): void {
    for (let row = 0; row < this.height; row++)
      for (let column = 0; column < this.width; column++) {
        const at = (row * this.width + column) * 4
        const [red = 0, green = 0, blue = 0] = this.pixels.subarray(at, at + 3)
        const rim = Math.hypot(column / this.width - 0.5, (row / this.height - 0.5) * 0.8)
        const grey = (0.3 * red + 0.6 * green + 0.1 * blue) * brightness * Math.max(0.25, 1.25 - 1.7 * rim)
        this.pixels.fill(grey, at, at + 3)
      }
  }

  /** PAM, the simplest picture with transparency that ffmpeg reads. */
  toPam(): Buffer {
    const header = `P7\nWIDTH ${this.width}\nHEIGHT ${this.height}\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n`
    return Buffer.concat([Buffer.from(header), Buffer.from(this.pixels.buffer)])
  }
}

function crossingsAt(corners: readonly Point[], y: number): number[] {
  const crossings: number[] = []
  corners.forEach(([x1, y1], index) => {
    const [x2, y2] = corners[(index + 1) % corners.length] ?? [x1, y1]
    if (y1 <= y !== y2 <= y) crossings.push(x1 + ((y - y1) / (y2 - y1)) * (x2 - x1))
  })
  return crossings.toSorted((a, b) => a - b)
}
