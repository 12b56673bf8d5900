import type { Action, ActionContext } from './action.ts'
import type { SimMessage } from '../event-state.ts'
import { escapeXml, SoapFault, text } from './soap.ts'

const wsa = 'xmlns:wsa="http://www.w3.org/2005/08/addressing"'
const concrete = 'http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet'
const defaultLifeMs = 60_000
const longestLifeMs = 600_000
const longestHoldMs = 60_000

/** The events service: pull points (ONVIF Core §9). */
export const eventActions: Readonly<Record<string, Action>> = {
  GetServiceCapabilities: () =>
    '<tev:GetServiceCapabilitiesResponse><tev:Capabilities WSSubscriptionPolicySupport="false" WSPullPointSupport="true" MaxPullPoints="4"/></tev:GetServiceCapabilitiesResponse>',
  GetEventProperties: () =>
    '<tev:GetEventPropertiesResponse><tev:TopicNamespaceLocation>http://www.onvif.org/onvif/ver10/topics/topicns.xml</tev:TopicNamespaceLocation>' +
    '<wsnt:FixedTopicSet>true</wsnt:FixedTopicSet><wstop:TopicSet xmlns:wstop="http://docs.oasis-open.org/wsn/t-1"/>' +
    `<wsnt:TopicExpressionDialect>${concrete}</wsnt:TopicExpressionDialect>` +
    '<tev:MessageContentFilterDialect>http://www.onvif.org/ver10/tev/messageContentFilter/ItemFilter</tev:MessageContentFilterDialect>' +
    '<tev:MessageContentSchemaLocation>http://www.onvif.org/onvif/ver10/schema/onvif.xsd</tev:MessageContentSchemaLocation></tev:GetEventPropertiesResponse>',
  CreatePullPointSubscription: context => {
    const { events } = context.camera
    if (events.subscriptionCount >= 4)
      throw new SoapFault('Receiver', 'MaxNumberOfSubscriptions', 'Too many subscriptions')
    const id = events.subscribe(lifeOf(text(context.parameters, 'InitialTerminationTime'), context))
    events.synchronise(id)
    const address = `${context.httpBase}/onvif/events_service?subscription=${id}`
    return (
      `<tev:CreatePullPointSubscriptionResponse><tev:SubscriptionReference><wsa:Address ${wsa}>${address}</wsa:Address></tev:SubscriptionReference>` +
      `${times('wsnt', id, context)}</tev:CreatePullPointSubscriptionResponse>`
    )
  },
  PullMessages: async context => {
    const id = subscriptionOf(context)
    const holdMs = durationMs(text(context.parameters, 'Timeout') ?? '') ?? 0
    const most = Math.max(1, Number(text(context.parameters, 'MessageLimit') ?? 100) || 100)
    const { events } = context.camera
    const messages = await events.pull(id, most, Math.min(holdMs, longestHoldMs), context.gone)
    subscriptionOf(context)
    return `<tev:PullMessagesResponse>${times('tev', id, context)}${messages.map(notification).join('')}</tev:PullMessagesResponse>`
  },
  SetSynchronizationPoint: context => {
    context.camera.events.synchronise(subscriptionOf(context))
    return '<tev:SetSynchronizationPointResponse/>'
  },
  Renew: context => {
    const id = subscriptionOf(context)
    context.camera.events.renew(id, lifeOf(text(context.parameters, 'TerminationTime'), context))
    const [now, end] = timesOf(id, context)
    return `<wsnt:RenewResponse><wsnt:TerminationTime>${end}</wsnt:TerminationTime><wsnt:CurrentTime>${now}</wsnt:CurrentTime></wsnt:RenewResponse>`
  },
  Unsubscribe: context => {
    context.camera.events.unsubscribe(subscriptionOf(context))
    return '<wsnt:UnsubscribeResponse/>'
  },
}

/** Outputs: the actions of the device service, and of DeviceIO under its own name space. */
export function relayActions(prefix: 'tds' | 'tmd'): Readonly<Record<string, Action>> {
  return {
    GetRelayOutputs: ({ camera }) =>
      `<${prefix}:GetRelayOutputsResponse>` +
      (camera.events.value('relay') === undefined
        ? ''
        : `<${prefix}:RelayOutputs token="relay-1"><tt:Properties><tt:Mode>Bistable</tt:Mode><tt:DelayTime>PT0S</tt:DelayTime><tt:IdleState>open</tt:IdleState></tt:Properties></${prefix}:RelayOutputs>`) +
      `</${prefix}:GetRelayOutputsResponse>`,
    SetRelayOutputState: ({ camera, parameters }) => {
      const token = text(parameters, 'RelayOutputToken')
      if (token !== 'relay-1' || camera.events.value('relay') === undefined)
        throw new SoapFault('Sender', 'InvalidArgVal', 'Unknown relay token reference')
      const state = text(parameters, 'LogicalState')
      if (state !== 'active' && state !== 'inactive')
        throw new SoapFault('Sender', 'InvalidArgVal', 'The logical state is wrong')
      camera.events.set('relay', state)
      return `<${prefix}:SetRelayOutputStateResponse/>`
    },
  }
}

function subscriptionOf({ query, camera }: ActionContext): string {
  const id = query.get('subscription') ?? ''
  if (camera.events.endsAtMs(id) === undefined)
    throw new SoapFault('Sender', 'InvalidArgVal', 'There is no such subscription')
  return id
}

function timesOf(id: string, { camera }: ActionContext): [now: string, end: string] {
  const iso = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z')
  return [iso(camera.wallClockMs()), iso(camera.events.endsAtMs(id) ?? camera.wallClockMs())]
}

function times(prefix: 'wsnt' | 'tev', id: string, context: ActionContext): string {
  const [now, end] = timesOf(id, context)
  return `<${prefix}:CurrentTime>${now}</${prefix}:CurrentTime><${prefix}:TerminationTime>${end}</${prefix}:TerminationTime>`
}

/** A duration, or a moment of the camera's clock. */
function lifeOf(value: string | undefined, { camera }: ActionContext): number {
  const ms =
    value === undefined ? defaultLifeMs : (durationMs(value) ?? Date.parse(value) - camera.wallClockMs())
  if (!(ms > 0)) throw new SoapFault('Sender', 'InvalidArgVal', 'The termination time is wrong')
  return Math.min(ms, longestLifeMs)
}

function durationMs(value: string): number | undefined {
  const match = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$/.exec(value.trim())
  if (match === null) return undefined
  const [, hours = '0', minutes = '0', seconds = '0'] = match
  return (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000
}

function notification({ topic, operation, source, data, atMs }: SimMessage): string {
  const items = (values: Readonly<Record<string, string>>): string =>
    Object.entries(values)
      .map(([name, value]) => `<tt:SimpleItem Name="${escapeXml(name)}" Value="${escapeXml(value)}"/>`)
      .join('')
  return (
    `<wsnt:NotificationMessage><wsnt:Topic Dialect="${concrete}">${topic}</wsnt:Topic><wsnt:Message>` +
    `<tt:Message UtcTime="${new Date(atMs).toISOString()}" PropertyOperation="${operation}">` +
    `<tt:Source>${items(source)}</tt:Source><tt:Data>${items(data)}</tt:Data></tt:Message></wsnt:Message></wsnt:NotificationMessage>`
  )
}
