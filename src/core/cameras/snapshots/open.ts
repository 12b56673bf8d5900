import { findCjkFont } from '../../platform/cjk-font.ts'
import { openChildRegistry } from '../../platform/child-registry.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import { findFfmpeg } from '../../platform/ffmpeg.ts'
import type { Log } from '../../platform/log.ts'
import type { Journal } from '../../journal/journal.ts'
import { SnapshotService, type SnapshotOptions } from './service.ts'

/** The snapshots of a station, with the ffmpeg and the font of this machine. */
export function openSnapshots(
  options: Pick<SnapshotOptions, 'cameras' | 'cameraOf' | 'school'> & {
    readonly options: { readonly dataDir: string }
    readonly db: Db
    readonly journal: Journal
    readonly clock: Clock
    readonly log: Log
  },
): SnapshotService {
  const { options: station, ...rest } = options
  const font = findCjkFont()
  if (font === null) options.log.warn('no Chinese font: pictures are marked in Latin letters')
  return new SnapshotService({
    ...rest,
    dataDir: station.dataDir,
    ffmpeg: findFfmpeg(),
    registry: openChildRegistry(station.dataDir),
    font,
  })
}
