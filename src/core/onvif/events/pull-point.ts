import type { Addressing, CallOptions, OnvifDevice } from '../device.ts'
import { OnvifError } from '../errors.ts'
import { onReachedHost } from '../services.ts'
import { child, dateTime, escapeXml, text, type XmlNode } from '../xml.ts'
import { notificationsOf, type Notification } from './notification.ts'

/** How long a subscription lives without renewal; the device may make it shorter. */
const wantedLifeSeconds = 120
/** Where a device tells no end, or one that has passed. */
const assumedLifeMs = 60_000
const mostMessages = 100
/** The device may answer so much later than it was asked to. */
const lateMs = 8_000

const wsdl = 'http://www.onvif.org/ver10/events/wsdl'
const wsn = 'http://docs.oasis-open.org/wsn/bw-2'
const actions = {
  create: `${wsdl}/EventPortType/CreatePullPointSubscriptionRequest`,
  pull: `${wsdl}/PullPointSubscription/PullMessagesRequest`,
  synchronise: `${wsdl}/PullPointSubscription/SetSynchronizationPointRequest`,
  renew: `${wsn}/SubscriptionManager/RenewRequest`,
  unsubscribe: `${wsn}/SubscriptionManager/UnsubscribeRequest`,
} as const

/**
 * One pull point at a device (ONVIF Core §9.1). Its life is measured by the device's own times, so that a wrong clock
 * there does not matter.
 */
export class PullPoint {
  readonly #device: OnvifDevice
  readonly #at: Pick<Addressing, 'at' | 'to'>
  readonly #header: string
  #renewAtMs: number

  private constructor(
    device: OnvifDevice,
    at: Pick<Addressing, 'at' | 'to'>,
    header: string,
    lifeMs: number,
  ) {
    this.#device = device
    this.#at = at
    this.#header = header
    this.#renewAtMs = device.clock.monotonic() + lifeMs / 2
  }

  /** @throws OnvifError; `not-supported` where the device has no pull points */
  static async create(device: OnvifDevice, options: CallOptions): Promise<PullPoint> {
    const services = await device.services(options)
    const at = services.get('events')
    if (at === undefined) throw new OnvifError('not-supported', 'the device has no events service')
    const life = `<t:InitialTerminationTime>PT${wantedLifeSeconds}S</t:InitialTerminationTime>`
    const body = `<t:CreatePullPointSubscription>${life}</t:CreatePullPointSubscription>`
    const addressing = { at, action: actions.create, header: '' }
    const { node, xml } = await device.callAt(addressing, 'events', body, options)
    const reference = child(node, 'SubscriptionReference')
    const address = text(reference, 'Address')
    const url = address === null ? null : onReachedHost(address, at)
    if (address === null || url === null)
      throw new OnvifError('fault', 'the device gave no address for its messages')
    // Behind a translated port the device tells the usual one, which it knows itself.
    if (url.port === '' && at.port !== '') url.port = at.port
    return new PullPoint(device, { at: url, to: address }, referenceHeader(xml, reference), lifeIn(node))
  }

  /**
   * Waits for messages.
   * @param holdMs how long the device may hold the answer back
   * @throws OnvifError
   */
  async pull(holdMs: number, { signal }: CallOptions): Promise<Notification[]> {
    const seconds = Math.max(1, Math.round(holdMs / 1_000))
    const body = `<t:PullMessages><t:Timeout>PT${seconds}S</t:Timeout><t:MessageLimit>${mostMessages}</t:MessageLimit></t:PullMessages>`
    const { node, xml } = await this.#ask('pull', body, { signal, timeoutMs: holdMs + lateMs })
    const lifeMs = toldLife(node)
    // Most devices prolong a subscription with every pull; then nothing needs to be renewed.
    if (lifeMs !== null)
      this.#renewAtMs = Math.max(this.#renewAtMs, this.#device.clock.monotonic() + lifeMs / 2)
    return notificationsOf(node, xml)
  }

