import type { Span } from '../../../shared/domain/recording.ts'
import type { MarkKind, TimelineTrack } from '../../../shared/domain/timeline.ts'
import { ticksOf } from './timeline-view.ts'

export const axisPixels = 26

export interface Row {
  readonly cameraId: string
  /** From coarse to fine: what lies later covers what lies before. */
  readonly layers: readonly TrackLayer[]
  readonly isPlaying: boolean
}

export interface TrackLayer {
  /** Where this layer is right; outside of it the one below shows. */
  readonly span: Span
  readonly track: TimelineTrack
}

export interface Picture {
  readonly widthPixels: number
  readonly rowPixels: number
  readonly view: Span
  readonly rows: readonly Row[]
  readonly chosen: string | null
  readonly positionMs: number | null
  readonly hoverMs: number | null
  /** In and out. */
  readonly range: Partial<Span>
  readonly nowMs: number
}

const colours = {
  ground: '#0d1420',
  line: '#24324b',
  text: '#9aabc7',
  day: '#e8eef8',
  station: '#2c6fbf',
  stationPlaying: '#4c9aff',
  recorder: '#2f8f8a',
  activity: '#e9c46a',
  fault: '#e0575a',
  faultGround: '#3a1c20',
  off: '#8494b0',
  offGround: '#1c2433',
  range: '#ffffff24',
  cursor: '#ffffff',
  now: '#39b58a',
} as const
const markColours: Readonly<Record<MarkKind, string>> = {
  incident: '#ff4d4f',
  motion: '#f0b440',
  check: '#39b58a',
  snapshot: '#b98cff',
  lock: '#ffffff',
}
/** A hole that is thinner than this is drawn as a notch, so that the recordings around it stay to be seen, pixels. */
const notchPixels = 3

/** Draws all rows and the axis; nothing on the page but this one canvas grows with what is recorded. */
export function drawTimeline(context: CanvasRenderingContext2D, picture: Picture): void {
  const { widthPixels, rowPixels, rows, view } = picture
  const heightPixels = axisPixels + rows.length * rowPixels
  context.clearRect(0, 0, widthPixels, heightPixels)
  const xOf = (atMs: number) => ((atMs - view.fromMs) / (view.toMs - view.fromMs)) * widthPixels
  rows.forEach((row, index) => {
    const top = axisPixels + index * rowPixels
    context.fillStyle = colours.ground
    context.fillRect(0, top + 1, widthPixels, rowPixels - 2)
    for (const layer of row.layers) drawLayer(context, layer, { row, top, xOf, picture })
    if (row.cameraId === picture.chosen) frame(context, 0, top + 1, widthPixels, rowPixels - 2)
  })
  drawAxis(context, picture, xOf, heightPixels)
  drawRange(context, picture, xOf, heightPixels)
  if (picture.nowMs >= view.fromMs && picture.nowMs <= view.toMs)
    line(context, xOf(picture.nowMs), heightPixels, colours.now, 2)
  if (picture.hoverMs !== null) line(context, xOf(picture.hoverMs), heightPixels, '#ffffff60', 1)
  if (picture.positionMs !== null) drawCursor(context, xOf(picture.positionMs), heightPixels)
}

interface Place {
  readonly row: Row
  readonly top: number
  readonly xOf: (atMs: number) => number
  readonly picture: Picture
}

function drawLayer(context: CanvasRenderingContext2D, { span, track }: TrackLayer, place: Place): void {
  const { row, top, xOf, picture } = place
  const height = picture.rowPixels - 4
  const left = Math.max(0, xOf(span.fromMs))
  const right = Math.min(picture.widthPixels, xOf(span.toMs))
  if (right <= left) return
  context.save()
  context.beginPath()
  context.rect(left, top + 2, right - left, height)
  context.clip()
  context.fillStyle = colours.ground
  context.fillRect(left, top + 2, right - left, height)
  const station = row.isPlaying ? colours.stationPlaying : colours.station
  for (const { fromMs, toMs, source } of track.recorded) {
    const from = xOf(fromMs)
    context.fillStyle = source === 'station' ? station : colours.recorder
    // What only the school's recorder has is told from what is here by place as well as by colour.
    const [y, tall] = source === 'station' ? [top + 2, height] : [top + 2 + height * 0.55, height * 0.45]
    context.fillRect(from, y, Math.max(1, xOf(toMs) - from), tall)
  }
  drawActivity(context, track.activity, place, height)
  for (const gap of track.gaps) drawGap(context, gap, xOf, top + 2, height)
  drawMarks(context, track, xOf, top + 2, height)
  context.restore()
}

function drawActivity(
  context: CanvasRenderingContext2D,
  activity: readonly number[],
  { top, xOf, picture }: Place,
  height: number,
): void {
  context.fillStyle = colours.activity
  const tall = Math.max(3, Math.round(height * 0.22))
  const y = top + 2 + height - tall
  for (let index = 0; index + 1 < activity.length; index += 2) {
    const from = xOf(activity[index] ?? 0)
    const to = xOf(activity[index + 1] ?? 0)
    if (to >= 0 && from <= picture.widthPixels) context.fillRect(from, y, Math.max(1, to - from), tall)
  }
}

