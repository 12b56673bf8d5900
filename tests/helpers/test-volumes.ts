import { Volumes } from '../../src/core/recordings/volumes/volumes.ts'
import type { Clock } from '../../src/core/platform/clock.ts'
import type { Db } from '../../src/core/platform/database.ts'
import { openLog } from '../../src/core/platform/log.ts'
import type { RecordingVolume } from '../../src/shared/site.ts'

/** The disks of a station in a folder; the recordings folder alone when none are named. Already looked at. */
export async function testVolumes(
  dataDir: string,
  db: Db,
  clock: Clock,
  volumes: readonly RecordingVolume[] = [],
): Promise<Volumes> {
  const made = new Volumes({ dataDir, volumes, db, clock, log: openLog(dataDir, 'silent') })
  await made.look()
  return made
}