  /** Has the device tell how everything is. Gives false where it has no such action. @throws OnvifError */
  async synchronise(options: CallOptions): Promise<boolean> {
    try {
      await this.#ask('synchronise', '<t:SetSynchronizationPoint/>', options)
      return true
    } catch (error) {
      if (error instanceof OnvifError && (error.kind === 'not-supported' || error.kind === 'fault'))
        return false
      throw error
    }
  }

  /** Renews the subscription when half of its life is over. @throws OnvifError */
  async renewIfDue(options: CallOptions): Promise<void> {
    if (this.#device.clock.monotonic() < this.#renewAtMs) return
    const body = `<b:Renew xmlns:b="http://docs.oasis-open.org/wsn/b-2"><b:TerminationTime>PT${wantedLifeSeconds}S</b:TerminationTime></b:Renew>`
    try {
      const { node } = await this.#ask('renew', body, options)
      this.#renewAtMs = this.#device.clock.monotonic() + lifeIn(node) / 2
    } catch (error) {
      // One that cannot renew either prolongs by itself, or ends; then pulling fails and a new one is made.
      if (!(error instanceof OnvifError) || error.kind !== 'not-supported') throw error
      this.#renewAtMs = Infinity
    }
  }

  /** @throws OnvifError */
  async unsubscribe(options: CallOptions): Promise<void> {
    await this.#ask('unsubscribe', '<b:Unsubscribe xmlns:b="http://docs.oasis-open.org/wsn/b-2"/>', options)
  }

  #ask(action: keyof typeof actions, body: string, options: CallOptions) {
    const addressing: Addressing = { ...this.#at, action: actions[action], header: this.#header }
    return this.#device.callAt(addressing, 'events', body, options)
  }
}

function lifeIn(node: XmlNode): number {
  return toldLife(node) ?? assumedLifeMs
}

/** By the device's own times; null where it does not tell both, or an end that has passed. */
function toldLife(node: XmlNode): number | null {
  const [nowMs, endMs] = [dateTime(text(node, 'CurrentTime')), dateTime(text(node, 'TerminationTime'))]
  if (nowMs === null || endMs === null || endMs <= nowMs) return null
  return Math.min(endMs - nowMs, 3_600_000)
}

/**
 * What the device wants to hear again with every call (WS-Addressing §3.3): the elements of ReferenceParameters, whose
 * names and attributes are its own. Taken from the text, because prefixes are gone from the parsed answer.
 */
function referenceHeader(xml: string, reference: XmlNode): string {
  if (Object.keys(child(reference, 'ReferenceParameters')).length === 0) return ''
  const found =
    /<(?:[\w.-]+:)?ReferenceParameters\b([^>]*)>([\s\S]*?)<\/(?:[\w.-]+:)?ReferenceParameters>/.exec(xml)
  const [, , inner = ''] = found ?? []
  return [...inner.matchAll(/<([\w.-]+:)?([\w.-]+)([^>]*?)(?:\/>|>([\s\S]*?)<\/\1?\2>)/g)]
    .slice(0, 8)
    .map(([, prefix = '', name = '', attributes = '', content = '']) => {
      const uri = declared(xml, prefix.slice(0, -1), attributes)
      const space = uri === null ? '' : ` xmlns:ref="${escapeXml(uri)}"`
      const tag = uri === null ? name : `ref:${name}`
      const value = content.includes('<') ? '' : content.trim()
      return `<${tag}${space} wsa:IsReferenceParameter="true">${value}</${tag}>`
    })
    .join('')
}

/** What a prefix stands for: at the element itself, else anywhere in the answer. */
function declared(xml: string, prefix: string, attributes: string): string | null {
  const pattern =
    prefix === '' ? /\sxmlns="([^"]*)"/ : new RegExp(`\\sxmlns:${prefix}\\s*=\\s*["']([^"']*)["']`)
  const uri = pattern.exec(attributes)?.[1] ?? (prefix === '' ? undefined : pattern.exec(xml)?.[1])
  return uri === undefined || uri === '' ? null : uri
}
