import type { Clock } from '../platform/clock.ts'
import { OnvifDevice, type CallOptions } from './device.ts'
import { deviceInformation, measureClockOffset } from './device-service.ts'
import { OnvifError } from './errors.ts'
import { mediaProfiles, streamUri } from './media.ts'
import type { Channel, ChannelProfile, Inspection, MediaProfile, OnvifCredentials } from './model.ts'

/** So many questions at once: cameras have little memory, an NVR with 32 channels has many addresses to tell. */
const questionsAtOnce = 4

/**
 * Asks a device all that onboarding wants to know, in about two seconds (an NVR takes longer).
 * @param address of the device service, `http://192.168.1.64/onvif/device_service`; a bare host or `host:port` will do
 * @throws OnvifError; `unauthorised` means that user or password is wrong, for certain
 * @throws TypeError when the address is none
 */
export async function inspectDevice(
  address: string,
  credentials: OnvifCredentials | null,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<Inspection> {
  const device = new OnvifDevice({ address, credentials, clock })
  const options: CallOptions = { signal }
  const information = await deviceInformation(device, options)
  const offset = await measureClockOffset(device, options)
  const services = await device.services(options)
  const profiles = await mediaProfiles(device, options)
  return {
    address: device.address.href,
    information,
    offsetMs: offset?.offsetMs ?? null,
    offsetErrorMs: offset?.errorMs ?? null,
    clockSetBy: offset?.setBy ?? 'unknown',
    services: [...services.keys()],
    channels: channelsOf(await withStreamUris(device, profiles, options)),
  }
}

async function withStreamUris(
  device: OnvifDevice,
  profiles: readonly MediaProfile[],
  options: CallOptions,
): Promise<ChannelProfile[]> {
  const result: ChannelProfile[] = []
  const queue = profiles.filter(({ video }) => video !== null).entries()
  const work = async () => {
    for (const [index, profile] of queue)
      result[index] = { ...profile, streamUri: await streamUriOrNull(device, profile, options) }
  }
  await Promise.all(Array.from({ length: questionsAtOnce }, work))
  return result
}

/** A profile without address is shown all the same; a device that is gone is not. */
async function streamUriOrNull(
  device: OnvifDevice,
  profile: MediaProfile,
  options: CallOptions,
): Promise<string | null> {
  try {
    return await streamUri(device, profile, 'tcp', options)
  } catch (error) {
    if (error instanceof OnvifError && error.kind !== 'unreachable') return null
    throw error
  }
}

/** Profiles by their video source, in the device's order; those without one belong to the first. */
function channelsOf(profiles: readonly ChannelProfile[]): Channel[] {
  const bySource = new Map<string, ChannelProfile[]>()
  for (const profile of profiles) {
    const token = profile.sourceToken ?? profiles[0]?.sourceToken ?? ''
    bySource.set(token, [...(bySource.get(token) ?? []), profile])
  }
  const area = ({ video }: ChannelProfile) => (video?.width ?? 0) * (video?.height ?? 0)
  return [...bySource].map(([sourceToken, own]) => ({
    sourceToken,
    name: own[0]?.sourceName ?? own[0]?.name ?? sourceToken,
    profiles: own.toSorted((a, b) => area(b) - area(a)),
    ptz: own.some(({ ptz }) => ptz),
  }))
}
