import type { CallOptions, OnvifDevice } from './device.ts'
import { OnvifError } from './errors.ts'
import type { ClockOffset, DeviceInformation } from './model.ts'
import { text } from './xml.ts'

/** Wide enough for a device that answers slowly, and far better than the second that a single answer gives. */
const wantedErrorMs = 50
/** The second changes at the latest after one; a few polls more for a device that answers slowly. */
const longestMeasurementMs = 3_000
const pollEveryMs = 20

/**
 * The real check of user and password: nearly everything before it is told to anybody (ONVIF Core §5.9.4.3).
 * @throws OnvifError `unauthorised` when they are wrong
 */
export async function deviceInformation(
  device: OnvifDevice,
  options: CallOptions,
): Promise<DeviceInformation> {
  const answer = await device.call('device', '<t:GetDeviceInformation/>', options)
  return {
    manufacturer: text(answer, 'Manufacturer') ?? '',
    model: text(answer, 'Model') ?? '',
    firmware: text(answer, 'FirmwareVersion') ?? '',
    serialNumber: text(answer, 'SerialNumber') ?? '',
    hardwareId: text(answer, 'HardwareId') ?? '',
  }
}

/**
 * How far the device's clock is ahead, to ±0.05 s by the edge method: it is polled until its second changes, about one
 * second long. A slow line gives less, told in `errorMs`. Null when the device does not tell its time.
 * @throws OnvifError `unreachable`
 */
export async function measureClockOffset(
  device: OnvifDevice,
  options: CallOptions,
): Promise<ClockOffset | null> {
  const { clock, time } = device
  const startedMs = clock.monotonic()
  while (!options.signal.aborted) {
    await device.readClock(options)
    if (time.offset() === null) return null
    if (time.errorMs <= wantedErrorMs || clock.monotonic() - startedMs > longestMeasurementMs) break
    await clock.sleep(pollEveryMs, options.signal)
  }
  if (options.signal.aborted) throw new OnvifError('unreachable', 'given up')
  return time.offset()
}

/** The same with one question, good to about half a second: enough to see a camera that is seconds off. @throws OnvifError */
export async function checkClockOffset(
  device: OnvifDevice,
  options: CallOptions,
): Promise<ClockOffset | null> {
  await device.readClock(options)
  return device.time.offset()
}
