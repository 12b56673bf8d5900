import type { ParameterSets } from '../h264/flv.ts'

export const payloadType = 96

/** Session description of one H.264 stream (RFC 4566, RFC 6184 §8.2). */
export function describeStream(stream: {
  title: string
  fps: number
  sets: ParameterSets
  address: string
  /** What can be played; a live stream only from now on. */
  range?: string
}): string {
  const { sps, pps } = stream.sets
  const profileLevelId = sps.toString('hex', 1, 4).toUpperCase()
  const sprop = `${sps.toString('base64')},${pps.toString('base64')}`
  return [
    'v=0',
    `o=- 1 1 IN IP4 ${stream.address}`,
    `s=${stream.title}`,
    'c=IN IP4 0.0.0.0',
    't=0 0',
    'a=control:*',
    `a=range:${stream.range ?? 'npt=now-'}`,
    `m=video 0 RTP/AVP ${payloadType}`,
    `a=rtpmap:${payloadType} H264/90000`,
    `a=fmtp:${payloadType} packetization-mode=1;profile-level-id=${profileLevelId};sprop-parameter-sets=${sprop}`,
    `a=framerate:${stream.fps}`,
    'a=control:trackID=1',
    '',
  ].join('\r\n')
}