function drawGap(
  context: CanvasRenderingContext2D,
  gap: TimelineTrack['gaps'][number],
  xOf: (atMs: number) => number,
  y: number,
  height: number,
): void {
  const from = xOf(gap.fromMs)
  const width = xOf(gap.toMs) - from
  const isFault = gap.cause === 'camera-lost' || gap.cause === 'disk' || gap.cause === 'station-off'
  const ink = isFault ? colours.fault : colours.off
  if (width < notchPixels) {
    context.fillStyle = ink
    context.fillRect(from - (notchPixels - width) / 2, y, notchPixels, Math.ceil(height / 2))
    return
  }
  context.fillStyle = isFault ? colours.faultGround : colours.offGround
  context.fillRect(from, y, width, height)
  context.fillStyle = hatchOf(context, ink, gap.cause === 'station-off' ? -1 : 1)
  context.fillRect(from, y, width, height)
}

const hatches = new Map<string, CanvasPattern | null>()

/** Slanted lines; the other way for a station that was off, so that colour is not all that tells. */
function hatchOf(context: CanvasRenderingContext2D, ink: string, slant: 1 | -1): CanvasPattern | string {
  const key = `${ink} ${slant}`
  let pattern = hatches.get(key)
  if (pattern === undefined) {
    const tile = new OffscreenCanvas(8, 8)
    const lines = tile.getContext('2d')
    if (lines !== null) {
      lines.strokeStyle = ink
      lines.lineWidth = 1.6
      for (const shift of [-8, 0, 8]) {
        lines.moveTo(slant === 1 ? shift : shift + 8, 8)
        lines.lineTo(slant === 1 ? shift + 8 : shift, 0)
      }
      lines.stroke()
    }
    pattern = context.createPattern(tile, 'repeat')
    hatches.set(key, pattern)
  }
  return pattern ?? ink
}

function drawMarks(
  context: CanvasRenderingContext2D,
  track: TimelineTrack,
  xOf: (atMs: number) => number,
  y: number,
  height: number,
): void {
  for (const { kind, fromMs, toMs } of track.marks) {
    const from = xOf(fromMs)
    const width = Math.max(2, xOf(toMs) - from)
    context.fillStyle = markColours[kind]
    if (kind === 'check' || kind === 'lock') {
      context.fillRect(from, kind === 'check' ? y : y + 3, width, 3)
      continue
    }
    context.fillRect(from - 1, y, 2, height)
    // A flag: a triangle for an incident, a square for what is no alarm.
    context.beginPath()
    context.moveTo(from, y)
    context.lineTo(from + 9, kind === 'incident' ? y + 5 : y)
    if (kind !== 'incident') context.lineTo(from + 9, y + 8)
    context.lineTo(from, kind === 'incident' ? y + 10 : y + 8)
    context.fill()
  }
}

function drawAxis(
  context: CanvasRenderingContext2D,
  { view, widthPixels }: Picture,
  xOf: (atMs: number) => number,
  heightPixels: number,
): void {
  context.font = '13px "Noto Sans CJK SC", "Microsoft YaHei", sans-serif'
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  for (const { atMs, label, isDay } of ticksOf(view, Math.max(4, Math.floor(widthPixels / 95)))) {
    const x = Math.round(xOf(atMs)) + 0.5
    context.fillStyle = isDay ? '#ffffff30' : '#ffffff14'
    context.fillRect(x, axisPixels - 4, 1, heightPixels)
    context.fillStyle = isDay ? colours.day : colours.text
    const half = context.measureText(label).width / 2
    context.fillText(label, Math.min(widthPixels - half - 2, Math.max(half + 2, x)), axisPixels / 2 - 1)
  }
}

function drawRange(
  context: CanvasRenderingContext2D,
  { range, view, widthPixels }: Picture,
  xOf: (atMs: number) => number,
  heightPixels: number,
): void {
  if (range.fromMs === undefined && range.toMs === undefined) return
  const from = Math.max(0, xOf(range.fromMs ?? view.fromMs))
  const to = Math.min(widthPixels, xOf(range.toMs ?? view.toMs))
  if (range.fromMs !== undefined && range.toMs !== undefined) {
    context.fillStyle = colours.range
    context.fillRect(from, axisPixels - 5, to - from, heightPixels)
  }
  for (const [atMs, side] of [
    [range.fromMs, 1],
    [range.toMs, -1],
  ] as const) {
    if (atMs === undefined) continue
    line(context, xOf(atMs), heightPixels, colours.cursor, 1.5)
    context.fillStyle = colours.cursor
    context.fillRect(xOf(atMs) - (side === 1 ? 0 : 6), axisPixels - 5, 6, 2)
    context.fillRect(xOf(atMs) - (side === 1 ? 0 : 6), heightPixels - 2, 6, 2)
  }
}

function drawCursor(context: CanvasRenderingContext2D, x: number, heightPixels: number): void {
  line(context, x, heightPixels, '#000000a0', 5)
  line(context, x, heightPixels, colours.cursor, 2.5)
  context.fillStyle = colours.cursor
  context.beginPath()
  context.moveTo(x - 7, axisPixels - 9)
  context.lineTo(x + 7, axisPixels - 9)
  context.lineTo(x, axisPixels)
  context.fill()
}

function line(context: CanvasRenderingContext2D, x: number, toY: number, ink: string, width: number): void {
  context.fillStyle = ink
  context.fillRect(x - width / 2, axisPixels - 6, width, toY)
}

function frame(context: CanvasRenderingContext2D, x: number, y: number, width: number, height: number): void {
  context.strokeStyle = '#ffffffb0'
  context.lineWidth = 1
  context.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1)
}
