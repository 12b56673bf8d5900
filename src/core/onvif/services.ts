import type { ServiceName } from './model.ts'
import { namespaces } from './soap.ts'
import { child, children, text, type XmlNode } from './xml.ts'

const serviceNames = Object.keys(namespaces) as ServiceName[]

/** Of a GetServicesResponse: what this client knows, with the addresses as the device says them. */
export function fromServices(answer: XmlNode): Map<ServiceName, string> {
  const listed = new Map<ServiceName, string>()
  for (const service of children(answer, 'Service')) {
    const [namespace, address] = [text(service, 'Namespace'), text(service, 'XAddr')]
    const name = serviceNames.find(candidate => namespaces[candidate] === namespace)
    if (name !== undefined && address !== null) listed.set(name, address)
  }
  return listed
}

/** Of a GetCapabilitiesResponse, as devices of before 2010 have it; it knows nothing of media2. */
export function fromCapabilities(answer: XmlNode): Map<ServiceName, string> {
  const capabilities = child(answer, 'Capabilities')
  const places: readonly (readonly [ServiceName, XmlNode])[] = [
    ['device', child(capabilities, 'Device')],
    ['media', child(capabilities, 'Media')],
    ['ptz', child(capabilities, 'PTZ')],
    ['events', child(capabilities, 'Events')],
    ['imaging', child(capabilities, 'Imaging')],
    ['deviceIo', child(capabilities, 'Extension', 'DeviceIO')],
    ['recording', child(capabilities, 'Extension', 'Recording')],
    ['search', child(capabilities, 'Extension', 'Search')],
    ['replay', child(capabilities, 'Extension', 'Replay')],
  ]
  return new Map(
    places.flatMap(([name, node]) => {
      const address = text(node, 'XAddr')
      return address === null ? [] : [[name, address] as const]
    }),
  )
}

/**
 * Addresses as they can be reached from here: a device behind an address translation, or one that was given a new
 * address, still tells its old one. The host is the one we reached; the port is the device's, but where it gives the
 * device service another port than the one we reached, that port is translated too.
 */
export function reachable(listed: ReadonlyMap<ServiceName, string>, reached: URL): Map<ServiceName, URL> {
  const own = listed.get('device')
  const ownPort = own !== undefined && URL.canParse(own) ? portOf(new URL(own)) : null
  const services = new Map<ServiceName, URL>([['device', reached]])
  for (const [name, address] of listed) {
    if (name === 'device' || !URL.canParse(address, reached.href)) continue
    const url = new URL(address, reached)
    if (url.protocol !== 'http:' && url.protocol !== 'https:') continue
    const isSamePort = portOf(url) === ownPort
    url.hostname = reached.hostname
    if (isSamePort) {
      url.protocol = reached.protocol
      url.port = reached.port
    }
    services.set(name, url)
  }
  return services
}

/** An address that a device gave for a stream or picture, its host the one we reached, without user and password. */
export function onReachedHost(address: string, reached: URL): URL | null {
  if (!URL.canParse(address)) return null
  const url = new URL(address)
  url.hostname = reached.hostname
  url.username = ''
  url.password = ''
  return url
}

const portOf = (url: URL) => (url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port)
