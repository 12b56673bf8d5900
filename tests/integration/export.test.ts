import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Manifest } from '../../src/core/recordings/export/format.ts'
import { systemClock } from '../../src/core/platform/clock.ts'
import { measureClocks } from '../../src/core/recordings/export/camera-clock.ts'
import { readMovie } from '../../src/core/media/movie.ts'
import type { ExportJob } from '../../src/shared/contract/exports.ts'
import { exporter, orderOf, startExportRoom, type ExportRoom } from '../helpers/export-room.ts'
import { makeFragmentedMp4 } from '../helpers/fragmented-mp4.ts'
import { runCommand } from '../helpers/core-process.ts'

/** A key frame a second, 15 pictures a second, files of 2 s. */
const start = Date.UTC(2026, 10, 21, 6, 0, 0)
const segmentMs = 2_000
const picture = 1_000 / 15

let room: ExportRoom
beforeEach(async () => {
  room = await startExportRoom()
})
afterEach(() => room[Symbol.asyncDispose]())

const order = (fromMs: number, toMs: number, more?: Parameters<typeof orderOf>[2]) =>
  room.exports.order(orderOf(fromMs, toMs, more), exporter)
const first = (jobs: ExportJob[]): number => jobs[0]?.id ?? 0
const done = async (jobs: ExportJob[]) => {
  const job = await room.ended(first(jobs))
  if (job.state.kind !== 'done') throw new Error(JSON.stringify(job.state))
  return { job, state: job.state, folder: join(room.exportDir, job.packageName) }
}
const manifestIn = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest
const kinds = (kind: string) => room.journal.between([kind], 0, Number.MAX_SAFE_INTEGER)
const verify = (path: string, ...more: string[]) => runCommand('src/core/verify.ts', [path, ...more])

