import { expect, test } from 'vitest'
import { startRefusingDevice } from '../../../../tests/helpers/limited-device.ts'
import { dataFolder } from '../../../../tests/helpers/data-folder.ts'
import { openChildRegistry } from '../../platform/child-registry.ts'
import { systemClock } from '../../platform/clock.ts'
import type { SiteFile } from '../../../shared/site.ts'
import { camerasFromCsv } from './csv-cameras.ts'
import { CsvChecks } from './csv-checks.ts'
import { probeStream } from './probe-stream.ts'

const site = {
  cameras: [],
  plans: [{ id: 'campus', width: 100, height: 100 }],
  places: [{ id: 'yard', name: '操场', type: 'playground', keyArea: false }],
} as unknown as SiteFile

const header = '名称,地点,主码流地址,用户名,口令,ONVIF 地址,画面用途'
const table = (...lines: string[]) => camerasFromCsv([header, ...lines].join('\r\n'), site)

test('a line brings the ONVIF address and what the picture must show; what it cannot mean is an error', () => {
  const rows = table(
    '北,操场,rtsp://10.0.0.9/1,,,http://10.0.0.9/onvif/device_service,"全景、人脸"',
    '南,操场,rtsp://10.0.0.9/2,,,,plate;校门外25米',
    '东,操场,rtsp://10.0.0.9/3,,,rtsp://10.0.0.9/,全景',
    '西,操场,rtsp://10.0.0.9/4,,,http://u:p@10.0.0.9/,风景',
  )
  expect(rows.map(({ row }) => row.errors.map(({ code }) => code))).toEqual([
    [],
    [],
    ['address-onvif'],
    ['address-with-password', 'word'],
  ])
  expect(rows[0]?.camera?.network.onvifUrl).toBe('http://10.0.0.9/onvif/device_service')
  expect(rows.map(({ camera }) => camera?.meaning.viewPurposes)).toEqual([
    ['overview', 'face'],
    ['plate', 'outside-25m'],
    undefined,
    undefined,
  ])
})

test('a wrong password of many lines reaches the recorder once, until the file is read again', async () => {
  await using device = await startRefusingDevice(() => ({
    status: '401 Unauthorized\r\nWWW-Authenticate: Basic realm="recorder"',
  }))
  using folder = dataFolder()
  const tools = { ffmpeg: 'ffmpeg', registry: openChildRegistry(folder.path), clock: systemClock }
  const checks = new CsvChecks(async ({ network, credentials }) => {
    if (credentials.kind !== 'typed') throw new Error('a line without user')
    const { codec, width, height, fps } = await probeStream(
      { url: network.mainUrl, transport: network.transport, credentials },
      tools,
    )
    return { codec, width, height, fps, known: [] }
  })
  const rows = table(
    ...['北', '南', '东'].map((name, index) => `${name},操场,${device.url}/${index},admin,no,,`),
  )
  const codes = () =>
    Promise.all(
      rows.map(async ({ camera }) => {
        if (camera === null) return 'a line with errors'
        return await checks.check(camera).catch((error: { code: string }) => error.code)
      }),
    )
  expect(await codes()).toEqual(Array.from({ length: 3 }, () => 'setup.unauthorised'))
  expect(device.connections).toBe(1)
  checks.begin()
  await codes()
  expect(device.connections).toBe(2)
})
