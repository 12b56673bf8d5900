import { findCjkFont } from '../../platform/cjk-font.ts'
import { SnapshotService, type SnapshotOptions } from './service.ts'

/** The snapshots of a station, with the font of this machine. */
export function openSnapshots(options: Omit<SnapshotOptions, 'font'>): SnapshotService {
  const font = findCjkFont()
  if (font === null) options.log.warn('no Chinese font: pictures are marked in Latin letters')
  return new SnapshotService({ ...options, font })
}
