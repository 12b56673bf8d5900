import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ExportJob } from '../../src/shared/contract/exports.ts'
import { exporter, orderOf, startExportRoom, type ExportRoom } from '../helpers/export-room.ts'
import { makeFragmentedMp4 } from '../helpers/fragmented-mp4.ts'

/** A key frame a second, 15 pictures a second, files of 2 s. */
const start = Date.UTC(2026, 10, 21, 6, 0, 0)
const segmentMs = 2_000

let room: ExportRoom
beforeEach(async () => {
  room = await startExportRoom()
})
afterEach(() => room[Symbol.asyncDispose]())

const order = (fromMs: number, toMs: number, more?: Parameters<typeof orderOf>[2]) =>
  room.exports.order(orderOf(fromMs, toMs, more), exporter)
const first = (jobs: ExportJob[]): number => jobs[0]?.id ?? 0
const kinds = (kind: string) => room.journal.between([kind], 0, Number.MAX_SAFE_INTEGER)

describe('what goes wrong leaves nothing that looks finished', () => {
  beforeEach(() => {
    room.archive.record({
      cameraId: 'cam-1',
      mp4: makeFragmentedMp4({ seconds: 20 }),
      startMs: start,
      segmentMs,
    })
    room.approve(1, { fromMs: start, toMs: start + 20_000 })
  })
  const left = () => (existsSync(room.exportDir) ? readdirSync(room.exportDir) : [])

  test('cancelled in the middle, and the one after it goes on', async () => {
    const [one, two] = order(start, start + 20_000, { variants: ['marked'], copies: 2 })
    room.exports.cancel(Number(one?.id), exporter.actor)
    expect((await room.ended(Number(one?.id))).state).toMatchObject({
      kind: 'cancelled',
      by: { name: '李敏' },
    })
    expect((await room.ended(Number(two?.id))).state.kind).toBe('done')
    expect(left()).toEqual(['录像导出_申请1_第2份'])
  })

  test('no room on the disk is found before anything is written', async () => {
    await room.exports[Symbol.asyncDispose]()
    room.exports = await room.start({ freeBytes: () => Promise.resolve(1_000_000) })
    const job = await room.ended(first(order(start, start + 20_000)))
    expect(job.state).toMatchObject({ kind: 'failed', reason: 'disk-full' })
    expect(left()).toEqual([])
  })

  test('a recorded file that went away, or is no recording any more, is named', async () => {
    rmSync(room.archive.files[3] ?? '')
    const job = await room.ended(first(order(start, start + 20_000)))
    expect(job.state).toMatchObject({ kind: 'failed' })
    expect(left()).toEqual([])
    expect(kinds('video.export-failed')).toHaveLength(1)
  })

  test('an ffmpeg that writes something else than promised fails the check', async () => {
    await room.exports[Symbol.asyncDispose]()
    // Reads all and writes only the first second of it.
    const script = join(room.dataDir, 'short-ffmpeg')
    execFileSync('sh', [
      '-c',
      `printf '#!/bin/sh\nexec ffmpeg -t 1 "$@"\n' > "${script}" && chmod +x "${script}"`,
    ])
    room.exports = await room.start({ ffmpeg: script })
    const job = await room.ended(first(order(start, start + 20_000)))
    expect(job.state).toMatchObject({ kind: 'failed', reason: 'check-failed' })
    expect(left()).toEqual([])
  })

  test('what a crash left behind is removed at the next start, and its copy has failed', async () => {
    await room.exports[Symbol.asyncDispose]()
    mkdirSync(join(room.exportDir, '录像导出_申请1_第8份.partial'), { recursive: true })
    // Renamed, and then the power went.
    mkdirSync(join(room.exportDir, '录像导出_申请1_第9份'))
    room.db
      .prepare(
        'INSERT INTO export_copy (id, request_number, copy_number, is_open, job) VALUES (9, 1, 9, 1, ?)',
      )
      .run(
        JSON.stringify({
          id: 9,
          requestNumber: 1,
          copyNumber: 9,
          packageName: '录像导出_申请1_第9份',
          cameras: [{ id: 'cam-1', name: '正门' }],
          span: { fromMs: start, toMs: start + 1 },
          variants: ['original'],
          receiver: 'x',
          by: { id: 'li-min', name: '李敏' },
          orderedAtMs: start,
          state: { kind: 'running', stage: 'writing', fraction: 0.4 },
          saved: 0,
          handedOver: null,
        }),
      )
    room.exports = await room.start()
    expect(left()).toEqual([])
    expect(room.exports.list(1)[0]?.state).toMatchObject({ kind: 'failed', reason: 'station-stopped' })
    expect(order(start, start + 2_000)[0]?.copyNumber).toBe(10)
  })

  test('a request that is revoked meanwhile ends the export', async () => {
    const jobs = order(start, start + 20_000, { variants: ['marked'] })
    const approval = room.approvalOf(1)
    if (approval === null) throw new Error('no request')
    const by = { id: 'chen', name: '陈校长' }
    room.putApproval({ ...approval, state: { kind: 'revoked', reason: '撤回', by, atMs: Date.now() } })
    expect((await room.ended(first(jobs))).state).toMatchObject({ kind: 'failed', reason: 'request-ended' })
    expect(left()).toEqual([])
  })
})
