import { XMLParser } from 'fast-xml-parser'

/** A parsed element: children by local name, attributes with the prefix `@_`, text as `#text`. */
export type XmlNode = Readonly<Record<string, unknown>>

/** Everything stays text: a serial number is no number, and a token `1` is not `true`. */
const parser = new XMLParser({
  removeNSPrefix: true,
  ignoreAttributes: false,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: true,
  htmlEntities: true,
})

/** Reads XML from a device; null when it is none. Document types are not accepted: no device needs one. */
export function parseXml(xml: string): XmlNode | null {
  if (xml.includes('<!DOCTYPE')) return null
  try {
    const parsed: unknown = parser.parse(xml)
    return isNode(parsed) ? parsed : null
  } catch {
    return null
  }
}

/** All child elements of a name, in order; text-only ones as `{'#text': …}`. */
export function children(node: XmlNode, name: string): XmlNode[] {
  const found = node[name]
  if (found === undefined) return []
  const list: readonly unknown[] = Array.isArray(found) ? found : [found]
  return list.flatMap(item => {
    if (typeof item === 'string') return [{ '#text': item }]
    return isNode(item) ? [item] : []
  })
}

/** The first child element of a name; an empty one when there is none, so that paths can be walked. */
export function child(node: XmlNode, ...path: readonly string[]): XmlNode {
  return path.reduce<XmlNode>((at, name) => children(at, name)[0] ?? {}, node)
}

/** Whether there is such a child element, empty or not. */
export function has(node: XmlNode, name: string): boolean {
  return Object.hasOwn(node, name)
}

/** The text of an element that may be empty; null when it has none. */
export function text(node: XmlNode, ...path: readonly string[]): string | null {
  const value = child(node, ...path)['#text']
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}

export function attribute(node: XmlNode, name: string): string | null {
  const value = node[`@_${name}`]
  return typeof value === 'string' ? value : null
}

/** A number that a device wrote; null when it wrote none. */
export function number(value: string | null): number | null {
  if (value === null) return null
  const parsed = Number(value)
  return Number.isFinite(parsed) ? parsed : null
}

/** An `xs:dateTime`, ms UTC; without zone it counts as UTC, as ONVIF wants it. Null for what is no time. */
export function dateTime(value: string | null): number | null {
  if (value === null) return null
  const hasZone = /(?:Z|[+-]\d\d:?\d\d)$/.test(value)
  const parsed = Date.parse(hasZone ? value : `${value}Z`)
  return Number.isFinite(parsed) ? parsed : null
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

export function escapeXml(value: string): string {
  return value.replaceAll(/[&<>"']/g, character => entities[character] ?? character)
}

function isNode(value: unknown): value is XmlNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
