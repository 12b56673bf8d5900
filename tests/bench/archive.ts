import { execFileSync } from 'node:child_process'
import { linkSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { buildMfra } from '../../src/core/media/random-access.ts'
import { openDatabase, type Db } from '../../src/core/platform/database.ts'
import { joined } from '../../src/core/recordings/coverage.ts'
import { scanSegment, type SegmentScan } from '../../src/core/recordings/segment-index.ts'
import { segmentTable, type SegmentRow } from '../../src/core/recordings/table.ts'
import { timelineTable } from '../../src/core/recordings/timeline-table.ts'

/**
 * A month of 32 cameras as the station would hold it, made in about a minute by being honest about three things: only
 * one camera has files, and these are hard links to four copies of one real segment (the disk's cache is a little too good); that camera
 * has a row for each of its 86,000 segments of 30 s, the others only the runs that the database would have made of
 * them, which is all that a timeline reads; incidents are missing.
 */
export const archiveDays = 30
export const archiveCameras = 32
/** The one that can be played. */
export const playableCamera = 'cam-1'

const segmentMs = 30_000
/** Cameras with a row for every segment: as many as have files. */
const indexedCameras = 1
const dayMs = 86_400_000
const sourceFiles = 4

interface Source {
  readonly file: string
  readonly bytes: number
  readonly scan: SegmentScan
}

export interface Archive {
  readonly fromMs: number
  readonly toMs: number
}

/** Builds the data folder of a station. */
export async function buildArchive(dataDir: string, log: (line: string) => void): Promise<Archive> {
  const toMs = Date.now() - 120_000
  const fromMs = toMs - archiveDays * dayMs
  const db = openDatabase(dataDir)
  try {
    const sources = await makeSources(join(dataDir, 'sources'))
    const segments = segmentTable(db)
    const marks = timelineTable(db)
    const random = randomFrom(20_261_122)
    const startedAt = performance.now()
    for (let camera = 1; camera <= archiveCameras; camera++) {
      const cameraId = `cam-${camera}`
      const rows = rowsOf(cameraId, { fromMs, toMs }, sources, random, (gapFromMs, gapToMs) =>
        segments.closeOutage(segments.openOutage(cameraId, 'camera-lost', gapFromMs), gapToMs),
      )
      if (cameraId === playableCamera) linkFiles(dataDir, rows, sources)
      const indexed = camera <= indexedCameras ? rows : []
      for (let at = 0; at < indexed.length; at += 5_000)
        segments.putAll(indexed.slice(at, at + 5_000).map(({ row }) => row))
      db.transaction(() => {
        if (camera > indexedCameras) putRuns(db, cameraId, rows)
        for (let atMs = fromMs; atMs < toMs; atMs += 120_000 + random() * 600_000)
          marks.putActivity(cameraId, { fromMs: atMs, toMs: atMs + 3_000 + random() * 40_000 })
      })()
    }
    log(`archive: ${archiveCameras} cameras in ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`)
    db.pragma('wal_checkpoint(TRUNCATE)')
    return { fromMs, toMs }
  } finally {
    db.close()
  }
}

/** What the triggers make of segments (migrations/timeline.ts). */
function putRuns(db: Db, cameraId: string, rows: readonly LinkedRow[]): void {
  const put = db.prepare("INSERT INTO recording_run VALUES (?, 'station', ?, ?)")
  const stretches = rows.map(({ row }) => ({ fromMs: row.firstFrameMs, toMs: row.lastFrameMs }))
  for (const { fromMs, toMs } of joined(stretches)) put.run(cameraId, Math.round(fromMs), Math.round(toMs))
}

interface LinkedRow {
  readonly row: SegmentRow
  readonly source: Source
}

/** Segments one after the other; every few hours a hole of some seconds to some minutes. */
function rowsOf(
  cameraId: string,
  span: Archive,
  sources: readonly Source[],
  random: () => number,
  onGap: (fromMs: number, toMs: number) => void,
): LinkedRow[] {
  const rows: LinkedRow[] = []
  let atMs = span.fromMs
  let nextGapMs = atMs + random() * 8 * 3_600_000
  while (atMs + segmentMs < span.toMs) {
    const source = sources[rows.length % sources.length]
    if (source === undefined) throw new Error('no source files')
    const { timescale, mimeType } = source.scan.init.track
    const day = new Date(atMs).toISOString().slice(0, 10).replaceAll('-', '')
    const lastFrameMs = atMs + ((source.scan.endTicks - source.scan.firstTicks) / timescale) * 1_000
    const row: SegmentRow = {
      path: `${cameraId}/${day}/${Math.round(atMs)}.mp4`,
      volume: 'local',
      cameraId,
      stream: 'main',
      firstFrameMs: atMs,
      lastFrameMs,
      bytes: source.bytes,
      mimeType,
      timescale,
      zeroAtMs: atMs - (source.scan.firstTicks / timescale) * 1_000,
      startCause: 'border',
      endCause: 'border',
    }
    rows.push({ row, source })
    atMs = lastFrameMs
    if (atMs < nextGapMs) continue
    const forMs = 2_000 + random() ** 4 * 600_000
    onGap(atMs, atMs + forMs)
    atMs += forMs
    nextGapMs = atMs + random() * 16 * 3_600_000
  }
  return rows
}

function linkFiles(dataDir: string, rows: readonly LinkedRow[], sources: readonly Source[]): void {
  if (rows.length / sources.length > 60_000) throw new Error('more links than a file may have')
  const made = new Set<string>()
  for (const { row, source } of rows) {
    const file = join(dataDir, 'recordings', row.path)
    if (!made.has(dirname(file))) mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    made.add(dirname(file))
    linkSync(source.file, file)
  }
}

/** A real segment of a moving picture, 1280×720 with 25 frames a second and a key frame every two, four times. */
async function makeSources(folder: string): Promise<Source[]> {
  mkdirSync(folder, { recursive: true })
  const line =
    `-nostdin -loglevel error -f lavfi -i testsrc2=size=1280x720:rate=25:duration=${segmentMs / 1_000} ` +
    '-pix_fmt yuv420p -c:v libx264 -preset ultrafast -tune zerolatency -b:v 3M -g 50 ' +
    '-f mp4 -movflags +frag_keyframe+empty_moov+default_base_moof -frag_duration 150000 pipe:1'
  const film = execFileSync('ffmpeg', line.split(' '), { maxBuffer: 256 * 1024 * 1024 })
  const sources: Source[] = []
  for (let index = 0; index < sourceFiles; index++) {
    const file = join(folder, `${index}.mp4`)
    writeFileSync(file, film)
    const scan = await scanSegment(file)
    const whole = [film.subarray(0, scan.mediaEnd), buildMfra(scan.init.track.id, scan.keyFrames)]
    writeFileSync(file, Buffer.concat(whole))
    sources.push({ file, scan, bytes: statSync(file).size })
  }
  return sources
}

/** The same numbers every time (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
