import type { CallOptions, OnvifDevice } from './device.ts'
import { OnvifError } from './errors.ts'
import type { AudioCodec, MediaProfile, StreamTransport, VideoCodec, VideoEncoding } from './model.ts'
import { onReachedHost } from './services.ts'
import { attribute, child, children, escapeXml, has, number, text, type XmlNode } from './xml.ts'

/** A snapshot of a 4K camera stays below 4 MB. */
const largestSnapshotBytes = 16 * 1024 * 1024

/**
 * The media profiles, by Media2 where the device has it (only there H.265 is told), else by Media1.
 * @throws OnvifError
 */
export async function mediaProfiles(device: OnvifDevice, options: CallOptions): Promise<MediaProfile[]> {
  const services = await device.services(options)
  if (services.has('media2')) {
    try {
      const body = '<t:GetProfiles><t:Type>All</t:Type></t:GetProfiles>'
      const profiles = children(await device.call('media2', body, options), 'Profiles').flatMap(profileOf2)
      if (profiles.some(({ video }) => video !== null)) return profiles
    } catch (error) {
      // Not every device that announces Media2 has it in working order.
      if (!(error instanceof OnvifError) || error.kind === 'unauthorised' || error.kind === 'unreachable')
        throw error
    }
  }
  const answer = await device.call('media', '<t:GetProfiles/>', options)
  return children(answer, 'Profiles').flatMap(profileOf1)
}

/**
 * The RTSP address of a profile, its host the one that was reached, without user and password.
 * @throws OnvifError
 */
export async function streamUri(
  device: OnvifDevice,
  profile: Pick<MediaProfile, 'service' | 'token'>,
  transport: StreamTransport,
  options: CallOptions,
): Promise<string> {
  const answer = await device.call(profile.service, streamUriBody(profile, transport), options)
  return addressIn(answer, device)
}

/** A picture as JPEG, as the device makes it for the profile. @throws OnvifError; `fault` when what came is no JPEG */
export async function snapshot(
  device: OnvifDevice,
  profile: Pick<MediaProfile, 'service' | 'token'>,
  options: CallOptions,
): Promise<Buffer> {
  const token = escapeXml(profile.token)
  const body = `<t:GetSnapshotUri><t:ProfileToken>${token}</t:ProfileToken></t:GetSnapshotUri>`
  const address = addressIn(await device.call(profile.service, body, options), device)
  const picture = await device.fetch(new URL(address), largestSnapshotBytes, options)
  if (!isJpeg(picture)) throw new OnvifError('fault', 'the snapshot is no whole JPEG picture')
  return picture
}

function addressIn(answer: XmlNode, device: OnvifDevice): string {
  const address = text(answer, 'Uri') ?? text(answer, 'MediaUri', 'Uri')
  const url = address === null ? null : onReachedHost(address, device.address)
  if (url === null) throw new OnvifError('fault', 'the device gave no address')
  return url.href
}

function streamUriBody(
  { service, token }: Pick<MediaProfile, 'service' | 'token'>,
  transport: StreamTransport,
) {
  const profile = `<t:ProfileToken>${escapeXml(token)}</t:ProfileToken>`
  if (service === 'media2') {
    const protocol = { udp: 'RtspUnicast', tcp: 'RTSP', multicast: 'RtspMulticast' }[transport]
    return `<t:GetStreamUri><t:Protocol>${protocol}</t:Protocol>${profile}</t:GetStreamUri>`
  }
  const stream = transport === 'multicast' ? 'RTP-Multicast' : 'RTP-Unicast'
  const protocol = transport === 'tcp' ? 'RTSP' : 'UDP'
  return (
    `<t:GetStreamUri><t:StreamSetup><tt:Stream>${stream}</tt:Stream><tt:Transport>` +
    `<tt:Protocol>${protocol}</tt:Protocol></tt:Transport></t:StreamSetup>${profile}</t:GetStreamUri>`
  )
}

function profileOf2(profile: XmlNode): MediaProfile[] {
  const configurations = child(profile, 'Configurations')
  return profileFrom(profile, 'media2', {
    source: child(configurations, 'VideoSource'),
    encoder: child(configurations, 'VideoEncoder'),
    audio: child(configurations, 'AudioEncoder'),
    ptz: has(configurations, 'PTZ'),
  })
}

function profileOf1(profile: XmlNode): MediaProfile[] {
  return profileFrom(profile, 'media', {
    source: child(profile, 'VideoSourceConfiguration'),
    encoder: child(profile, 'VideoEncoderConfiguration'),
    audio: child(profile, 'AudioEncoderConfiguration'),
    ptz: has(profile, 'PTZConfiguration'),
  })
}

function profileFrom(
  profile: XmlNode,
  service: MediaProfile['service'],
  parts: { source: XmlNode; encoder: XmlNode; audio: XmlNode; ptz: boolean },
): MediaProfile[] {
  const token = attribute(profile, 'token')
  if (token === null) return []
  const audio = text(parts.audio, 'Encoding')
  return [
    {
      token,
      name: text(profile, 'Name') ?? token,
      service,
      sourceToken: text(parts.source, 'SourceToken'),
      sourceConfigurationToken: attribute(parts.source, 'token'),
      sourceName: text(parts.source, 'Name'),
      video: videoOf(parts.encoder),
      audio: audio === null ? null : audioCodecOf(audio),
      ptz: parts.ptz,
    },
  ]
}

function videoOf(encoder: XmlNode): VideoEncoding | null {
  const encoding = text(encoder, 'Encoding')
  if (encoding === null) return null
  const fps = number(text(encoder, 'RateControl', 'FrameRateLimit'))
  const bitrate = number(text(encoder, 'RateControl', 'BitrateLimit'))
  return {
    codec: videoCodecOf(encoding),
    encoding,
    width: number(text(encoder, 'Resolution', 'Width')) ?? 0,
    height: number(text(encoder, 'Resolution', 'Height')) ?? 0,
    fps: fps !== null && fps > 0 ? fps : null,
    bitrateKbps: bitrate !== null && bitrate > 0 ? bitrate : null,
  }
}

function videoCodecOf(encoding: string): VideoCodec {
  switch (encoding.toUpperCase().replaceAll(/[.\s]/g, '')) {
    case 'H264':
      return 'h264'
    case 'H265':
    case 'HEVC':
      return 'h265'
    case 'MPEG4':
    case 'MPV4-ES':
      return 'mpeg4'
    case 'JPEG':
    case 'MJPEG':
      return 'jpeg'
    default:
      return 'other'
  }
}

/** Media1 says G711, G726, AAC; Media2 the names of RTP payloads. */
function audioCodecOf(encoding: string): AudioCodec {
  const name = encoding.toUpperCase()
  if (/^(?:AAC|MP4A|MPEG4-GENERIC)/.test(name)) return 'aac'
  if (/^(?:G\.?711|PCMU|PCMA)/.test(name)) return 'g711'
  return /^G\.?726/.test(name) ? 'g726' : 'other'
}

/** Begins with SOI and ends with EOI (ITU-T T.81 §B.1.1.3); cameras fill up with zeros behind it. */
function isJpeg(bytes: Buffer): boolean {
  if (bytes.length < 4) return false
  let end = bytes.length
  while (end > 4 && bytes[end - 1] === 0) end--
  return bytes.readUInt16BE(0) === 0xffd8 && bytes.readUInt16BE(end - 2) === 0xffd9
}
