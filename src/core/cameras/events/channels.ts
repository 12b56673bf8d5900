import type { Camera } from '../../../shared/site.ts'
import type { CallOptions, OnvifDevice } from '../../onvif/device.ts'
import { OnvifError } from '../../onvif/errors.ts'
import { mediaProfiles } from '../../onvif/media.ts'
import { isSameStream, streamOf } from '../same-stream.ts'

/** Which camera of the site an event of a device is about. */
export type ChannelOf = (videoToken: string | null) => string | null

/**
 * Asks a device whose picture is which. Of a device with one picture source all is about its one camera; of a recorder
 * the stream that the site file names tells. What concerns the device as a whole goes to its first camera.
 * @throws OnvifError `unreachable` or `unauthorised`
 */
export async function channelsOf(
  device: OnvifDevice,
  cameras: readonly Camera[],
  options: CallOptions,
): Promise<ChannelOf> {
  const first = cameras[0]?.id ?? null
  try {
    const profiles = await mediaProfiles(device, options)
    const sources = new Set(profiles.flatMap(({ sourceToken }) => sourceToken ?? []))
    if (sources.size <= 1 && cameras.length === 1) return () => first
    const found = new Map<string, string>()
    for (const profile of profiles) {
      const { sourceToken, sourceConfigurationToken } = profile
      if (sourceToken === null) continue
      const known = found.get(sourceToken) ?? (await cameraOf(device, profile, cameras, options))
      if (known === null) continue
      found.set(sourceToken, known)
      if (sourceConfigurationToken != null) found.set(sourceConfigurationToken, known)
    }
    return token => (token === null ? first : (found.get(token) ?? null))
  } catch (error) {
    if (!(error instanceof OnvifError) || error.kind === 'unauthorised' || error.kind === 'unreachable')
      throw error
    // A box of inputs has no media at all.
    return cameras.length === 1 ? () => first : token => (token === null ? first : null)
  }
}

async function cameraOf(
  device: OnvifDevice,
  profile: Parameters<typeof streamOf>[1],
  cameras: readonly Camera[],
  options: CallOptions,
): Promise<string | null> {
  const address = await streamOf(device, profile, options)
  if (address === null) return null
  const urls = ({ streams: { main, sub } }: Camera) => [main.url, ...(sub === undefined ? [] : [sub.url])]
  return cameras.find(camera => urls(camera).some(url => isSameStream(url, address)))?.id ?? null
}