describe('a package', () => {
  test('holds exactly the granted pictures, says what it delivers, and verifies on its own', async () => {
    room.archive.record({
      cameraId: 'cam-1',
      mp4: makeFragmentedMp4({ seconds: 8 }),
      startMs: start,
      segmentMs,
    })
    // Neither end lies on a key frame.
    const span = { fromMs: start + 1_300, toMs: start + 6_500 }
    room.approve(1, span)
    const { job, state, folder } = await done(order(span.fromMs, span.toMs))
    expect(job).toMatchObject({ copyNumber: 1, packageName: '录像导出_申请1_第1份' })
    const manifest = manifestIn(folder)
    const [camera] = manifest.cameras
    const [stretch] = camera?.stretches ?? []
    expect(stretch?.fromMs).toBe(start + 2_000)
    expect(Number(stretch?.toMs)).toBeLessThanOrEqual(span.toMs)
    expect(Number(stretch?.toMs)).toBeGreaterThan(span.toMs - 250)
    expect(camera?.missing.map(({ cause }) => cause)).toEqual(['until-key-frame', 'span-edge'])
    const file = manifest.files.find(({ video }) => video !== null)
    const movie = await readMovie(join(folder, file?.name ?? ''))
    expect(movie).toMatchObject({
      frames: stretch?.frames,
      startsFast: true,
      picturesSha256: stretch?.picturesSha256,
    })
    expect(Math.abs(movie.durationMs - (Number(stretch?.toMs) - Number(stretch?.fromMs)))).toBeLessThan(
      picture,
    )
    expect(stretch?.sources.map(({ frames }) => frames)).toEqual([30, 30, expect.any(Number)])
    expect(kinds('video.exported').at(-1)?.body).toMatchObject({
      requestNumber: 1,
      copyNumber: 1,
      receiver: '派出所 王警官',
      packageHash: state.packageHash,
      request: { number: 1, kind: 'video-release' },
    })
    expect(await verify(folder)).toMatchObject({ code: 0, output: expect.stringContaining('核验通过') })
    expect(await verify(folder, '--key', manifest.station.keyFingerprint)).toMatchObject({ code: 0 })
  })

  test("the camera's own clock is asked while it is made, and stands in the manifest", async () => {
    // A camera in its own words, 25 s ahead; it tells the time without a password.
    const camera = createServer((_request, response) => {
      const ahead = new Date(Date.now() + 25_000)
      const time = `<tt:Hour>${ahead.getUTCHours()}</tt:Hour><tt:Minute>${ahead.getUTCMinutes()}</tt:Minute><tt:Second>${ahead.getUTCSeconds()}</tt:Second>`
      const date = `<tt:Year>${ahead.getUTCFullYear()}</tt:Year><tt:Month>${ahead.getUTCMonth() + 1}</tt:Month><tt:Day>${ahead.getUTCDate()}</tt:Day>`
      response.setHeader('content-type', 'application/soap+xml')
      response.end(
        `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:tt="http://www.onvif.org/ver10/schema"><s:Body><t:GetSystemDateAndTimeResponse xmlns:t="http://www.onvif.org/ver10/device/wsdl"><t:SystemDateAndTime><tt:DateTimeType>NTP</tt:DateTimeType><tt:UTCDateTime><tt:Time>${time}</tt:Time><tt:Date>${date}</tt:Date></tt:UTCDateTime></t:SystemDateAndTime></t:GetSystemDateAndTimeResponse></s:Body></s:Envelope>`,
      )
    }).listen(0, '127.0.0.1')
    await once(camera, 'listening')
    const url = `http://127.0.0.1:${(camera.address() as AddressInfo).port}/onvif/device_service`
    await room.exports[Symbol.asyncDispose]()
    const cameras = [
      { id: 'cam-1', onvif: { url } },
      { id: 'cam-2', onvif: { url: 'http://127.0.0.1:1/' } },
    ]
    room.exports = await room.start({
      measureClocks: (_ids, signal) =>
        measureClocks(cameras, { clock: systemClock, journal: room.journal }, signal),
    })
    room.archive.record({
      cameraId: 'cam-1',
      mp4: makeFragmentedMp4({ seconds: 4 }),
      startMs: start,
      segmentMs,
    })
    room.approve(1, { fromMs: start, toMs: start + 4_000 })
    const { folder } = await done(order(start, start + 4_000))
    camera.close()
    const clock = manifestIn(folder).cameras[0]?.clock
    expect(Math.abs(Number(clock?.offsetMs) - 25_000)).toBeLessThan(2_000)
    expect(readFileSync(join(folder, '说明.txt'), 'utf8')).toMatch(/相差 2\d\.\d 秒/)
  })

  test('a gap in the middle becomes two files and is named with its cause', async () => {
    room.archive.record({
      cameraId: 'cam-1',
      mp4: makeFragmentedMp4({ seconds: 8 }),
      startMs: start,
      segmentMs,
      leaveOut: [1],
    })
    room.approve(1, { fromMs: start, toMs: start + 8_000 })
    const { state, folder } = await done(order(start, start + 8_000))
    const [camera] = manifestIn(folder).cameras
    expect(camera?.delivered).toEqual([
      { fromMs: start, toMs: start + 2_000 },
      { fromMs: start + 4_000, toMs: start + 8_000 },
    ])
    expect(camera?.missing).toEqual([{ fromMs: start + 2_000, toMs: start + 4_000, cause: 'not-recorded' }])
    expect(state.missingMs).toBe(2_000)
    expect(readdirSync(folder).filter(name => name.endsWith('.mp4'))).toHaveLength(2)
    expect(await verify(folder)).toMatchObject({ code: 0 })
  })

  test('a change of resolution begins a new file', async () => {
    room.archive.record({
      cameraId: 'cam-1',
      mp4: makeFragmentedMp4({ seconds: 4 }),
      startMs: start,
      segmentMs,
    })
    room.archive.record({
      cameraId: 'cam-1',
      mp4: makeFragmentedMp4({ seconds: 4, codec: 'hevc' }),
      startMs: start + 4_000,
      segmentMs,
    })
    room.approve(1, { fromMs: start, toMs: start + 8_000 })
    const { folder } = await done(order(start, start + 8_000, { variants: ['original', 'compatible'] }))
    const manifest = manifestIn(folder)
    expect(
      manifest.files.flatMap(({ video }) => (video === null ? [] : [[video.stretch, video.variant]])),
    ).toEqual([
      [1, 'original'],
      [2, 'original'],
      [2, 'compatible'],
    ])
    const codecs = manifest.files
      .filter(({ video }) => video !== null)
      .map(({ name }) =>
        execFileSync(
          'ffprobe',
          [
            '-v',
            'error',
            '-show_entries',
            'stream=codec_name,codec_tag_string',
            '-of',
            'csv=p=0',
            join(folder, name),
          ],
          { encoding: 'utf8' },
        ).trim(),
      )
    expect(codecs).toEqual(['h264,avc1', 'hevc,hvc1', 'h264,avc1'])
    expect(await verify(folder)).toMatchObject({ code: 0 })
  })

  test('with time, camera and copy number burned in it has every picture, and they differ', async () => {
    room.archive.record({
      cameraId: 'cam-1',
      mp4: makeFragmentedMp4({ seconds: 4 }),
      startMs: start,
      segmentMs,
    })
    room.approve(1, { fromMs: start, toMs: start + 4_000 })
    const { folder } = await done(order(start, start + 4_000, { variants: ['original', 'marked'] }))
    const [original, marked] = manifestIn(folder).files.flatMap(({ video }) =>
      video === null ? [] : [video],
    )
    expect(marked).toMatchObject({ variant: 'marked', frames: 60, decodedFrames: 60 })
    expect(marked?.picturesSha256).not.toBe(original?.picturesSha256)
    expect(await verify(folder)).toMatchObject({ code: 0 })
  })
})

