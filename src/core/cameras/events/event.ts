import type { CameraEventKind } from '../../../shared/domain/camera-event.ts'

/** One thing a camera said about itself, after its source parsed it. */
export interface CameraEvent {
  readonly cameraId: string
  readonly kind: CameraEventKind
  /** What on the camera: token of the input, name of the rule or region. Empty where the device names none. */
  readonly source: string
  /** `active`: began or happened; `restored`: the same condition ended. */
  readonly edge: 'active' | 'restored'
  /**
   * True when the device told how it is, not that it just happened (ONVIF `Initialized`, a reading after a reconnect):
   * what is known already is then no news.
   */
  readonly isState?: boolean
  /** For devices that repeat `active` while it lasts and never tell the end: over after so long without a repeat, ms. */
  readonly endsAfterMs?: number
  /** The device's own time, ms UTC; null when it told none. */
  readonly deviceAtMs: number | null
  /** When it arrived in the station, ms UTC. */
  readonly receivedAtMs: number
  /** The device's own word: `RuleEngine/CellMotionDetector/Motion`, `VMD`. */
  readonly code: string
  /** As received; cut to 2000 characters in the journal. */
  readonly raw: string
}
