import type { Clock } from '../platform/clock.ts'
import { OnvifError } from './errors.ts'
import type { Inspection, OnvifCredentials } from './model.ts'

/**
 * Asks a device all that onboarding wants to know, in about two seconds (an NVR takes longer).
 * @param address of the device service, `http://192.168.1.64/onvif/device_service`; a bare host or `host:port` will do
 * @throws OnvifError; `unauthorised` means that user or password is wrong, for certain
 */
export function inspectDevice(
  address: string,
  credentials: OnvifCredentials | null,
  options: { clock: Clock; signal: AbortSignal },
): Promise<Inspection> {
  void [address, credentials, options]
  return Promise.reject(new OnvifError('unreachable', 'not here yet'))
}
