import type { CallOptions, OnvifDevice } from '../../onvif/device.ts'
import { mediaProfiles } from '../../onvif/media.ts'
import { isSameStream, streamOf } from '../same-stream.ts'

/**
 * The profile that commands must name so that this camera turns and no other; null when it cannot be turned. Of a
 * device with several picture sources it is the one whose stream the site file names.
 * @param streamUrls of the camera
 * @throws OnvifError
 */
export async function turningProfile(
  device: OnvifDevice,
  streamUrls: readonly string[],
  options: CallOptions,
): Promise<string | null> {
  const profiles = await mediaProfiles(device, options)
  const able = profiles.filter(({ ptz }) => ptz)
  const sources = new Set(profiles.flatMap(({ sourceToken }) => sourceToken ?? []))
  if (able.length === 0 || sources.size <= 1) return able[0]?.token ?? null
  for (const profile of profiles) {
    const address = await streamOf(device, profile, options)
    if (address === null || !streamUrls.some(url => isSameStream(url, address))) continue
    return able.find(({ sourceToken }) => sourceToken === profile.sourceToken)?.token ?? null
  }
  return null
}
