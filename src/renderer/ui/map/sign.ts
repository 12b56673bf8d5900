import type { Tone } from '../tone.ts'
import type { MarkShape } from './mark.ts'

const svgNamespace = 'http://www.w3.org/2000/svg'

/** The outer shape says what the thing is. 28 × 28, drawn around 14,14. */
const outlineOf: Readonly<Record<MarkShape, string>> = {
  camera: 'M14 4a10 10 0 1 0 0 20 10 10 0 0 0 0-20z',
  detector: 'M14 3.500 25.500 23.500H2.500z',
  button:
    'M7 4.500h14a2.500 2.500 0 0 1 2.500 2.500v14a2.500 2.500 0 0 1-2.500 2.500H7A2.500 2.500 0 0 1 4.500 21V7A2.500 2.500 0 0 1 7 4.500z',
  smoke: 'M9 3.500h10L26 14l-7 10.500H9L2 14z',
  contact: 'M4 8.500h20v11H4z',
  segment: 'M14 4.500 23.500 14 14 23.500 4.500 14z',
  panel: 'M4 6h20v16H4z',
  patrol: 'M14 3a8 8 0 0 1 8 8c0 5.500-8 14-8 14S6 16.500 6 11a8 8 0 0 1 8-8z',
  assembly: 'M3 3h22v22H3z',
  post: 'M14 3 25 11v13H3V11z',
  person: 'M14 3a5 5 0 1 1 0 10 5 5 0 0 1 0-10zM5 25a9 10 0 0 1 18 0z',
}

const quietGlyph: Partial<Record<MarkShape, string>> = {
  camera: 'M11.500 14a2.500 2.500 0 1 0 5 0 2.500 2.500 0 0 0-5 0',
  panel: 'M8 11h12M8 16h7',
  patrol: 'M12 11a2 2 0 1 0 4 0 2 2 0 0 0-4 0',
  assembly: 'M8 8l5 5M13 9.500v3.500H9.500M20 8l-5 5M15 9.500v3.500h3.500M8 20l5-5M20 20l-5-5',
  post: 'M11 24v-8h6v8',
}

/** What lies inside says how it is. A camera that is well keeps its lens, a button its point. */
function glyphOf(shape: MarkShape, tone: Tone): string | null {
  const y = shape === 'detector' ? 17 : 14
  switch (tone) {
    case 'alarm':
    case 'panic':
    case 'warn':
      return `M14 ${y - 6}v7M14 ${y + 4}v1.500`
    case 'fault':
      return `M10.500 ${y - 3.5}l7 7M17.500 ${y - 3.5}l-7 7`
    case 'unknown':
      return `M11.500 ${y - 3}a2.500 2.500 0 1 1 3.500 2.300q-1 .500-1 1.700M14 ${y + 4}v.500`
    case 'off':
      return `M10 ${y}h8`
    case 'ok':
    case 'info':
    case 'busy':
      return quietGlyph[shape] ?? null
  }
}

/** The lines of a sign for a canvas, in a box of 28 × 28. */
export function signPaths(shape: MarkShape, tone: Tone): { outline: string; glyph: string | null } {
  return { outline: outlineOf[shape], glyph: glyphOf(shape, tone) }
}

/** Draws the sign of a thing. Colours come from the classes in map.css. */
export function drawSign(shape: MarkShape, tone: Tone): SVGSVGElement {
  const svg = document.createElementNS(svgNamespace, 'svg')
  svg.setAttribute('viewBox', '0 0 28 28')
  svg.setAttribute('class', 'map-sign')
  svg.setAttribute('aria-hidden', 'true')
  svg.append(path(outlineOf[shape], 'map-sign-outline'))
  const glyph = glyphOf(shape, tone)
  if (glyph !== null) svg.append(path(glyph, 'map-sign-glyph'))
  return svg
}

function path(d: string, className: string): SVGPathElement {
  const element = document.createElementNS(svgNamespace, 'path')
  element.setAttribute('d', d)
  element.setAttribute('class', className)
  return element
}
