import { XMLParser } from 'fast-xml-parser'
import { Refusal } from '../../shared/refusal.ts'

/** A drawing as it may be shown, and its size in its own units. */
export interface CleanSvg {
  readonly svg: string
  readonly width: number
  readonly height: number
}

/** Elements that draw. Everything else goes, with all that it holds: scripts, foreign content, animation, links. */
const elements = new Set(
  `svg g path rect circle ellipse line polyline polygon text tspan defs symbol use clipPath mask marker pattern
   linearGradient radialGradient stop title desc style`.split(/\s+/),
)
const attribute =
  /^(?:id|class|style|d|x|y|x1|y1|x2|y2|r|rx|ry|cx|cy|fx|fy|dx|dy|width|height|viewBox|points|transform|offset|preserveAspectRatio|(?:fill|stroke|font|text|letter|stop|marker|clip|gradient|pattern|mask)[A-Za-z-]*|opacity|color|display|visibility|vector-effect|dominant-baseline|alignment-baseline|spreadMethod|orient|ref[XY]|overflow|paint-order|writing-mode|rotate)$/

/** What a value may not hold: addresses other than a part of the drawing itself, at-rules, escapes that could hide them. */
const reaching = /url\(\s*['"]?(?!#)|@|\\|expression|javascript:|https?:/i

/** Elements inside each other; a drawing has a few dozens. */
const deepest = 200

type Node = Readonly<Record<string, unknown>>

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
})

/**
 * An SVG drawing without anything that could act or reach out: what is not known to draw is left out.
 * @throws Refusal `map.picture-unusable` for what is no SVG, declares entities, or has no size
 */
export function cleanSvg(text: string): CleanSvg {
  if (/<!(?:ENTITY|ELEMENT|ATTLIST)/i.test(text)) throw unusable('ENTITY')
  const root = parse(text.replaceAll(/<!DOCTYPE[^[>]*>/gi, '')).find(node => nameOf(node) === 'svg')
  if (root === undefined) throw unusable('SVG')
  const attributes = attributesOf(root)
  const size = sizeOf(attributes)
  if (size === null) throw unusable('width/height')
  const { width, height } = size
  const viewBox = attributes['viewBox'] ?? `0 0 ${width} ${height}`
  if (!/^[\d\s.,e+-]+$/i.test(viewBox)) throw unusable('viewBox')
  const inner = childrenOf(root, 'svg')
    .map(child => write(child, 1))
    .join('')
  const own = writeAttributes({ ...attributes, width: String(width), height: String(height), viewBox })
  return { svg: `<svg xmlns="http://www.w3.org/2000/svg"${own}>${inner}</svg>`, width, height }
}

const unusable = (reason: string): Refusal => new Refusal('map.picture-unusable', { reason })

function parse(text: string): Node[] {
  try {
    return parser.parse(text) as Node[]
  } catch {
    throw unusable('XML')
  }
}

const nameOf = (node: Node): string => Object.keys(node).find(key => key !== ':@') ?? ''

function attributesOf(node: Node): Readonly<Record<string, string>> {
  return (node[':@'] ?? {}) as Record<string, string>
}

function childrenOf(node: Node, name: string): Node[] {
  const children = node[name]
  return Array.isArray(children) ? (children as Node[]) : []
}

function write(node: Node, depth: number): string {
  const name = nameOf(node)
  if (name === '#text') return escapeText(String(node['#text']))
  if (depth > deepest || !elements.has(name)) return ''
  const children = childrenOf(node, name)
  if (name === 'style') {
    const css = children.map(child => (typeof child['#text'] === 'string' ? child['#text'] : '')).join('')
    return reaching.test(css) || css.includes('<') ? '' : `<style>${escapeText(css)}</style>`
  }
  const inner = children.map(child => write(child, depth + 1)).join('')
  return `<${name}${writeAttributes(attributesOf(node))}>${inner}</${name}>`
}

function writeAttributes(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes)
    .filter(([key, value]) =>
      key === 'href' || key === 'xlink:href' ? /^#[\w-]+$/.test(value) : attribute.test(key) && isTame(value),
    )
    .map(([key, value]) => ` ${key === 'xlink:href' ? 'href' : key}="${escapeText(value)}"`)
    .join('')
}

/** Entities may hide what a value says: a value with one that is not plain is not taken. */
function isTame(value: string): boolean {
  return !reaching.test(value) && !/&(?!(?:amp|lt|gt|quot|apos|#\d{1,6});)|&#(?:40|58|64|92);/.test(value)
}

/** Entities of the source are kept as they are; nothing else may open a tag or end a value. */
function escapeText(text: string): string {
  return text
    .replaceAll(/&(?!(?:amp|lt|gt|quot|apos|#\d{1,6});)/g, '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** Size by width and height in plain units, else by the view box. */
function sizeOf(attributes: Readonly<Record<string, string>>): { width: number; height: number } | null {
  const plain = (text: string | undefined) =>
    /^[\d.]+(?:px)?$/.test(text ?? '') ? Number.parseFloat(text ?? '') : NaN
  const box = (attributes['viewBox'] ?? '')
    .trim()
    .split(/[\s,]+/)
    .map(Number)
  const width = plain(attributes['width']) || box[2] || 0
  const height = plain(attributes['height']) || box[3] || 0
  return width > 0 && height > 0 && width < 1e6 && height < 1e6 ? { width, height } : null
}
