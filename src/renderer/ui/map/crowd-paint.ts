import type { clusterMarks, Cluster } from './cluster.ts'
import { wedgeOutline, type PlanPoint } from './geometry.ts'
import type { MapMark } from './mark.ts'
import { signPaths } from './sign.ts'
import type { Tone } from '../tone.ts'

/** Side of a sign, pixels; the glow and the ring around it need some more. */
const signPixels = 28
const spritePixels = 40
/** Side of the sign of a cluster, pixels. */
const clusterPixels = 40

interface Scene {
  readonly place: (at: PlanPoint) => { x: number; y: number }
  readonly pixelsPerUnit: number
  readonly withNames: boolean
  readonly selectedId: string | null
  /** Flashing signs are in their dark half. */
  readonly isDim: boolean
}

const hollow: ReadonlySet<Tone> = new Set<Tone>(['info', 'busy', 'off', 'unknown'])
const dashOf: Partial<Record<Tone, number[]>> = { unknown: [9, 9], fault: [16, 5, 3, 5], warn: [20, 5] }
const widthOf: Partial<Record<Tone, number>> = { info: 3, off: 3, unknown: 4, alarm: 11, panic: 11 }

/** Paints devices on a canvas, in the colours that the page's style sheet gives the tones. */
export function crowdPainter(styled: HTMLElement) {
  const sprites = new Map<string, HTMLCanvasElement>()
  const clusterSprites = new Map<string, HTMLCanvasElement>()
  const colours = new Map<Tone, string>()
  const ratio = window.devicePixelRatio || 1
  const colourOf = (tone: Tone): string => {
    const known = colours.get(tone)
    if (known !== undefined) return known
    const probe = document.createElement('span')
    probe.className = `map-tone-${tone}`
    probe.style.color = 'var(--tone)'
    styled.append(probe)
    const colour = getComputedStyle(probe).color
    probe.remove()
    colours.set(tone, colour)
    return colour
  }
  const spriteOf = (mark: Pick<MapMark, 'shape' | 'tone'>): HTMLCanvasElement => {
    const key = `${mark.shape}/${mark.tone}`
    const known = sprites.get(key)
    if (known !== undefined) return known
    const sprite = paintSprite(mark, colourOf(mark.tone), ratio)
    sprites.set(key, sprite)
    return sprite
  }
  const clusterOf = ({ tone, markIds: { length: count } }: Cluster): HTMLCanvasElement => {
    const key = `${tone}/${count}`
    const known = clusterSprites.get(key)
    if (known !== undefined) return known
    const sprite = paintClusterSprite(tone, count, colourOf(tone), ratio)
    clusterSprites.set(key, sprite)
    return sprite
  }
  return {
    resize(canvas: HTMLCanvasElement, width: number, height: number): void {
      const [x, y] = [Math.round(width * ratio), Math.round(height * ratio)]
      if (canvas.width === x && canvas.height === y) return
      canvas.width = x
      canvas.height = y
    },
    paint(canvas: HTMLCanvasElement, shown: ReturnType<typeof clusterMarks>, scene: Scene): void {
      const context = canvas.getContext('2d')
      if (context === null) return
      context.setTransform(ratio, 0, 0, ratio, 0, 0)
      context.clearRect(0, 0, canvas.width, canvas.height)
      for (const mark of shown.singles) paintGround(context, mark, colourOf(mark.tone), scene)
      for (const mark of shown.singles) paintSign(context, mark, spriteOf(mark), scene)
      for (const cluster of shown.clusters) paintCluster(context, cluster, clusterOf(cluster), scene)
    },
  }
}

function paintSprite({ shape, tone }: Pick<MapMark, 'shape' | 'tone'>, colour: string, ratio: number) {
  const sprite = document.createElement('canvas')
  sprite.width = spritePixels * ratio
  sprite.height = spritePixels * ratio
  const context = sprite.getContext('2d')
  if (context === null) return sprite
  const inset = (spritePixels - signPixels) / 2
  context.scale(ratio, ratio)
  context.translate(inset, inset)
  const { outline, glyph } = signPaths(shape, tone)
  const isHollow = hollow.has(tone)
  const path = new Path2D(outline)
  context.fillStyle = isHollow ? '#0f1725' : colour
  context.strokeStyle = isHollow ? colour : '#0b111b'
  context.lineWidth = isHollow ? 2.4 : 1.5
  if (tone === 'unknown') context.setLineDash([3.5, 3])
  // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- a canvas is no array
  context.fill(path)
  context.stroke(path)
  if (glyph === null) return sprite
  context.setLineDash([])
  context.lineCap = 'round'
  context.lineWidth = 2.4
  context.strokeStyle = isHollow ? colour : tone === 'alarm' || tone === 'panic' ? '#fff' : '#0b111b'
  context.stroke(new Path2D(glyph))
  return sprite
}

