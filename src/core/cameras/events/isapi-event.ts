import type { CameraEventKind } from '../../../shared/domain/camera-event.ts'
import type { Alert } from '../../isapi/alert.ts'
import type { CameraEvent } from './event.ts'

/** Such devices repeat a state every second while it lasts, and some never tell its end. */
const endsAfterMs = 15_000

const kindOf: Readonly<Record<string, CameraEventKind>> = {
  vmd: 'motion',
  vmdhumanvehicle: 'motion',
  pir: 'motion',
  fielddetection: 'intrusion',
  linedetection: 'intrusion',
  regionentrance: 'intrusion',
  regionexiting: 'intrusion',
  shelteralarm: 'tamper',
  scenechangedetection: 'tamper',
  defocus: 'image-quality',
  videoloss: 'video-loss',
  io: 'digital-input',
  diskfull: 'storage-fault',
  diskerror: 'storage-fault',
}

/** What a device's alert says of one camera; null for what is of no use here. */
export function cameraEventOf(
  alert: Alert,
  reception: { readonly cameraId: string; readonly receivedAtMs: number; readonly raw: string },
): CameraEvent | null {
  const kind = Object.hasOwn(kindOf, alert.type) ? kindOf[alert.type] : undefined
  if (kind === undefined) return null
  // A contact stays as it is until the device says otherwise; so does a picture that is gone.
  const isRepeated = kind !== 'digital-input' && kind !== 'video-loss' && kind !== 'storage-fault'
  return {
    ...reception,
    kind,
    source: alert.inputPort === null ? '' : String(alert.inputPort),
    edge: alert.state === 'active' ? 'active' : 'restored',
    // "No picture lost" is the heartbeat of old firmware.
    isState: alert.isHeartbeat,
    ...(isRepeated ? { endsAfterMs } : {}),
    deviceAtMs: alert.deviceAtMs,
    code: alert.type,
  }
}
