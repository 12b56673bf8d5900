import type { SimCamera } from '../camera.ts'
import type { Action, ActionContext } from './action.ts'
import { eventActions, relayActions } from './event-actions.ts'
import { media2Actions } from './media2-actions.ts'
import { findProfile, profile1, profilesOf } from './profiles.ts'
import { ptzActions } from './ptz-actions.ts'
import { replayActions, searchActions } from './search-actions.ts'
import { escapeXml } from './soap.ts'

/** May be called without a token (ONVIF Core §5.9.4.3, access class PRE_AUTH). */
export const preAuthActions: ReadonlySet<string> = new Set([
  'GetSystemDateAndTime',
  'GetCapabilities',
  'GetServices',
  'GetServiceCapabilities',
  'GetHostname',
])

/** Services of their own name space; the others know their actions by name alone. */
const services = {
  device: 'ver10/device',
  media: 'ver10/media',
  media2: 'ver20/media',
  ptz: 'ver20/ptz',
  events: 'ver10/events',
  deviceio: 'ver10/deviceIO',
  search: 'ver10/search',
  replay: 'ver10/replay',
} as const
export type ServiceName = keyof typeof services
export const serviceNames = Object.keys(services) as ServiceName[]

/** The answer to a request; undefined for what this device does not know. */
export function actionFor(service: ServiceName, name: string, context: ActionContext): Action | undefined {
  if (!servicesOf(context).includes(service)) return undefined
  const own = {
    media2: media2Actions,
    ptz: ptzActions,
    events: eventActions,
    deviceio: relayActions('tmd'),
    search: searchActions,
    replay: replayActions,
  }
  const table = service === 'device' || service === 'media' ? actions : own[service]
  return Object.hasOwn(table, name) ? table[name] : undefined
}

function servicesOf({ camera, nvr }: ActionContext): ServiceName[] {
  return serviceNames.filter(name => {
    if (name === 'ptz') return camera.ptz !== undefined
    if (name === 'events') return nvr === undefined
    if (name === 'deviceio') return nvr === undefined && camera.spec.contacts === true
    return name === 'search' || name === 'replay' ? nvr !== undefined : true
  })
}

/** Bodies of the answers of device and media service, by the local name of the request. */
const actions: Readonly<Record<string, Action>> = {
  ...relayActions('tds'),
  GetSystemDateAndTime: ({ camera }) => dateAndTime(camera.wallClockMs()),
  GetCapabilities: context => capabilities(context),
  GetServices: context => serviceList(context),
  GetServiceCapabilities: () =>
    '<tds:GetServiceCapabilitiesResponse><tds:Capabilities><tds:Network/><tds:Security UsernameToken="true"/><tds:System/></tds:Capabilities></tds:GetServiceCapabilitiesResponse>',
  GetHostname: ({ camera }) =>
    `<tds:GetHostnameResponse><tds:HostnameInformation><tt:FromDHCP>false</tt:FromDHCP><tt:Name>${camera.spec.id}</tt:Name></tds:HostnameInformation></tds:GetHostnameResponse>`,
  GetDeviceInformation: ({ camera, nvr }) =>
    `<tds:GetDeviceInformationResponse><tds:Manufacturer>Zhishou</tds:Manufacturer><tds:Model>${nvr ? 'SimNvr' : `SimCam ${camera.spec.scene}`}</tds:Model><tds:FirmwareVersion>1.0.0</tds:FirmwareVersion><tds:SerialNumber>SIM-${camera.spec.id}</tds:SerialNumber><tds:HardwareId>simulator</tds:HardwareId></tds:GetDeviceInformationResponse>`,
  GetScopes: ({ camera }) =>
    `<tds:GetScopesResponse>${scopes(camera).map(scopeItem).join('')}</tds:GetScopesResponse>`,
  GetProfiles: context =>
    `<trt:GetProfilesResponse>${profilesOf(context)
      .map(profile => profile1(profile, 'trt:Profiles'))
      .join('')}</trt:GetProfilesResponse>`,
  GetProfile: context =>
    `<trt:GetProfileResponse>${profile1(findProfile(context), 'trt:Profile')}</trt:GetProfileResponse>`,
  GetVideoSources: ({ camera }) => {
    const { width, height, fps } = camera.source('main')
    return `<trt:GetVideoSourcesResponse><trt:VideoSources token="video_source"><tt:Framerate>${fps}</tt:Framerate>${resolution(width, height)}</trt:VideoSources></trt:GetVideoSourcesResponse>`
  },
  GetStreamUri: context => mediaUri('GetStreamUri', findProfile(context).streamUri),
  GetSnapshotUri: context => mediaUri('GetSnapshotUri', findProfile(context).snapshotUri),
}

