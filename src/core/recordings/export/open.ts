import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import about from '../../../../package.json' with { type: 'json' }
import type { ExportVariant } from '../../../shared/contract/exports.ts'
import type { SiteFile } from '../../../shared/site.ts'
import type { Approvals } from '../../approvals/service.ts'
import type { Journal } from '../../journal/journal.ts'
import { findCjkFont } from '../../platform/cjk-font.ts'
import type { ChildRegistry } from '../../platform/child-registry.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import { stationKey } from '../../platform/station-key.ts'
import type { Vault } from '../../platform/vault.ts'
import type { Recordings } from '../service.ts'
import { cameraClock, measureClocks } from './camera-clock.ts'
import { freeBytesOf } from './job.ts'
import { Exports } from './service.ts'

/** Opens the export of recordings on what the station is built of. */
export function openExports(ground: {
  db: Db
  journal: Journal
  clock: Clock
  log: Log
  dataDir: string
  ffmpeg: string
  registry: ChildRegistry
  vault: Vault
  recordings: Pick<Recordings, 'library' | 'coverage' | 'school'>
  approvals: Pick<Approvals, 'byNumber' | 'use'>
  site: SiteFile['site']
  cameras: () => SiteFile['cameras']
  clockDeviationMs: () => number | null
}): Promise<Exports> {
  const { journal, dataDir, ffmpeg, recordings, site } = ground
  const exportDir = join(dataDir, 'exports')
  const key = stationKey(ground.vault)
  const fontFile = findCjkFont()
  return Exports.start({
    ...ground,
    library: recordings.library,
    school: recordings.school,
    coverage: (cameraId, span) =>
      recordings.coverage([cameraId], span)[0] ?? { cameraId, recorded: [], gaps: [] },
    exportDir,
    key,
    fontFile,
    freeBytes: () => freeBytesOf(exportDir),
    stationFacts: () => ({
      id: site.id,
      school: site.name,
      software: `${about.name} ${about.version}`,
      clockDeviationMs: ground.clockDeviationMs(),
    }),
    clockOf: cameraClock(journal),
    measureClocks: (ids, signal) =>
      measureClocks(
        ground.cameras().filter(({ id }) => ids.includes(id)),
        ground,
        signal,
      ),
    ffmpegVersion: firstLineOf(ffmpeg, '-version'),
    variants: variantsOf(ffmpeg, fontFile),
  })
}

function variantsOf(ffmpeg: string, fontFile: string | null): ExportVariant[] {
  const encoders = execFileSync(ffmpeg, ['-hide_banner', '-encoders'], {
    encoding: 'utf8',
    windowsHide: true,
  })
  if (!/\blibx264\b/.test(encoders)) return ['original']
  return fontFile === null ? ['original', 'compatible'] : ['original', 'compatible', 'marked']
}

function firstLineOf(command: string, argument: string): string {
  return execFileSync(command, [argument], { encoding: 'utf8', windowsHide: true }).split('\n')[0] ?? ''
}
