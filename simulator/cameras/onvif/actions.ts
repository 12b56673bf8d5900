import type { SimCamera, StreamName } from '../camera.ts'
import { escapeXml, SoapFault, text, type XmlNode } from './soap.ts'

/** What an answer may need to know. */
interface ActionContext {
  camera: SimCamera
  /** `http://host:port/<camera id>`. */
  httpBase: string
  /** `rtsp://host:port/<camera id>`. */
  rtspBase: string
  parameters: XmlNode
}

type Action = (context: ActionContext) => string

/** May be called without a token (ONVIF Core §5.9.4.3, access class PRE_AUTH). */
export const preAuthActions: ReadonlySet<string> = new Set([
  'GetSystemDateAndTime',
  'GetCapabilities',
  'GetServices',
  'GetServiceCapabilities',
  'GetHostname',
])

const profileTokens: Readonly<Record<StreamName, string>> = { main: 'profile_main', sub: 'profile_sub' }

/** Bodies of the answers, by the local name of the request. */
export const actions: Readonly<Record<string, Action>> = {
  GetSystemDateAndTime: ({ camera }) => dateAndTime(camera.wallClockMs()),
  GetCapabilities: ({ httpBase }) => capabilities(httpBase),
  GetServices: ({ httpBase }) => services(httpBase),
  GetServiceCapabilities: () =>
    '<tds:GetServiceCapabilitiesResponse><tds:Capabilities><tds:Network/><tds:Security UsernameToken="true"/><tds:System/></tds:Capabilities></tds:GetServiceCapabilitiesResponse>',
  GetHostname: ({ camera }) =>
    `<tds:GetHostnameResponse><tds:HostnameInformation><tt:FromDHCP>false</tt:FromDHCP><tt:Name>${camera.spec.id}</tt:Name></tds:HostnameInformation></tds:GetHostnameResponse>`,
  GetDeviceInformation: ({ camera }) =>
    `<tds:GetDeviceInformationResponse><tds:Manufacturer>Zhishou</tds:Manufacturer><tds:Model>SimCam ${camera.spec.scene}</tds:Model><tds:FirmwareVersion>1.0.0</tds:FirmwareVersion><tds:SerialNumber>SIM-${camera.spec.id}</tds:SerialNumber><tds:HardwareId>simulator</tds:HardwareId></tds:GetDeviceInformationResponse>`,
  GetScopes: ({ camera }) =>
    `<tds:GetScopesResponse>${scopes(camera).map(scopeItem).join('')}</tds:GetScopesResponse>`,
  GetProfiles: ({ camera }) =>
    `<trt:GetProfilesResponse>${profile(camera, 'main', 'trt:Profiles')}${profile(camera, 'sub', 'trt:Profiles')}</trt:GetProfilesResponse>`,
  GetProfile: ({ camera, parameters }) =>
    `<trt:GetProfileResponse>${profile(camera, streamOf(parameters), 'trt:Profile')}</trt:GetProfileResponse>`,
  GetVideoSources: ({ camera }) => {
    const { width, height, fps } = camera.source('main')
    return `<trt:GetVideoSourcesResponse><trt:VideoSources token="video_source"><tt:Framerate>${fps}</tt:Framerate>${resolution(width, height)}</trt:VideoSources></trt:GetVideoSourcesResponse>`
  },
  GetStreamUri: ({ rtspBase, parameters }) => mediaUri('GetStreamUri', `${rtspBase}/${streamOf(parameters)}`),
  GetSnapshotUri: ({ httpBase, parameters }) => {
    streamOf(parameters)
    return mediaUri('GetSnapshotUri', `${httpBase}/snapshot.jpg`)
  },
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

function streamOf(parameters: XmlNode): StreamName {
  const token = text(parameters, 'ProfileToken')
  if (token === profileTokens.main) return 'main'
  if (token === profileTokens.sub) return 'sub'
  throw new SoapFault('Sender', 'InvalidArgVal', 'The requested profile token does not exist')
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

function profile(camera: SimCamera, stream: StreamName, element: string): string {
  const source = camera.source(stream)
  const { width, height } = camera.source('main')
  return (
    `<${element} token="${profileTokens[stream]}" fixed="true"><tt:Name>${stream}</tt:Name>` +
    `<tt:VideoSourceConfiguration token="video_source_config"><tt:Name>source</tt:Name><tt:UseCount>2</tt:UseCount>` +
    `<tt:SourceToken>video_source</tt:SourceToken><tt:Bounds x="0" y="0" width="${width}" height="${height}"/></tt:VideoSourceConfiguration>` +
    `<tt:VideoEncoderConfiguration token="encoder_${stream}"><tt:Name>${stream}</tt:Name><tt:UseCount>1</tt:UseCount>` +
    `<tt:Encoding>H264</tt:Encoding>${resolution(source.width, source.height)}<tt:Quality>4</tt:Quality>` +
    `<tt:RateControl><tt:FrameRateLimit>${source.fps}</tt:FrameRateLimit><tt:EncodingInterval>1</tt:EncodingInterval><tt:BitrateLimit>2048</tt:BitrateLimit></tt:RateControl>` +
    `<tt:H264><tt:GovLength>${source.fps}</tt:GovLength><tt:H264Profile>Main</tt:H264Profile></tt:H264>` +
    `<tt:Multicast><tt:Address><tt:Type>IPv4</tt:Type><tt:IPv4Address>0.0.0.0</tt:IPv4Address></tt:Address><tt:Port>0</tt:Port><tt:TTL>1</tt:TTL><tt:AutoStart>false</tt:AutoStart></tt:Multicast>` +
    `<tt:SessionTimeout>PT60S</tt:SessionTimeout></tt:VideoEncoderConfiguration></${element}>`
  )
}

function capabilities(httpBase: string): string {
  return (
    `<tds:GetCapabilitiesResponse><tds:Capabilities><tt:Device><tt:XAddr>${httpBase}/onvif/device_service</tt:XAddr></tt:Device>` +
    `<tt:Media><tt:XAddr>${httpBase}/onvif/media_service</tt:XAddr><tt:StreamingCapabilities><tt:RTPMulticast>false</tt:RTPMulticast>` +
    `<tt:RTP_TCP>true</tt:RTP_TCP><tt:RTP_RTSP_TCP>true</tt:RTP_RTSP_TCP></tt:StreamingCapabilities></tt:Media></tds:Capabilities></tds:GetCapabilitiesResponse>`
  )
}

function services(httpBase: string): string {
  const service = (namespace: string, path: string): string =>
    `<tds:Service><tds:Namespace>http://www.onvif.org/ver10/${namespace}/wsdl</tds:Namespace><tds:XAddr>${httpBase}/onvif/${path}</tds:XAddr>` +
    `<tds:Version><tt:Major>2</tt:Major><tt:Minor>60</tt:Minor></tds:Version></tds:Service>`
  return `<tds:GetServicesResponse>${service('device', 'device_service')}${service('media', 'media_service')}</tds:GetServicesResponse>`
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
