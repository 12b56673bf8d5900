import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { systemClock, type Clock } from './clock.ts'

/** In the data folder of a test: how far the station's wall clock is ahead of the PC's, ms. */
export const testClockFile = 'test-clock.json'
const Offset = z.object({ offsetMs: z.number() })
/** How old a reading of the file may be, ms. */
const readEveryMs = 100

/**
 * A wall clock that a test moves by writing `{"offsetMs": …}`; durations go on in real time. Only for a data folder that
 * was made for it: no real station's folder holds that file.
 * @throws Error when the folder has none
 */
export function testClock(dataDir: string): Clock {
  const file = join(dataDir, testClockFile)
  if (!existsSync(file)) throw new Error(`--test-clock: no ${testClockFile} in the data folder`)
  let offsetMs = Offset.parse(JSON.parse(readFileSync(file, 'utf8'))).offsetMs
  let readAtMs = systemClock.monotonic()
  return {
    ...systemClock,
    now() {
      const nowMs = systemClock.monotonic()
      if (nowMs - readAtMs >= readEveryMs) {
        readAtMs = nowMs
        offsetMs = offsetIn(file) ?? offsetMs
      }
      return systemClock.now() + offsetMs
    },
  }
}

/** Null while the test writes it. */
function offsetIn(file: string): number | null {
  try {
    return Offset.parse(JSON.parse(readFileSync(file, 'utf8'))).offsetMs
  } catch {
    return null
  }
}
