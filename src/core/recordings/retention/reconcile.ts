import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { station } from '../../../shared/domain/person.ts'
import type { Journal } from '../../journal/journal.ts'
import type { Log } from '../../platform/log.ts'
import { joined } from '../coverage.ts'
import { adopt } from '../reindex.ts'
import type { SegmentRow, SegmentTable } from '../table.ts'
import type { Place, Volumes } from '../volumes/volumes.ts'

export interface ReconcileOptions {
  readonly table: SegmentTable
  readonly volumes: Pick<Volumes, 'readable'>
  readonly journal: Journal
  readonly log: Log
  /** Something that should be there is gone. */
  readonly onMissing: (found: { cameraId: string; files: number }) => void
}

/**
 * Compares table and disks, one folder (a camera's day) at a time and round after round, so that a station with millions
 * of files never stops for it. A file that is gone becomes a gap with its cause, and an entry: somebody or something
 * deleted it (A-N6.1). A file that nobody knows is taken in.
 */
export class Reconciler {
  readonly #options: ReconcileOptions
  #waiting: { place: Place; cameraId: string; day: string }[] = []

  constructor(options: ReconcileOptions) {
    this.#options = options
  }

  /** Looks through the next folder. Resolves with what it was; null when there is none at all. */
  async next(): Promise<string | null> {
    if (this.#waiting.length === 0) this.#waiting = await this.#folders()
    const folder = this.#waiting.shift()
    if (folder === undefined) return null
    // The disk may have gone meanwhile; then nothing is to be concluded from what is not found.
    const isThere = this.#options.volumes.readable().some(({ volume }) => volume === folder.place.volume)
    if (isThere) await this.#compare(folder.place, folder.cameraId, folder.day)
    return `${folder.cameraId}/${folder.day}`
  }

  async #folders(): Promise<{ place: Place; cameraId: string; day: string }[]> {
    const { table, volumes } = this.#options
    const found = new Map<string, { place: Place; cameraId: string; day: string }>()
    for (const place of volumes.readable()) {
      const onDisk = (await folders(place.root)).map(async cameraId =>
        (await folders(join(place.root, cameraId))).map(day => ({ cameraId, day })),
      )
      const known = [...(await Promise.all(onDisk)).flat(), ...table.folders(place.volume)]
      for (const { cameraId, day } of known)
        if (/^\d{8}$/.test(day)) found.set(`${place.volume}/${cameraId}/${day}`, { place, cameraId, day })
    }
    return [...found.values()]
  }

  async #compare(place: Place, cameraId: string, day: string): Promise<void> {
    const { table, log } = this.#options
    const prefix = `${cameraId}/${day}/`
    // The table is asked first: a file that is begun in between is then no stranger.
    const rows = table.inFolder(prefix).filter(row => row.volume === place.volume)
    const names = new Set(await fileNames(join(place.root, cameraId, day)))
    const missing = rows.filter(row => row.endCause !== 'open' && !names.has(row.path.slice(prefix.length)))
    if (missing.length > 0) this.#note(cameraId, missing)
    for (const name of names)
      if (/^\d+\.mp4$/.test(name) && !table.has(prefix + name)) await adopt(place, prefix + name, table, log)
  }

  #note(cameraId: string, missing: readonly SegmentRow[]): void {
    const { table, journal } = this.#options
    const spans = joined(
      missing.map(({ firstFrameMs, lastFrameMs }) => ({ fromMs: firstFrameMs, toMs: lastFrameMs })),
    )
    const bytes = missing.reduce((sum, row) => sum + row.bytes, 0)
    const volume = missing[0]?.volume
    journal.transaction(() => {
      for (const { path } of missing) table.remove(path)
      for (const { fromMs, toMs } of spans)
        table.closeOutage(table.openOutage(cameraId, 'disk', fromMs), toMs)
      const body = { volume, files: missing.length, bytes, spans: spans.slice(0, 50) }
      journal.append({ actor: station, kind: 'recordings.missing', subject: cameraId, body })
    })
    this.#options.onMissing({ cameraId, files: missing.length })
  }
}

async function folders(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => [])
  return entries.filter(entry => entry.isDirectory()).map(({ name }) => name)
}

const fileNames = (path: string): Promise<string[]> => readdir(path).catch(() => [])
