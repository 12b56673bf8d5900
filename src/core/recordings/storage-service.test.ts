import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { makeFragmentedMp4 } from '../../../tests/helpers/fragmented-mp4.ts'
import { startStorageRoom, type StorageRoom } from '../../../tests/helpers/storage-room.ts'
import { CameraKeeping } from '../../shared/domain/storage.ts'

let room: StorageRoom
afterEach(() => room[Symbol.asyncDispose]())

describe('table and disk', () => {
  const lookThrough = async (folders: number) => {
    for (let folder = 0; folder < folders; folder++) await room.look()
  }

  test('a file that somebody deleted is a gap with its cause, an entry and a fault; no ghost is left', async () => {
    room = await startStorageRoom()
    const rows = [3, 2.9999, 2.9998].map(days => room.plant('gate-1', days))
    const [, gone] = rows
    if (gone === undefined) throw new Error('nothing planted')
    rmSync(room.volumes.fileOf(gone))
    await lookThrough(3)
    expect(rows.map(row => room.segments.has(row.path))).toEqual([true, false, true])
    expect(room.entries('recordings.missing')).toMatchObject([
      { subject: 'gate-1', body: { files: 1, bytes: 1_000, volume: 'disk' } },
    ])
    expect(room.segments.outages('gate-1', { fromMs: 0, toMs: room.clock.now() })).toEqual([
      { cause: 'disk', fromMs: gone.firstFrameMs, toMs: gone.lastFrameMs },
    ])
    expect(room.incidents.open()).toMatchObject([{ kind: 'device-fault' }])
  })

  test('a file that nobody knows is taken in', async () => {
    room = await startStorageRoom()
    const row = room.plant('gate-1', 3)
    const name = row.path.replace(/\d+\.mp4$/, `${row.firstFrameMs + 10_000}.mp4`)
    writeFileSync(join(room.volumes.rootOf('disk') ?? '', name), makeFragmentedMp4({ seconds: 2 }))
    await lookThrough(3)
    const found = room.segments.byPath(name)
    expect(found).toMatchObject({ volume: 'disk', cameraId: 'gate-1', startCause: 'recovered' })
    expect(Number(found?.lastFrameMs) - Number(found?.firstFrameMs)).toBeCloseTo(2_000, -2)
  })

  test('a disk that is not mounted proves nothing: its recordings stay in the table, and it is a fault', async () => {
    room = await startStorageRoom()
    const row = room.plant('gate-1', 3)
    const root = room.volumes.rootOf('disk') ?? ''
    // What is left of a disk that was not mounted: an empty folder, which must not be filled either.
    rmSync(root, { recursive: true })
    mkdirSync(root)
    await lookThrough(3)
    expect(room.segments.has(row.path)).toBe(true)
    expect(room.volumes.reports()).toMatchObject([{ id: 'disk', state: 'missing' }])
    expect(room.volumes.place('gate-1')).toBe(null)
    expect(room.entries('storage.volume-failed')).toMatchObject([{ subject: 'volume/disk' }])
    expect(room.incidents.open()).toMatchObject([{ kind: 'device-fault', placeName: '录像盘 disk' }])
    writeFileSync(join(root, '.zhishou-volume'), 'disk\n')
    await room.look()
    // The only disk is used at once when it is back; it counts as in order when it stays.
    expect(room.volumes.place('gate-1')?.volume).toBe('disk')
    expect(room.volumes.reports()).toMatchObject([{ state: 'missing' }])
    await lookThrough(2)
    expect(room.volumes.reports()).toMatchObject([{ state: 'ok' }])
    const disk = room.incidents.open().find(({ placeName }) => placeName === '录像盘 disk')
    expect(disk?.signalState).toBe('restored')
  })
})

describe('promise and truth (A-15.1.4.a)', () => {
  const keeping = () =>
    room.storage.report().cameras.map(({ cameraId, state, keptDays }) => `${cameraId} ${state} ${keptDays}`)

  test('29 days are not 30: not yet when the camera is young, short when they were there', async () => {
    room = await startStorageRoom()
    room.plant('gate-1', 31)
    room.plant('yard-1', 29)
    const lost = room.plant('store-1', 95)
    room.plant('store-1', 29)
    room.segments.remove(lost.path)
    expect(keeping()).toEqual(['yard-1 not-yet 29', 'gate-1 kept 31', 'store-1 short 29'])
  })

  test('holes are counted, and the sheet of the day says so', async () => {
    room = await startStorageRoom()
    room.plant('gate-1', 30 - 1 / 1_440)
    room.plant('gate-1', 29)
    await room.clock.advance(1_000)
    room.storage.writeKept()
    const kept = z.object({ cameras: z.array(CameraKeeping) }).parse(room.entries('recordings.kept')[0]?.body)
    const gate = kept.cameras.find(({ cameraId }) => cameraId === 'gate-1')
    expect(gate).toMatchObject({ promisedDays: 30, gapCount: 2 })
    expect(gate?.coveredShare).toBeLessThan(0.001)
  })
})
