import { createHash, randomBytes } from 'node:crypto'
import { OnvifError } from './errors.ts'
import type { OnvifCredentials, ServiceName } from './model.ts'
import { child, children, escapeXml, parseXml, text, type XmlNode } from './xml.ts'

/** Namespace of a service; media and media2 are two services. */
export const namespaces: Readonly<Record<ServiceName, string>> = {
  device: 'http://www.onvif.org/ver10/device/wsdl',
  media: 'http://www.onvif.org/ver10/media/wsdl',
  media2: 'http://www.onvif.org/ver20/media/wsdl',
  ptz: 'http://www.onvif.org/ver20/ptz/wsdl',
  events: 'http://www.onvif.org/ver10/events/wsdl',
  imaging: 'http://www.onvif.org/ver20/imaging/wsdl',
  deviceIo: 'http://www.onvif.org/ver10/deviceIO/wsdl',
  recording: 'http://www.onvif.org/ver10/recording/wsdl',
  search: 'http://www.onvif.org/ver10/search/wsdl',
  replay: 'http://www.onvif.org/ver10/replay/wsdl',
}

const wsse = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd'
const wsu = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd'
const passwordDigestType =
  'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordDigest'
const base64Type =
  'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary'

/**
 * A SOAP 1.2 envelope.
 * @param body XML; may use the prefixes `t` (the service's own), `tt` (the ONVIF schema) and `wsa` (WS-Addressing)
 * @param header XML of the header, with the same prefixes
 */
export function envelope(service: ServiceName, body: string, header = ''): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?>' +
    '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:tt="http://www.onvif.org/ver10/schema"' +
    ` xmlns:t="${namespaces[service]}" xmlns:wsa="http://www.w3.org/2005/08/addressing"><s:Header>${header}</s:Header><s:Body>${body}</s:Body></s:Envelope>`
  )
}

/**
 * The WS-Security header (UsernameToken Profile 1.0 §3.1): Base64(SHA-1(nonce + created + password)), all in UTF-8.
 * @param createdMs time by the device's own clock, ms UTC: devices refuse a token that is seconds off
 */
export function usernameToken(
  { user, password }: OnvifCredentials,
  createdMs: number,
  nonce: Buffer = randomBytes(16),
): string {
  const created = new Date(createdMs).toISOString()
  const digest = createHash('sha1').update(nonce).update(created).update(password, 'utf8').digest('base64')
  return (
    `<wsse:Security s:mustUnderstand="1" xmlns:wsse="${wsse}" xmlns:wsu="${wsu}"><wsse:UsernameToken>` +
    `<wsse:Username>${escapeXml(user)}</wsse:Username><wsse:Password Type="${passwordDigestType}">${digest}</wsse:Password>` +
    `<wsse:Nonce EncodingType="${base64Type}">${nonce.toString('base64')}</wsse:Nonce>` +
    `<wsu:Created>${created}</wsu:Created></wsse:UsernameToken></wsse:Security>`
  )
}

/**
 * The body's first element, `…Response`.
 * @throws OnvifError for a fault, for a refusal without one, for what is no SOAP
 */
export function readAnswer(httpStatus: number, xml: string): XmlNode {
  const body = child(parseXml(xml) ?? {}, 'Envelope', 'Body')
  const name = Object.keys(body).find(key => !key.startsWith('@_') && key !== '#text')
  if (name === 'Fault') throw faultOf(child(body, 'Fault'))
  if (name !== undefined && httpStatus < 400) return child(body, name)
  if (httpStatus === 401 || httpStatus === 403)
    throw new OnvifError('unauthorised', `HTTP ${httpStatus} from the device`)
  if (httpStatus === 404 || httpStatus === 405 || httpStatus === 501)
    throw new OnvifError('not-supported', `HTTP ${httpStatus} from the device`)
  throw new OnvifError('unreachable', `not a SOAP answer (HTTP ${httpStatus})`)
}

const unauthorisedCodes = new Set([
  'NotAuthorized',
  'FailedAuthentication',
  'InvalidSecurity',
  'InvalidSecurityToken',
  'FailedCheck',
  'Unauthorized',
])
const unsupportedCodes = new Set([
  'ActionNotSupported',
  'OptionalActionNotImplemented',
  'ServiceNotSupported',
  'NotSupported',
])

/** SOAP 1.2 faults, and 1.1 ones as old devices send them. */
function faultOf(fault: XmlNode): OnvifError {
  const subcodes: string[] = []
  for (let at = child(fault, 'Code', 'Subcode'); Object.keys(at).length > 0; at = child(at, 'Subcode')) {
    const value = text(at, 'Value')
    if (value !== null) subcodes.push(localName(value))
    if (subcodes.length > 8) break
  }
  const old = text(fault, 'faultcode')
  if (old !== null) subcodes.push(...old.split('.').map(localName))
  const reason = text(fault, 'Reason', 'Text') ?? text(fault, 'faultstring') ?? 'a fault without reason'
  const detail = children(child(fault, 'Detail'), 'Text').flatMap(node => text(node) ?? [])
  const message = [reason, ...detail].join(': ').slice(0, 300)
  if (subcodes.some(code => unauthorisedCodes.has(code)))
    return new OnvifError('unauthorised', message, { subcodes })
  if (subcodes.some(code => unsupportedCodes.has(code)))
    return new OnvifError('not-supported', message, { subcodes })
  return new OnvifError('fault', message, { subcodes })
}

const localName = (name: string) => name.slice(name.lastIndexOf(':') + 1)
