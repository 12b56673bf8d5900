import type { CallOptions, OnvifDevice } from '../onvif/device.ts'
import { OnvifError } from '../onvif/errors.ts'
import { streamUri } from '../onvif/media.ts'
import type { MediaProfile } from '../onvif/model.ts'

/** Where a profile is played; null where the device has no address for it. @throws OnvifError */
export async function streamOf(
  device: OnvifDevice,
  profile: MediaProfile,
  options: CallOptions,
): Promise<string | null> {
  try {
    return await streamUri(device, profile, 'tcp', options)
  } catch (error) {
    if (error instanceof OnvifError && error.kind === 'fault') return null
    throw error
  }
}

/** Host and port may differ: the device is reached by another address than the one it tells. */
export function isSameStream(one: string, other: string): boolean {
  const [a, b] = [new URL(one), new URL(other)]
  return a.pathname === b.pathname && a.search === b.search
}
