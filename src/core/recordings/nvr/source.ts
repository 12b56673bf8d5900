import { joinedWithinMs } from '../coverage.ts'
import type { Library, PlaybackSource } from '../library.ts'
import type { SchoolRecorder } from './school-recorder.ts'

/** The station's own files first; where they have a hole, and only for that hole, the recorder of the school. */
export function withSchoolRecorder(own: Library, school: Pick<SchoolRecorder, 'atOrAfter'>): PlaybackSource {
  return {
    async atOrAfter(cameraId, atMs, untilMs, signal) {
      const segment = own.atOrAfter(cameraId, atMs)
      const holeEndsMs = Math.min(untilMs, segment?.firstFrameMs ?? untilMs)
      if (holeEndsMs - atMs <= joinedWithinMs) return segment
      return (await school.atOrAfter(cameraId, { fromMs: atMs, toMs: holeEndsMs }, signal)) ?? segment
    },
  }
}
