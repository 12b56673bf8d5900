import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openChildRegistry } from '../../src/core/platform/child-registry.ts'
import { systemClock } from '../../src/core/platform/clock.ts'
import { openDatabase, type Db } from '../../src/core/platform/database.ts'
import { openLog } from '../../src/core/platform/log.ts'
import { reindex } from '../../src/core/recordings/reindex.ts'
import { segmentTable, type SegmentRow } from '../../src/core/recordings/table.ts'
import { numbersIn, startCounterPeer, type CounterPeer } from '../helpers/counter-peer.ts'
import { dataFolder } from '../helpers/data-folder.ts'
import { testVolumes } from '../helpers/test-volumes.ts'

const kills = 5
const bordersARun = 6
/** Of the peer. */
const framesASecond = 15
/**
 * What a kill may cost: the fragment in flight (100 ms), the frame that ffmpeg holds back until the next one, and what is
 * still on its way through encoder, RTP and pipe; the rest is for a busy machine.
 */
const mostLostAtKill = framesASecond

interface Recorded {
  readonly row: SegmentRow
  readonly numbers: readonly number[]
}

let folder: ReturnType<typeof dataFolder>
let peer: CounterPeer
let db: Db
let files: Recorded[]
/** Number of the newest picture at the moment of each kill. */
const atKills: number[] = []

beforeAll(async () => {
  folder = dataFolder()
  peer = await startCounterPeer()
  for (let run = 0; run < kills; run++) await recordAndKill()
  await openChildRegistry(folder.path).endOrphans()
  db = openDatabase(folder.path)
  const table = segmentTable(db)
  const volumes = await testVolumes(folder.path, db, systemClock)
  await reindex({ volumes, table, log: openLog(folder.path, 'silent'), nowMs: Date.now() })
  const rows = table.reaching('cam-1', { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER })
  files = rows.map(row => ({ row, numbers: numbersIn(volumes.fileOf(row)) }))
}, 180_000)
afterAll(async () => {
  db?.close()
  await peer[Symbol.asyncDispose]()
  folder[Symbol.dispose]()
})

/** Records over some borders, then dies like a process that is killed: no handler runs, nothing is flushed. */
async function recordAndKill(): Promise<void> {
  const script = join(import.meta.dirname, '../helpers/counted-recording-process.ts')
  const child = spawn(process.execPath, [script, folder.path, peer.url, String(bordersARun)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    await once(child.stdout, 'data')
  } finally {
    child.kill('SIGKILL')
    atKills.push(await peer.newest())
    await once(child, 'exit')
  }
}

const borders = () =>
  files.flatMap((file, index) => {
    const next = files[index + 1]
    return next !== undefined && file.row.endCause === 'border' ? [{ file, next }] : []
  })

describe(`recorded pictures by their burned-in number, over ${kills} kills`, () => {
  test('there are 30 borders between files and more', () => {
    expect(borders().length).toBeGreaterThanOrEqual(kills * bordersARun)
    expect(files.filter(({ row }) => row.endCause === 'recovered').length).toBeGreaterThanOrEqual(kills - 1)
  })

  test('inside a file none is missing, doubled or out of order', () => {
    for (const { row, numbers } of files)
      expect(numbers, row.path).toEqual(numbers.map((_, index) => Number(numbers[0]) + index))
  })

  test('at a border the next file begins with the very next picture', () => {
    for (const { file, next } of borders())
      expect(next.numbers[0], next.row.path).toBe(Number(file.numbers.at(-1)) + 1)
  })

  test('a kill costs at most what was in flight; what is on disk plays, and nothing is doubled after it', () => {
    for (const atKill of atKills) {
      const before = files.findLast(({ numbers }) => Number(numbers[0]) <= atKill)
      const last = Number(before?.numbers.at(-1))
      expect(atKill - last).toBeLessThanOrEqual(mostLostAtKill)
    }
    const all = files.flatMap(({ numbers }) => numbers)
    expect(new Set(all).size).toBe(all.length)
    expect(all).toEqual(all.toSorted((a, b) => a - b))
  })

  test('times say the same as the numbers: no ghost coverage over what a kill cost (complaint 12)', () => {
    for (const { row, numbers } of files)
      expect(
        Math.abs((row.lastFrameMs - row.firstFrameMs) / 1_000 - numbers.length / framesASecond),
      ).toBeLessThan(0.2)
    for (const [index, { row }] of files.entries())
      expect(row.firstFrameMs).toBeGreaterThan((files[index - 1]?.row.lastFrameMs ?? 0) - 250)
  })
})
