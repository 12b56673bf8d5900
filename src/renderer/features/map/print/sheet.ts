import type { MapPrint } from '../../../../shared/contract/map.ts'
import type { Plan, PlanShape } from '../../../../shared/site.ts'
import { ellipseOutline, middleOf, wedgeOutline, centreOf, type PlanPoint } from '../../../ui/map/geometry.ts'
import type { MapMark } from '../../../ui/map/mark.ts'
import { signPaths } from '../../../ui/map/sign.ts'

/** What stands on the sheet beside the plan, in the language of the screen. */
export interface SheetWords {
  readonly title: string
  readonly secret: string
  readonly plan: string
  readonly number: string
  readonly by: string
  readonly at: string
  readonly purpose: string
  readonly device: string
  readonly kind: string
}

/** A device on the sheet. */
export interface SheetDevice {
  readonly mark: MapMark
  readonly kind: string
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
const pointsOf = (points: readonly PlanPoint[]): string => points.map(([x, y]) => `${x},${y}`).join(' ')

/**
 * The zone map (防区图, A-N3.3) as a page for the printer: the plan with the places of devices, their numbers and names;
 * on it who printed it, when, what for and under which number (G4), and that it must not be passed on.
 * @param atText the time in words
 * @param ground address of the picture under the plan; null for none
 */
export function zoneMapSheet(
  plan: Plan,
  devices: readonly SheetDevice[],
  facts: MapPrint,
  atText: string,
  words: SheetWords,
  ground: string | null,
): string {
  const unit = Math.max(plan.width, plan.height) / 1000
  const row = (name: string, value: string) => `<td>${escaped(name)}：<b>${escaped(value)}</b></td>`
  const watermark = `${facts.number} ${facts.byName} ${atText}`
  const lines = devices.map(
    ({ mark, kind }, index) =>
      `<tr><td>${index + 1}</td><td>${escaped(mark.name)}</td><td>${escaped(kind)}</td></tr>`,
  )
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>${escaped(facts.number)}</title><style>
body{margin:0;font-family:'Noto Sans CJK SC','Microsoft YaHei',sans-serif;color:#000;font-size:10pt}
h1{margin:0 0 2mm;font-size:16pt}h1 small{float:right;font-size:11pt;border:1px solid #000;padding:1mm 3mm}
.facts{width:100%;border-collapse:collapse;margin-bottom:2mm}.facts td{padding:1mm 2mm;border:1px solid #666}
svg{display:block;width:100%;height:145mm;border:1px solid #000}
.list{columns:3;margin-top:4mm}.list table{width:100%;border-collapse:collapse}.list td{border-bottom:1px solid #999;padding:.5mm 1mm}
</style></head><body>
<h1>${escaped(facts.school)} ${escaped(words.title)}<small>${escaped(words.secret)}</small></h1>
<table class="facts"><tr>${row(words.plan, plan.name)}${row(words.number, facts.number)}${row(words.by, facts.byName)}</tr>
<tr>${row(words.at, atText)}<td colspan="2">${escaped(words.purpose)}：<b>${escaped(facts.purpose)}</b></td></tr></table>
<svg viewBox="0 0 ${plan.width} ${plan.height}" xmlns="http://www.w3.org/2000/svg">
${ground === null ? '' : `<image href="${escaped(ground)}" width="${plan.width}" height="${plan.height}" preserveAspectRatio="none" opacity="0.8"/>`}
${plan.shapes.map(shape => drawnShape(shape, unit)).join('')}
${watermarks(plan, watermark, unit)}
${devices.map(({ mark }, index) => drawnDevice(mark, index + 1, unit)).join('')}
</svg>
<div class="list"><table><tr><td>#</td><td>${escaped(words.device)}</td><td>${escaped(words.kind)}</td></tr>${lines.join('')}</table></div>
</body></html>`
}

function drawnShape(shape: PlanShape, unit: number): string {
  const line = (points: readonly PlanPoint[], style: string) =>
    `<polyline points="${pointsOf(points)}" fill="none" ${style}/>`
  switch (shape.kind) {
    case 'building':
      return `<polygon points="${pointsOf(shape.points)}" fill="#eee" stroke="#333" stroke-width="${1.5 * unit}"/>${label(centreOf(shape.points), shape.label, unit)}`
    case 'field':
      return `<polygon points="${pointsOf(ellipseOutline(shape.centre, shape.radius))}" fill="none" stroke="#777" stroke-width="${2 * unit}"/>${label(shape.centre, shape.label, unit)}`
    case 'wall':
      return line(shape.points, `stroke="#000" stroke-width="${2 * unit}"`)
    case 'gate':
      return `${line(shape.points, `stroke="#000" stroke-width="${2 * unit}" stroke-dasharray="${5 * unit} ${4 * unit}"`)}${label(middleOf(shape.points), shape.label, unit)}`
    case 'road':
      return line(shape.points, `stroke="#ddd" stroke-width="${shape.width}" stroke-linejoin="round"`)
    case 'green':
      return `<polygon points="${pointsOf(shape.points)}" fill="#f5f5f5" stroke="none"/>`
  }
}

function label([x, y]: PlanPoint, text: string, unit: number): string {
  return `<text x="${x}" y="${y}" font-size="${13 * unit}" text-anchor="middle" fill="#444">${escaped(text)}</text>`
}

/** Who printed it stands across the whole sheet: a part that was cut out still says it. */
function watermarks(plan: Plan, text: string, unit: number): string {
  const size = 20 * unit
  const marks: string[] = []
  for (let y = size * 4; y < plan.height; y += size * 9)
    for (let x = 0; x < plan.width; x += size * 20)
      marks.push(
        `<text transform="translate(${x} ${y}) rotate(-18)" font-size="${size}" fill="#000" fill-opacity="0.12">${escaped(text)}</text>`,
      )
  return marks.join('')
}

function drawnDevice(mark: MapMark, number: number, unit: number): string {
  const [x, y] = mark.at
  const { outline, glyph } = signPaths(mark.shape, 'ok')
  const scale = 0.9 * unit
  return [
    mark.wedge === null
      ? ''
      : `<polygon points="${pointsOf(wedgeOutline(mark.at, mark.wedge))}" fill="#000" fill-opacity="0.05" stroke="#666" stroke-width="${0.6 * unit}"/>`,
    mark.area === undefined
      ? ''
      : `<polygon points="${pointsOf(mark.area)}" fill="none" stroke="#000" stroke-width="${1.2 * unit}" stroke-dasharray="${6 * unit} ${3 * unit}"/>`,
    mark.line === null
      ? ''
      : `<polyline points="${pointsOf(mark.line)}" fill="none" stroke="#000" stroke-width="${4 * unit}"/>`,
    `<g transform="translate(${x - 14 * scale} ${y - 14 * scale}) scale(${scale})"><path d="${outline}" fill="#fff" stroke="#000" stroke-width="2"/>${glyph === null ? '' : `<path d="${glyph}" fill="none" stroke="#000" stroke-width="2"/>`}</g>`,
    `<text x="${x + 15 * unit}" y="${y + 5 * unit}" font-size="${13 * unit}" font-weight="bold">${number}</text>`,
  ].join('')
}
