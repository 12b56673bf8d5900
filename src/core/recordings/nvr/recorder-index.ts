import type { Span } from '../../../shared/domain/recording.ts'
import type { CameraRecorder } from '../../../shared/site.ts'
import { OnvifDevice } from '../../onvif/device.ts'
import { measureClockOffset } from '../../onvif/device-service.ts'
import { OnvifError } from '../../onvif/errors.ts'
import type { OnvifCredentials, Recording } from '../../onvif/model.ts'
import { findRecordings, recordedStretches, replayUri } from '../../onvif/recordings.ts'
import type { Clock } from '../../platform/clock.ts'

/** What a recorder says it has of one camera; times by our clock. */
export interface RecorderContents {
  /** Where it plays from (RTSP). */
  readonly url: string
  /** Beginning and end of all; nothing is said of holes. */
  readonly whole: Span | null
  /** What is there; null when the recorder cannot say it. */
  readonly stretches: readonly Span[] | null
  readonly offsetMs: number
}

/** Its newest frames are found by the next look. */
const liveEdgeMs = 1_000

/**
 * Asks a recorder over ONVIF Profile G what it has of one camera.
 * @throws OnvifError
 */
export async function recorderContents(
  recorder: Extract<CameraRecorder, { kind: 'onvif' }>,
  credentials: OnvifCredentials | null,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<RecorderContents> {
  const device = new OnvifDevice({ address: recorder.url, credentials, clock })
  const recording = recordingOf(recorder.source, await findRecordings(device, { signal }))
  const offset = await measureClockOffset(device, { signal })
  const offsetMs = offset?.offsetMs ?? 0
  const url = await replayUri(device, recording.token, { signal })
  const { earliestMs } = recording
  const nowMs = clock.now() + offsetMs
  const latestMs = recording.isRecording ? nowMs - liveEdgeMs : recording.latestMs
  if (earliestMs === null || latestMs === null || latestMs <= earliestMs)
    return { url, whole: null, stretches: [], offsetMs }
  const whole = { fromMs: earliestMs, toMs: latestMs }
  const stretches = await recordedStretches(device, recording.token, whole, { signal })
  const byOurClock = ({ fromMs, toMs }: Span): Span => ({ fromMs: fromMs - offsetMs, toMs: toMs - offsetMs })
  return { url, whole: byOurClock(whole), stretches: stretches?.map(byOurClock) ?? null, offsetMs }
}

/** @throws OnvifError `fault` when the recorder has nothing under that name, or several */
function recordingOf(source: string, recordings: readonly Recording[]): Recording {
  const byToken = recordings.find(({ token }) => token === source)
  const found = recordings.filter(({ sourceId, sourceName }) => sourceId === source || sourceName === source)
  const recording = byToken ?? (found.length === 1 ? found[0] : undefined)
  if (recording === undefined)
    throw new OnvifError('fault', `${found.length} recordings of the source "${source}"`)
  return recording
}