/** Field of view, area and course lie below all signs. */
function paintGround(context: CanvasRenderingContext2D, mark: MapMark, colour: string, scene: Scene): void {
  const isSelected = mark.id === scene.selectedId
  if (mark.wedge !== null && (scene.withNames || isSelected)) {
    trace(context, wedgeOutline(mark.at, mark.wedge), scene)
    fillFaintly(context, colour, isSelected ? 0.2 : 0.07)
  }
  if (mark.area !== undefined) {
    trace(context, mark.area, scene)
    fillFaintly(context, colour, 0.12)
  }
  if (mark.line === null) return
  context.save()
  context.globalAlpha = mark.blinking && scene.isDim ? 0.2 : 1
  context.strokeStyle = colour
  context.lineWidth = isSelected ? 12 : (widthOf[mark.tone] ?? 6)
  context.setLineDash(dashOf[mark.tone] ?? [])
  trace(context, mark.line, scene)
  context.stroke()
  context.restore()
}

function trace(context: CanvasRenderingContext2D, points: readonly PlanPoint[], scene: Scene): void {
  context.beginPath()
  points.forEach((point, index) => {
    const { x, y } = scene.place(point)
    if (index === 0) context.moveTo(x, y)
    else context.lineTo(x, y)
  })
}

function fillFaintly(context: CanvasRenderingContext2D, colour: string, alpha: number): void {
  context.save()
  context.closePath()
  context.fillStyle = colour
  context.strokeStyle = colour
  context.globalAlpha = alpha
  context.fill()
  context.globalAlpha = Math.min(1, alpha * 4)
  context.lineWidth = 1
  context.stroke()
  context.restore()
}

function paintSign(
  context: CanvasRenderingContext2D,
  mark: MapMark,
  sprite: HTMLCanvasElement,
  scene: Scene,
): void {
  const { x, y } = scene.place(mark.at)
  context.globalAlpha = mark.blinking && scene.isDim ? 0.2 : 1
  context.drawImage(
    sprite,
    Math.round(x) - spritePixels / 2,
    Math.round(y) - spritePixels / 2,
    spritePixels,
    spritePixels,
  )
  context.globalAlpha = 1
  if (mark.id === scene.selectedId) {
    context.beginPath()
    context.arc(x, y, signPixels / 2 + 3, 0, 2 * Math.PI)
    context.strokeStyle = '#fff'
    context.lineWidth = 3
    context.stroke()
  }
  if (!scene.withNames) return
  context.font = '13px sans-serif'
  context.textAlign = 'center'
  const width = context.measureText(mark.name).width + 10
  context.fillStyle = '#0b111b99'
  context.fillRect(x - width / 2, y + 16, width, 19)
  context.fillStyle = '#c3cede'
  context.fillText(mark.name, x, y + 30)
}

function paintCluster(
  context: CanvasRenderingContext2D,
  cluster: Cluster,
  sprite: HTMLCanvasElement,
  scene: Scene,
): void {
  const { x, y } = scene.place(cluster.at)
  const half = clusterPixels / 2
  context.drawImage(sprite, Math.round(x) - half, Math.round(y) - half, clusterPixels, clusterPixels)
}

/** Words are slow to paint, and there are few numbers: each is painted once. */
function paintClusterSprite(tone: Tone, count: number, colour: string, ratio: number): HTMLCanvasElement {
  const sprite = document.createElement('canvas')
  sprite.width = clusterPixels * ratio
  sprite.height = clusterPixels * ratio
  const context = sprite.getContext('2d')
  if (context === null) return sprite
  context.scale(ratio, ratio)
  context.translate(clusterPixels / 2, clusterPixels / 2)
  context.beginPath()
  context.arc(0, 0, 17, 0, 2 * Math.PI)
  context.fillStyle = '#16233a'
  context.fill()
  context.strokeStyle = colour
  context.lineWidth = 4
  context.setLineDash(tone === 'fault' ? [8, 4] : [])
  context.stroke()
  context.fillStyle = '#fff'
  context.font = '600 14px sans-serif'
  context.textAlign = 'center'
  context.fillText(String(count), 0, 5)
  return sprite
}