describe('numbers and rights', () => {
  beforeEach(() => {
    room.archive.record({
      cameraId: 'cam-1',
      mp4: makeFragmentedMp4({ seconds: 4 }),
      startMs: start,
      segmentMs,
    })
  })

  test('every copy has the next number, also after one that failed, and no more than approved', async () => {
    room.approve(1, { fromMs: start - 60_000, toMs: start + 4_000 }, { copies: 2 })
    const failed = await room.ended(first(order(start - 60_000, start - 50_000)))
    expect(failed).toMatchObject({ copyNumber: 1, state: { kind: 'failed', reason: 'nothing-recorded' } })
    const jobs = order(start, start + 2_000, { copies: 2 })
    expect(jobs.map(({ copyNumber }) => copyNumber)).toEqual([2, 3])
    for (const job of jobs) expect((await room.ended(job.id)).state.kind).toBe('done')
    expect(() => order(start, start + 2_000)).toThrow('exports.no-copies-left')
    expect(readdirSync(room.exportDir)).toEqual(['录像导出_申请1_第2份', '录像导出_申请1_第3份'])
  })

  test('a request for looking only lets nothing out, nor does one beyond its span or by another person', () => {
    room.approve(1, { fromMs: start, toMs: start + 4_000 }, { kind: 'video-access' })
    expect(() => order(start, start + 2_000)).toThrow('exports.not-for-release')
    room.approve(1, { fromMs: start, toMs: start + 2_000 })
    expect(() => order(start, start + 2_001)).toThrow('approvals.out-of-scope')
    const other = { actor: { ...exporter.actor, id: 'wang' }, person: { ...exporter.person, id: 'wang' } }
    const asked = { requestNumber: 1, cameraIds: ['cam-1'], span: { fromMs: start, toMs: start + 2_000 } }
    expect(() =>
      room.exports.order({ ...asked, variants: ['original'], receiver: 'x', copies: 1 }, other),
    ).toThrow('approvals.not-a-viewer')
    expect(kinds('video.export-refused').map(({ body }) => body['code'])).toEqual([
      'exports.not-for-release',
      'approvals.out-of-scope',
      'approvals.not-a-viewer',
    ])
    expect(existsSync(room.exportDir) ? readdirSync(room.exportDir) : []).toEqual([])
  })

  test('the receiver signs once, and the station keeps no copy', async () => {
    room.approve(1, { fromMs: start, toMs: start + 4_000 })
    const { job, folder, state } = await done(order(start, start + 4_000))
    const sheet = room.exports.sheet(job.id, 'zh-CN', exporter.actor)
    expect(sheet.html.replaceAll(' ', '')).toContain(state.packageHash.toUpperCase())
    const receipt = { receiverName: '王警官', document: '警官证 012345', medium: 'U 盘' }
    const signed = await room.exports.handOver(job.id, receipt, exporter.actor)
    expect(signed.handedOver).toMatchObject(receipt)
    expect(existsSync(folder)).toBe(false)
    expect(kinds('video.copy-handed-over').at(-1)?.body).toMatchObject({
      ...receipt,
      packageHash: state.packageHash,
    })
    await expect(room.exports.handOver(job.id, receipt, exporter.actor)).rejects.toThrow(
      'exports.wrong-state',
    )
  })
})
