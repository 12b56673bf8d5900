import type { SimCamera, StreamName } from '../camera.ts'
import type { ActionContext } from './action.ts'
import { escapeXml, SoapFault, text } from './soap.ts'

/** One media profile, of a camera or of a channel of a recorder. */
export interface SimProfile {
  token: string
  stream: StreamName
  camera: SimCamera
  sourceToken: string
  sourceName: string
  streamUri: string
  snapshotUri: string
}

const streams: readonly StreamName[] = ['main', 'sub']

/** All profiles of the device. A recorder passes the streams of its cameras on under their own addresses. */
export function profilesOf({ camera, nvr, rtspBase, httpBase }: ActionContext): SimProfile[] {
  const own = (of: SimCamera, more: Pick<SimProfile, 'sourceToken' | 'sourceName'>, prefix: string) =>
    streams.map(stream => ({
      token: `${prefix}${stream}`,
      stream,
      camera: of,
      ...more,
      streamUri: `${siblingOf(rtspBase, of)}/${stream}`,
      snapshotUri: `${siblingOf(httpBase, of)}/snapshot.jpg`,
    }))
  if (!nvr) return own(camera, { sourceToken: 'video_source', sourceName: 'source' }, 'profile_')
  return nvr.channels.flatMap(({ number, camera: channel, sourceToken }) =>
    own(channel, { sourceToken, sourceName: channel.spec.name }, `profile_${number}_`),
  )
}

const siblingOf = (base: string, camera: SimCamera) => base.replace(/[^/]+$/, camera.spec.id)

/** The one that the request names. @throws SoapFault */
export function findProfile(context: ActionContext): SimProfile {
  const token = text(context.parameters, 'ProfileToken')
  const found = profilesOf(context).find(profile => profile.token === token)
  if (found) return found
  throw new SoapFault('Sender', 'InvalidArgVal', 'The requested profile token does not exist')
}

/** As Media1 tells it. */
export function profile1(profile: SimProfile, element: string): string {
  const { camera, stream, token, sourceToken, sourceName } = profile
  const source = camera.source(stream)
  const { width, height } = camera.source('main')
  const ptz = camera.ptz
    ? '<tt:PTZConfiguration token="ptz"><tt:Name>ptz</tt:Name><tt:UseCount>2</tt:UseCount><tt:NodeToken>ptz_node</tt:NodeToken></tt:PTZConfiguration>'
    : ''
  return (
    `<${element} token="${token}" fixed="true"><tt:Name>${stream}</tt:Name>` +
    `<tt:VideoSourceConfiguration token="${sourceToken}_config"><tt:Name>${escapeXml(sourceName)}</tt:Name><tt:UseCount>2</tt:UseCount>` +
    `<tt:SourceToken>${sourceToken}</tt:SourceToken><tt:Bounds x="0" y="0" width="${width}" height="${height}"/></tt:VideoSourceConfiguration>` +
    `<tt:VideoEncoderConfiguration token="encoder_${stream}"><tt:Name>${stream}</tt:Name><tt:UseCount>1</tt:UseCount>` +
    `<tt:Encoding>H264</tt:Encoding>${resolution(source)}<tt:Quality>4</tt:Quality>` +
    `<tt:RateControl><tt:FrameRateLimit>${source.fps}</tt:FrameRateLimit><tt:EncodingInterval>1</tt:EncodingInterval><tt:BitrateLimit>2048</tt:BitrateLimit></tt:RateControl>` +
    `<tt:H264><tt:GovLength>${source.fps}</tt:GovLength><tt:H264Profile>Main</tt:H264Profile></tt:H264>` +
    `<tt:Multicast><tt:Address><tt:Type>IPv4</tt:Type><tt:IPv4Address>0.0.0.0</tt:IPv4Address></tt:Address><tt:Port>0</tt:Port><tt:TTL>1</tt:TTL><tt:AutoStart>false</tt:AutoStart></tt:Multicast>` +
    `<tt:SessionTimeout>PT60S</tt:SessionTimeout></tt:VideoEncoderConfiguration>${ptz}</${element}>`
  )
}

/** As Media2 tells it. */
export function profile2(profile: SimProfile): string {
  const { camera, stream, token, sourceToken, sourceName } = profile
  const source = camera.source(stream)
  const ptz = camera.ptz
    ? '<tr2:PTZ token="ptz"><tt:Name>ptz</tt:Name><tt:UseCount>2</tt:UseCount><tt:NodeToken>ptz_node</tt:NodeToken></tr2:PTZ>'
    : ''
  return (
    `<tr2:Profiles token="${token}" fixed="true"><tr2:Name>${stream}</tr2:Name><tr2:Configurations>` +
    `<tr2:VideoSource token="${sourceToken}_config"><tt:Name>${escapeXml(sourceName)}</tt:Name><tt:UseCount>2</tt:UseCount>` +
    `<tt:SourceToken>${sourceToken}</tt:SourceToken></tr2:VideoSource>` +
    `<tr2:VideoEncoder token="encoder_${stream}" GovLength="${source.fps}" Profile="Main"><tt:Name>${stream}</tt:Name><tt:UseCount>1</tt:UseCount>` +
    `<tt:Encoding>H264</tt:Encoding>${resolution(source)}` +
    `<tt:RateControl ConstantBitRate="false"><tt:FrameRateLimit>${source.fps}</tt:FrameRateLimit><tt:BitrateLimit>2048</tt:BitrateLimit></tt:RateControl>` +
    `<tt:Quality>4</tt:Quality></tr2:VideoEncoder>${ptz}</tr2:Configurations></tr2:Profiles>`
  )
}

function resolution({ width, height }: { width: number; height: number }): string {
  return `<tt:Resolution><tt:Width>${width}</tt:Width><tt:Height>${height}</tt:Height></tt:Resolution>`
}
