import { randomUUID } from 'node:crypto'
import { createSocket, type Socket } from 'node:dgram'
import { networkInterfaces } from 'node:os'
import type { Clock } from '../platform/clock.ts'
import type { DiscoveredDevice, Discovery } from './model.ts'
import { child, children, parseXml, text, type XmlNode } from './xml.ts'

export interface DiscoverOptions {
  readonly clock: Clock
  readonly signal: AbortSignal
  /** How long answers are taken; default 4000. Devices may wait half a second before they answer (WS-Discovery §3.1.3). */
  readonly listenMs?: number
  /** IPv4 addresses of the interfaces to ask; default all. */
  readonly interfaces?: readonly string[]
}

const group = '239.255.255.250'
const port = 3702
const defaultListenMs = 4_000
/** UDP loses packets, and a burst of answers of a whole school loses more. */
const rounds = 3
const roundEveryMs = 700
/** More is no school, but somebody who floods the port. */
const mostDevices = 4_096

/** Some devices answer only to the one, some only to the other, some only when no type is named. */
const types = ['dn:NetworkVideoTransmitter', 'tds:Device', ''] as const

/**
 * Asks every network interface for ONVIF devices, several times and by several probes, and merges the answers.
 * Never rejects for a bad answer or an interface that cannot be asked.
 */
export async function discover(options: DiscoverOptions): Promise<Discovery> {
  const found = new Map<string, DiscoveredDevice>()
  const failures: { interfaceAddress: string; reason: string }[] = []
  const addresses = options.interfaces ?? interfaceAddresses()
  await Promise.all(
    addresses.map(interfaceAddress =>
      probe(interfaceAddress, options, found).catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error)
        failures.push({ interfaceAddress, reason })
      }),
    ),
  )
  const devices = [...found.values()].toSorted((a, b) =>
    a.host.localeCompare(b.host, 'en', { numeric: true }),
  )
  return { devices, failures }
}

function interfaceAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap(list => list ?? [])
  return all.filter(({ family }) => family === 'IPv4').map(({ address }) => address)
}

async function probe(
  interfaceAddress: string,
  { clock, signal, listenMs = defaultListenMs }: DiscoverOptions,
  found: Map<string, DiscoveredDevice>,
): Promise<void> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true })
  try {
    await bound(socket, interfaceAddress)
    // From here on trouble on this interface ends its part, not the search.
    let trouble: Error | null = null
    socket.on('error', error => (trouble ??= error))
    socket.on('message', (bytes, sender) => {
      for (const device of devicesIn(bytes.toString('utf8'), sender.address)) merge(found, device)
    })
    socket.setMulticastInterface(interfaceAddress)
    socket.setMulticastTTL(1)
    for (let round = 0; round < rounds && !signal.aborted; round++) {
      for (const type of types) await sent(socket, probeMessage(type))
      await clock.sleep(roundEveryMs, signal)
    }
    await clock.sleep(Math.max(0, listenMs - rounds * roundEveryMs), signal)
    if (trouble !== null) throw trouble as Error
  } finally {
    socket.close()
  }
}

function bound(socket: Socket, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.bind({ address, port: 0 }, () => {
      socket.off('error', reject)
      resolve()
    })
  })
}

function sent(socket: Socket, message: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.send(message, port, group, error => (error ? reject(error) : resolve()))
  })
}

function probeMessage(type: string): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?>' +
    '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" xmlns:dn="http://www.onvif.org/ver10/network/wsdl" xmlns:tds="http://www.onvif.org/ver10/device/wsdl">' +
    `<s:Header><a:Action s:mustUnderstand="1">http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</a:Action><a:MessageID>urn:uuid:${randomUUID()}</a:MessageID>` +
    '<a:ReplyTo><a:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo>' +
    '<a:To s:mustUnderstand="1">urn:schemas-xmlsoap-org:ws:2005:04:discovery</a:To></s:Header>' +
    `<s:Body><d:Probe>${type === '' ? '' : `<d:Types>${type}</d:Types>`}</d:Probe></s:Body></s:Envelope>`
  )
}

/** The devices of one answer; none when it is no answer to a probe. */
function devicesIn(xml: string, host: string): DiscoveredDevice[] {
  const body = child(parseXml(xml) ?? {}, 'Envelope', 'Body')
  return children(child(body, 'ProbeMatches'), 'ProbeMatch').flatMap(match => deviceOf(match, host))
}

function deviceOf(match: XmlNode, host: string): DiscoveredDevice[] {
  const words = (name: string) => (text(match, name) ?? '').split(/\s+/).filter(word => word !== '')
  const addresses = words('XAddrs').filter(isHttp)
  const isOnvif = addresses.some(address => /onvif/i.test(address)) || words('Scopes').some(isOnvifScope)
  if (addresses.length === 0 || !isOnvif) return []
  const scopes = words('Scopes')
  return [
    {
      endpoint: text(match, 'EndpointReference', 'Address') ?? addresses[0] ?? host,
      addresses: addresses.toSorted((a, b) => Number(isAt(b, host)) - Number(isAt(a, host))),
      name: scopeValue(scopes, 'name'),
      hardware: scopeValue(scopes, 'hardware'),
      scopes,
      host,
    },
  ]
}

const isHttp = (address: string) => URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)
const isAt = (address: string, host: string) => new URL(address).hostname === host
const isOnvifScope = (scope: string) => scope.startsWith('onvif://www.onvif.org/')

/** A scope's value, percent-decoded; devices write Chinese names both ways. */
function scopeValue(scopes: readonly string[], kind: string): string | null {
  const prefix = `onvif://www.onvif.org/${kind}/`
  const value = scopes.find(scope => scope.startsWith(prefix))?.slice(prefix.length)
  if (value === undefined || value === '') return null
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

/** The same endpoint by another probe or interface adds what is new. */
function merge(found: Map<string, DiscoveredDevice>, device: DiscoveredDevice): void {
  const known = found.get(device.endpoint)
  if (known === undefined) {
    if (found.size < mostDevices) found.set(device.endpoint, device)
    return
  }
  found.set(device.endpoint, {
    ...known,
    name: known.name ?? device.name,
    hardware: known.hardware ?? device.hardware,
    addresses: [...new Set([...known.addresses, ...device.addresses])],
    scopes: [...new Set([...known.scopes, ...device.scopes])],
  })
}