/** Scopes as announced by discovery as well. */
export function scopes(camera: SimCamera): string[] {
  return [
    'onvif://www.onvif.org/type/video_encoder',
    'onvif://www.onvif.org/Profile/Streaming',
    `onvif://www.onvif.org/name/${camera.spec.id}`,
    'onvif://www.onvif.org/hardware/SimCam',
  ]
}

function scopeItem(scope: string): string {
  return `<tds:Scopes><tt:ScopeDef>Fixed</tt:ScopeDef><tt:ScopeItem>${scope}</tt:ScopeItem></tds:Scopes>`
}

function mediaUri(action: string, uri: string): string {
  return (
    `<trt:${action}Response><trt:MediaUri><tt:Uri>${escapeXml(uri)}</tt:Uri><tt:InvalidAfterConnect>false</tt:InvalidAfterConnect>` +
    `<tt:InvalidAfterReboot>false</tt:InvalidAfterReboot><tt:Timeout>PT0S</tt:Timeout></trt:MediaUri></trt:${action}Response>`
  )
}

function resolution(width: number, height: number): string {
  return `<tt:Resolution><tt:Width>${width}</tt:Width><tt:Height>${height}</tt:Height></tt:Resolution>`
}

function addressOf(service: ServiceName, { httpBase }: ActionContext): string {
  return `${httpBase}/onvif/${service}_service`
}

function capabilities(context: ActionContext): string {
  const address = (service: ServiceName) => `<tt:XAddr>${addressOf(service, context)}</tt:XAddr>`
  const has = new Set(servicesOf(context))
  const ptz = has.has('ptz') ? `<tt:PTZ>${address('ptz')}</tt:PTZ>` : ''
  const events = has.has('events')
    ? `<tt:Events>${address('events')}<tt:WSSubscriptionPolicySupport>false</tt:WSSubscriptionPolicySupport>` +
      `<tt:WSPullPointSupport>true</tt:WSPullPointSupport></tt:Events>`
    : ''
  const recorder = has.has('search')
    ? `<tt:Extension><tt:Search>${address('search')}</tt:Search><tt:Replay>${address('replay')}</tt:Replay></tt:Extension>`
    : ''
  return (
    `<tds:GetCapabilitiesResponse><tds:Capabilities><tt:Device>${address('device')}</tt:Device>${events}` +
    `<tt:Media>${address('media')}<tt:StreamingCapabilities><tt:RTPMulticast>false</tt:RTPMulticast>` +
    `<tt:RTP_TCP>true</tt:RTP_TCP><tt:RTP_RTSP_TCP>true</tt:RTP_RTSP_TCP></tt:StreamingCapabilities></tt:Media>` +
    `${ptz}${recorder}</tds:Capabilities></tds:GetCapabilitiesResponse>`
  )
}

function serviceList(context: ActionContext): string {
  const service = (name: ServiceName): string =>
    `<tds:Service><tds:Namespace>http://www.onvif.org/${services[name]}/wsdl</tds:Namespace><tds:XAddr>${addressOf(name, context)}</tds:XAddr>` +
    `<tds:Version><tt:Major>2</tt:Major><tt:Minor>60</tt:Minor></tds:Version></tds:Service>`
  return `<tds:GetServicesResponse>${servicesOf(context).map(service).join('')}</tds:GetServicesResponse>`
}

function dateAndTime(nowMs: number): string {
  return (
    '<tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime><tt:DateTimeType>NTP</tt:DateTimeType><tt:DaylightSavings>false</tt:DaylightSavings>' +
    `<tt:TimeZone><tt:TZ>CST-8</tt:TZ></tt:TimeZone><tt:UTCDateTime>${clockTime(nowMs)}</tt:UTCDateTime>` +
    `<tt:LocalDateTime>${clockTime(nowMs + 8 * 3_600_000)}</tt:LocalDateTime></tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>`
  )
}

function clockTime(ms: number): string {
  const date = new Date(ms)
  return (
    `<tt:Time><tt:Hour>${date.getUTCHours()}</tt:Hour><tt:Minute>${date.getUTCMinutes()}</tt:Minute><tt:Second>${date.getUTCSeconds()}</tt:Second></tt:Time>` +
    `<tt:Date><tt:Year>${date.getUTCFullYear()}</tt:Year><tt:Month>${date.getUTCMonth() + 1}</tt:Month><tt:Day>${date.getUTCDate()}</tt:Day></tt:Date>`
  )
}
