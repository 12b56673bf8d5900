import { XMLParser, XMLValidator } from 'fast-xml-parser'

const parser = new XMLParser({
  removeNSPrefix: true,
  ignoreAttributes: false,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: true,
})

/** A parsed element: children by local name, attributes with the prefix `@_`, text as `#text`. */
export type XmlNode = Readonly<Record<string, unknown>>

export interface SoapRequest {
  /** Local name of the first element in the body. */
  action: string
  parameters: XmlNode
  header: XmlNode
}

/** Answered as a SOAP fault; anything else thrown is a bug. */
export class SoapFault extends Error {
  readonly who: 'Sender' | 'Receiver'
  /** From the ONVIF error namespace, outermost first: `NotAuthorized`. */
  readonly subcode: string
  constructor(who: 'Sender' | 'Receiver', subcode: string, reason: string) {
    super(reason)
    this.who = who
    this.subcode = subcode
  }
}

/** Reads a SOAP 1.2 envelope. @throws SoapFault when it is none */
export function parseEnvelope(xml: string): SoapRequest {
  if (XMLValidator.validate(xml) !== true)
    throw new SoapFault('Sender', 'WellFormed', 'The XML is not well formed')
  const root = child(parser.parse(xml), 'Envelope')
  const body = child(root, 'Body')
  const action = Object.keys(body).find(name => !name.startsWith('@_') && name !== '#text')
  if (!action) throw new SoapFault('Sender', 'WellFormed', 'No SOAP body')
  return { action, parameters: child(body, action), header: child(root, 'Header') }
}

/** The child element; an empty one when it is missing or only text. */
export function child(node: unknown, name: string): XmlNode {
  const found = isNode(node) ? node[name] : undefined
  return isNode(found) ? found : {}
}

/** The text of a child element, undefined when missing. */
export function text(node: unknown, name: string): string | undefined {
  const found = isNode(node) ? node[name] : undefined
  if (typeof found === 'string') return found
  const inner = isNode(found) ? found['#text'] : undefined
  return typeof inner === 'string' ? inner : undefined
}

function isNode(value: unknown): value is XmlNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function escapeXml(value: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  return value.replaceAll(/[&<>"]/g, character => entities[character] ?? character)
}

const namespaces = [
  'xmlns:env="http://www.w3.org/2003/05/soap-envelope"',
  'xmlns:ter="http://www.onvif.org/ver10/error"',
  'xmlns:tds="http://www.onvif.org/ver10/device/wsdl"',
  'xmlns:trt="http://www.onvif.org/ver10/media/wsdl"',
  'xmlns:tr2="http://www.onvif.org/ver20/media/wsdl"',
  'xmlns:tev="http://www.onvif.org/ver10/events/wsdl"',
  'xmlns:tmd="http://www.onvif.org/ver10/deviceIO/wsdl"',
  'xmlns:tptz="http://www.onvif.org/ver20/ptz/wsdl"',
  'xmlns:tse="http://www.onvif.org/ver10/search/wsdl"',
  'xmlns:trp="http://www.onvif.org/ver10/replay/wsdl"',
  'xmlns:wsnt="http://docs.oasis-open.org/wsn/b-2"',
  'xmlns:tns1="http://www.onvif.org/ver10/topics"',
  'xmlns:tt="http://www.onvif.org/ver10/schema"',
].join(' ')

export function envelope(body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<env:Envelope ${namespaces}><env:Body>${body}</env:Body></env:Envelope>`
}

export function faultEnvelope(fault: SoapFault): string {
  return envelope(
    `<env:Fault><env:Code><env:Value>env:${fault.who}</env:Value><env:Subcode><env:Value>ter:${fault.subcode}</env:Value></env:Subcode></env:Code>` +
      `<env:Reason><env:Text xml:lang="en">${escapeXml(fault.message)}</env:Text></env:Reason></env:Fault>`,
  )
}
