import { createHash } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { networkInterfaces } from 'node:os'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import type { SimCamera } from '../camera.ts'
import { scopes } from './actions.ts'
import { child, escapeXml, text } from './soap.ts'

const group = '239.255.255.250'
const discoveryPort = 3702

const parser = new XMLParser({ removeNSPrefix: true, ignoreAttributes: false, parseTagValue: false })

/**
 * Answers WS-Discovery probes, one ProbeMatch for each camera that is on the net. Only probes from this machine, since
 * the addresses in the answer are loopback ones.
 */
export async function startDiscovery(
  cameras: ReadonlyMap<string, SimCamera>,
  { onvifPort, host = '127.0.0.1' }: { onvifPort: number; host?: string },
): Promise<AsyncDisposable> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true })
  socket.on('message', (message, sender) => {
    const messageId = probeId(message.toString('utf8'))
    if (messageId === undefined || !isOwnAddress(sender.address)) return
    for (const camera of cameras.values()) {
      if (camera.condition === 'dropped') continue
      const address = `http://${host}:${onvifPort}/${camera.spec.id}/onvif/device_service`
      socket.send(probeMatch(camera, messageId, address), sender.port, sender.address, () => {})
    }
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(discoveryPort, () => {
      socket.off('error', reject)
      socket.addMembership(group, host)
      resolve()
    })
  })
  socket.on('error', () => {})
  return {
    [Symbol.asyncDispose]: () => new Promise(resolve => socket.close(() => resolve())),
  }
}

/** The MessageID of a probe; undefined for anything else that comes in on the port. */
function probeId(xml: string): string | undefined {
  if (XMLValidator.validate(xml) !== true) return undefined
  const envelope = child(parser.parse(xml), 'Envelope')
  if (!Object.hasOwn(child(envelope, 'Body'), 'Probe')) return undefined
  return text(child(envelope, 'Header'), 'MessageID')
}

function isOwnAddress(address: string): boolean {
  return Object.values(networkInterfaces()).some(list => list?.some(entry => entry.address === address))
}

function probeMatch(camera: SimCamera, relatesTo: string, xaddr: string): string {
  const hash = createHash('sha1').update(xaddr).digest('hex')
  const uuid = `${hash.slice(0, 8)}-${hash.slice(8, 12)}-5${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`
  return (
    '<?xml version="1.0" encoding="UTF-8"?>' +
    '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" xmlns:dn="http://www.onvif.org/ver10/network/wsdl">' +
    `<s:Header><a:MessageID>urn:uuid:${uuid}</a:MessageID><a:RelatesTo>${escapeXml(relatesTo)}</a:RelatesTo>` +
    '<a:To>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:To><a:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/ProbeMatches</a:Action></s:Header>' +
    `<s:Body><d:ProbeMatches><d:ProbeMatch><a:EndpointReference><a:Address>urn:uuid:${uuid}</a:Address></a:EndpointReference>` +
    `<d:Types>dn:NetworkVideoTransmitter</d:Types><d:Scopes>${scopes(camera).join(' ')}</d:Scopes><d:XAddrs>${xaddr}</d:XAddrs>` +
    '<d:MetadataVersion>1</d:MetadataVersion></d:ProbeMatch></d:ProbeMatches></s:Body></s:Envelope>'
  )
}
