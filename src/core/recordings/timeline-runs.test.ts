import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabase, type Db } from '../platform/database.ts'
import { timeline } from '../platform/migrations/timeline.ts'
import { joined } from './coverage.ts'
import { segmentTable, type SegmentRow } from './table.ts'
import { timelineTable } from './timeline-table.ts'

let folder: string
let db: Db
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zhishou-runs-'))
  db = openDatabase(folder)
  // Fifteen hundred commits: nothing here is about what survives a power cut.
  db.pragma('synchronous = OFF')
})
afterEach(() => {
  db.close()
  rmSync(folder, { recursive: true, force: true })
})

const always = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER }
const row = (path: string, firstFrameMs: number, lastFrameMs: number, cameraId = 'cam-1'): SegmentRow => ({
  path,
  volume: 'local',
  cameraId,
  stream: 'main',
  firstFrameMs,
  lastFrameMs,
  bytes: 1,
  mimeType: 'video/mp4; codecs="avc1.64001f"',
  timescale: 90_000,
  zeroAtMs: firstFrameMs,
  startCause: 'border',
  endCause: 'border',
})
const runs = (cameraId = 'cam-1') =>
  timelineTable(db)
    .runs(cameraId, always)
    .map(({ fromMs, toMs }) => ({ fromMs, toMs }))

test('a false gap at a border: segments joined within the jitter of an arrival are one run (complaint 12)', () => {
  const table = segmentTable(db)
  table.put(row('a', 0, 30_000))
  table.put(row('b', 30_120, 60_000))
  table.put(row('c', 60_251, 90_000))
  expect(runs()).toEqual([
    { fromMs: 0, toMs: 60_000 },
    { fromMs: 60_251, toMs: 90_000 },
  ])
})

test('ghost coverage: what is not in the file after all is no longer in the run (complaint 12)', () => {
  const table = segmentTable(db)
  table.put(row('a', 0, 30_000))
  table.put(row('b', 30_000, 60_000))
  table.put(row('c', 60_000, 90_000))
  table.put(row('b', 30_000, 41_000))
  expect(runs()).toEqual([
    { fromMs: 0, toMs: 41_000 },
    { fromMs: 60_000, toMs: 90_000 },
  ])
  table.remove('a')
  expect(runs()).toEqual([
    { fromMs: 30_000, toMs: 41_000 },
    { fromMs: 60_000, toMs: 90_000 },
  ])
})

test('whatever happens to segments, the runs are what joining all of them would give', () => {
  const table = segmentTable(db)
  const known = new Map<string, SegmentRow>()
  let seed = 7
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed % below
  }
  for (let turn = 0; turn < 1_500; turn++) {
    const path = `s${random(30)}`
    if (random(4) === 0) {
      table.remove(path)
      known.delete(path)
    } else {
      const firstFrameMs = 1_000 + random(60) * 217
      const changed = row(path, firstFrameMs, firstFrameMs + random(900))
      table.put(changed)
      known.set(path, changed)
    }
    const expected = joined(
      [...known.values()]
        .filter(each => each.lastFrameMs > each.firstFrameMs)
        .map(each => ({ fromMs: each.firstFrameMs, toMs: each.lastFrameMs })),
    )
    expect(runs()).toEqual(expected)
  }
})

test('a database that had segments before it had runs gets them', () => {
  const table = segmentTable(db)
  table.put(row('a', 0, 30_000))
  table.put(row('b', 10_000, 20_000))
  table.put(row('c', 30_200, 60_000))
  table.put(row('d', 61_000, 90_000))
  table.put(row('x', 5_000, 6_000, 'cam-2'))
  const before = [runs(), runs('cam-2')]
  db.exec(`DROP TABLE recording_run; DROP TABLE activity_mark; DROP VIEW recording_run_join;
    DROP VIEW recording_run_cut; DROP TRIGGER segment_run_added; DROP TRIGGER segment_run_shrunk;
    DROP TRIGGER segment_run_grown; DROP TRIGGER segment_run_removed`)
  timeline(db)
  expect([runs(), runs('cam-2')]).toEqual(before)
  expect(before).toEqual([
    [
      { fromMs: 0, toMs: 60_000 },
      { fromMs: 61_000, toMs: 90_000 },
    ],
    [{ fromMs: 5_000, toMs: 6_000 }],
  ])
})

test('a clock set forward leaves a hole that says so; one set back leaves none', () => {
  const table = segmentTable(db)
  table.put(row('a', 0, 30_000))
  table.put({ ...row('b', 90_000, 120_000), startCause: 'clock-step' })
  table.put({ ...row('c', 110_000, 140_000), startCause: 'clock-step' })
  expect(timelineTable(db).clockGaps('cam-1', always)).toEqual([{ fromMs: 30_000, toMs: 90_000 }])
  expect(timelineTable(db).clockGaps('cam-1', { fromMs: 40_000, toMs: 50_000 })).toHaveLength(1)
})
