import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { MediaError } from '../media/boxes.ts'
import type { Log } from '../platform/log.ts'
import { scanSegment } from './segment-index.ts'
import type { SegmentRow, SegmentTable } from './table.ts'
import type { Place, Volumes } from './volumes/volumes.ts'

/**
 * Brings the table and the disks together after a crash: segments that were open get the end that is really on disk,
 * files without a row get one. Looks through the last two days only, or through everything when the table is empty
 * (a new database beside an old folder), so that a start does not read millions of names. What lies on a disk that is
 * not there now is left as it is: an empty mount point proves nothing.
 */
export async function reindex(options: {
  volumes: Pick<Volumes, 'fileOf' | 'readable'>
  table: SegmentTable
  log: Log
  nowMs: number
}): Promise<void> {
  const { volumes, table, log, nowMs } = options
  const readable = volumes.readable()
  const ids = new Set(readable.map(({ volume }) => volume))
  for (const row of table.unfinished())
    if (ids.has(row.volume)) await recover(volumes.fileOf(row), row, table, log)
  const all = table.isEmpty()
  const days = new Set([0, 1].map(back => dayOf(nowMs - back * 86_400_000)))
  for (const place of readable)
    for (const path of await segmentPaths(place.root, day => all || days.has(day)))
      if (!table.has(path)) await adopt(place, path, table, log)
}

const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10).replaceAll('-', '')

/**
 * Writes of a segment what is really on disk: after a crash, or after the disk failed under it.
 * @param file where it lies
 */
export async function recover(file: string, row: SegmentRow, table: SegmentTable, log: Log): Promise<void> {
  try {
    const scan = await scanSegment(file)
    const timeOf = (ticks: number) => row.zeroAtMs + (ticks / row.timescale) * 1_000
    table.put({
      ...row,
      firstFrameMs: timeOf(scan.firstTicks),
      lastFrameMs: timeOf(scan.endTicks),
      bytes: scan.mediaEnd,
      endCause: 'recovered',
    })
    log.info({ path: row.path, bytes: scan.mediaEnd }, 'segment recovered')
  } catch (error) {
    if (!isUnusable(error)) throw error
    // Nothing of it can be shown: it ended before its first fragment was written.
    table.remove(row.path)
    if (error instanceof MediaError) await rm(file, { force: true })
  }
}

/** A file that the table does not know: its name tells when it began. */
export async function adopt(
  { volume, root }: Place,
  path: string,
  table: SegmentTable,
  log: Log,
): Promise<void> {
  const [cameraId = '', , name = ''] = path.split('/')
  const startMs = Number(name.replace('.mp4', ''))
  try {
    const { init, firstTicks, endTicks, mediaEnd } = await scanSegment(join(root, path))
    const { timescale, mimeType } = init.track
    const zeroAtMs = startMs - (firstTicks / timescale) * 1_000
    table.put({
      path,
      volume,
      cameraId,
      stream: 'main',
      bytes: mediaEnd,
      mimeType,
      timescale,
      zeroAtMs,
      firstFrameMs: startMs,
      lastFrameMs: zeroAtMs + (endTicks / timescale) * 1_000,
      startCause: 'recovered',
      endCause: 'recovered',
    })
    log.warn({ path }, 'segment without a row taken in')
  } catch (error) {
    if (!isUnusable(error)) throw error
    log.warn({ path, err: error }, 'a file in the recordings folder is no segment')
  }
}

const isUnusable = (error: unknown) => error instanceof MediaError || isMissing(error)
const isMissing = (error: unknown) =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')

async function segmentPaths(root: string, wantsDay: (day: string) => boolean): Promise<string[]> {
  const paths: string[] = []
  for (const camera of await names(root))
    for (const day of (await names(join(root, camera))).filter(wantsDay))
      for (const name of await names(join(root, camera, day)))
        if (/^\d+\.mp4$/.test(name)) paths.push(`${camera}/${day}/${name}`)
  return paths
}

async function names(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}
