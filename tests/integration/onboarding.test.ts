import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CameraMeaning, CameraNetwork, GivenCredentials } from '../../src/shared/contract/setup.ts'
import type { SimCameraAddress } from '../../simulator/cameras/index.ts'
import type { Desk } from '../helpers/desk.ts'
import { nightGuard, startRoom, type Room } from '../helpers/room.ts'
import { startTestCameras, type TestCameras } from '../helpers/simulated-cameras.ts'

/** Cameras are brought into a running station over real sockets, by the calls that the page makes. */

let school: TestCameras
let room: Room
let desk: Desk

const officer = { ...nightGuard, userId: 'wu-jing' }
const netAdmin = { ...nightGuard, userId: 'gao-yuan' }

beforeAll(async () => {
  school = await startTestCameras(
    [
      { id: 'cam-2', name: '2号 东围墙', scene: 'fence', encoding: 'loop', rtspAuth: 'digest' },
      {
        id: 'cam-4',
        name: '4号 食堂后厨',
        scene: 'kitchen',
        encoding: 'loop',
        rtspAuth: 'digest',
        clockOffsetSeconds: 25,
      },
    ],
    { discovery: true },
  )
  room = await startRoom()
  ;({ desk } = room)
  await desk.call('duty.sign-on', officer)
})
afterAll(async () => {
  await room[Symbol.asyncDispose]()
  await school[Symbol.asyncDispose]()
})

const fence = (): SimCameraAddress => school.cameras.list[0] as SimCameraAddress
const kitchen = (): SimCameraAddress => school.cameras.list[1] as SimCameraAddress
const typed = ({ credentials }: SimCameraAddress, password = credentials.password): GivenCredentials => ({
  kind: 'typed',
  user: credentials.user,
  password,
})
const networkOf = ({ rtsp, onvif }: SimCameraAddress): CameraNetwork => ({
  mainUrl: rtsp.main,
  subUrl: rtsp.sub,
  transport: 'tcp',
  onvifUrl: onvif,
})
const meaning = (name: string, more: Partial<CameraMeaning> = {}): CameraMeaning => ({
  name,
  place: { kind: 'new', name: `${name}处`, type: 'perimeter', keyArea: false },
  viewPurposes: ['overview'],
  record: 'sub',
  retentionDays: 30,
  enabled: true,
  position: {
    plan: 'outdoor',
    at: [100, 200],
    directionDegrees: 90,
    fieldOfViewDegrees: 70,
    rangeUnits: 60,
  },
  ...more,
})
const stateIs = (id: string, state: string) =>
  desk.until('cameras', reports => reports.some(report => report.id === id && report.sub.state === state))
const reportOf = async (id: string) => {
  const reports = await desk.call('cameras.list', {})
  const report = reports.find(candidate => candidate.id === id)
  if (report === undefined) throw new Error(`no report of ${id}`)
  return report
}
async function added(name: string, camera: SimCameraAddress, given: GivenCredentials): Promise<string> {
  const cameras = [{ meaning: meaning(name), network: networkOf(camera), credentials: given }]
  const [outcome] = await desk.call('setup.add', { cameras })
  if (outcome?.id == null) throw new Error(`not added: ${outcome?.code}`)
  return outcome.id
}

/** The files of the station's folder, but for the recordings. */
function filesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile() && !entry.parentPath.includes('recordings'))
    .map(entry => join(entry.parentPath, entry.name))
}

test('discovery finds what is on the net; a wrong password is told for certain; the clock is measured', async () => {
  const { devices } = await desk.call('setup.discover', {})
  const found = devices.find(device => device.address === kitchen().onvif)
  expect(found?.known).toEqual([])
  const wrong = typed(kitchen(), 'not the password')
  expect(await desk.refusalOf('setup.inspect', { address: kitchen().onvif, credentials: wrong })).toBe(
    'setup.unauthorised',
  )
  const seen = await desk.call('setup.inspect', { address: kitchen().onvif, credentials: typed(kitchen()) })
  expect(seen.manufacturer).not.toBe('')
  expect(seen.clock.verdict).toBe('beyond')
  expect(Math.abs((seen.clock.offsetMs ?? 0) - 25_000)).toBeLessThan(600)
  const [channel] = seen.channels
  const main = channel?.profiles.find(({ token }) => token === channel.mainToken)
  const sub = channel?.profiles.find(({ token }) => token === channel.subToken)
  expect([main?.url, sub?.url]).toEqual([kitchen().rtsp.main, kitchen().rtsp.sub])
  expect([sub?.codec, (sub?.width ?? 0) < (main?.width ?? 0)]).toEqual(['h264', true])
})

test('what is no address, no device or no ONVIF is told as such', async () => {
  const refusal = (address: string) =>
    desk.refusalOf('setup.inspect', { address, credentials: { kind: 'none' } })
  expect(await refusal('not an address')).toBe('setup.address-invalid')
  expect(await refusal('127.0.0.1:9')).toBe('setup.unreachable')
  expect(
    await desk.refusalOf('setup.inspect', {
      address: kitchen().onvif,
      credentials: { kind: 'stored', name: 'nobody' },
    }),
  ).toBe('setup.credentials-unknown')
})

test('a stream is tried as it will be dialled, and shows its picture', async () => {
  const stream = { url: kitchen().rtsp.sub, transport: 'tcp' as const, credentials: typed(kitchen()) }
  const facts = await desk.call('setup.test-stream', stream)
  expect([facts.codec.slice(0, 4), facts.width, facts.height]).toEqual(['avc1', 640, 360])
  expect(facts.fps).toBeGreaterThan(5)
  const { jpegBase64 } = await desk.call('setup.test-picture', stream)
  expect(Buffer.from(jpegBase64, 'base64').subarray(0, 3).toString('hex')).toBe('ffd8ff')
  const wrong = { ...stream, credentials: typed(kitchen(), 'wrong') }
  expect(await desk.refusalOf('setup.test-stream', wrong)).toBe('setup.unauthorised')
  const gone = { ...stream, url: kitchen().rtsp.sub.replace('/sub', '/none') }
  expect(await desk.refusalOf('setup.test-stream', gone)).toBe('setup.stream-lost')
})

test('an added camera is on every screen at once, live and recorded; a rename does not disturb it', async () => {
  const id = await added('东围墙', fence(), typed(fence()))
  await desk.until('site', site => site.cameras.some(camera => camera.id === id && camera.name === '东围墙'))
  await stateIs(id, 'live')
  const before = await reportOf(id)
  await desk.call('setup.change', { id, meaning: meaning('东围墙南段', { retentionDays: 90 }) })
  await desk.until('site', site => site.cameras.some(({ name }) => name === '东围墙南段'))
  const after = await reportOf(id)
  expect([after.sub.state, after.sub.sinceMs]).toEqual(['live', before.sub.sinceMs])
  const seen = await desk.call('setup.inspect', { address: fence().onvif, credentials: typed(fence()) })
  expect(seen.channels[0]?.known).toEqual([{ id, name: '东围墙南段' }])
})

test('a wrong password is unauthorised and stays so until it is changed; then the camera is live at once', async () => {
  const id = await added('后厨', kitchen(), typed(kitchen(), 'wrong'))
  await stateIs(id, 'unauthorised')
  const setup = (await desk.call('setup.overview', {})).cameras.find(camera => camera.id === id)
  const name = setup?.credentials ?? ''
  await desk.call('setup.set-credentials', { name, ...kitchen().credentials })
  expect((await stateIs(id, 'live')).map(report => report.id)).toContain(id)
})

test('out of service a camera is no longer dialled nor shown, but its name stays', async () => {
  const id = await added('临时机位', kitchen(), typed(kitchen()))
  await stateIs(id, 'live')
  const sessions = school.cameras.sessionCount
  await desk.call('setup.retire', { id, reason: '拆除' })
  const site = await desk.until('site', view => view.retiredCameras.some(camera => camera.id === id))
  expect(site.cameras.some(camera => camera.id === id)).toBe(false)
  expect(site.retiredCameras).toContainEqual(expect.objectContaining({ id, name: '临时机位' }))
  await expect.poll(() => school.cameras.sessionCount, { timeout: 15_000 }).toBe(sessions - 1)
  await desk.call('setup.return', { id })
  await stateIs(id, 'live')
  await desk.call('setup.retire', { id, reason: '拆除' })
})

test('a CSV tells its errors before anything is saved, and saves the good lines', async () => {
  const before = (await desk.call('setup.overview', {})).cameras.length
  const text = [
    '名称,地点,场所类型,主码流地址,用户名,口令,保存天数',
    '操场北,操场,playground,rtsp://127.0.0.1:1/north,admin,"pa,ss""1",90',
    ',操场,playground,rtsp://127.0.0.1:1/nameless,,,',
    '操场南,操场,playground,http://127.0.0.1/south,,,',
    '操场西,操场,playground,rtsp://u:p@127.0.0.1/west,,,7',
    '操场东,操场,playground,rtsp://127.0.0.1:1/north,,,',
  ].join('\r\n')
  const rows = await desk.call('setup.csv-preview', { text })
  const codes = (findings: readonly { code: string }[]) => findings.map(({ code }) => code)
  expect(rows.map(({ line, errors }) => [line, codes(errors)])).toEqual([
    [2, []],
    [3, ['name']],
    [4, ['address']],
    [5, ['address-with-password', 'days']],
    [6, []],
  ])
  expect(codes(rows[4]?.warnings ?? [])).toEqual(['address-twice'])
  expect((await desk.call('setup.overview', {})).cameras).toHaveLength(before)
  const outcomes = await desk.call('setup.csv-add', { text })
  expect(outcomes.map(({ name, id }) => [name, id !== null])).toEqual([
    ['操场北', true],
    ['', false],
    ['操场南', false],
    ['操场西', false],
    ['操场东', true],
  ])
  const { cameras, places } = await desk.call('setup.overview', {})
  expect(cameras.slice(before).map(({ name, retentionDays }) => [name, retentionDays])).toEqual([
    ['操场北', 90],
    ['操场东', 30],
  ])
  expect(places.filter(({ name }) => name === '操场')).toHaveLength(1)
  for (const { id } of cameras.slice(before)) await desk.call('setup.retire', { id, reason: '测试' })
})

test('an edit that makes no sense is refused and changes nothing', async () => {
  const before = await desk.call('setup.overview', {})
  const cameras = [
    {
      meaning: meaning('别处', { place: { kind: 'existing', id: 'nowhere' } }),
      network: networkOf(fence()),
      credentials: typed(fence()),
    },
  ]
  expect(await desk.call('setup.add', { cameras })).toEqual([
    { name: '别处', id: null, code: 'station.site-invalid' },
  ])
  expect(await desk.call('setup.overview', {})).toEqual(before)
  expect(await desk.refusalOf('setup.retire', { id: 'cam-99', reason: 'x' })).toBe('cameras.unknown')
})

describe('who may do what', () => {
  test('the network administrator sees addresses and sets passwords, but no picture and no camera of his own', async () => {
    await desk.call('duty.sign-off', { note: '' })
    await desk.call('duty.sign-on', netAdmin)
    const stream = { url: fence().rtsp.sub, transport: 'tcp' as const, credentials: typed(fence()) }
    expect((await desk.call('setup.overview', {})).cameras.length).toBeGreaterThan(0)
    expect((await desk.call('setup.test-stream', stream)).width).toBe(640)
    expect(await desk.refusalOf('setup.test-picture', stream)).toBe('duty.forbidden')
    const cameras = [{ meaning: meaning('私设'), network: networkOf(fence()), credentials: typed(fence()) }]
    expect(await desk.refusalOf('setup.add', { cameras })).toBe('duty.forbidden')
    await desk.call('duty.sign-off', { note: '' })
  })

  test('a guard has no business here', async () => {
    await desk.call('duty.sign-on', nightGuard)
    expect(await desk.refusalOf('setup.overview', {})).toBe('duty.forbidden')
    await desk.call('duty.sign-off', { note: '下班', reason: 'room-closes' })
  })
})

test('after a restart the cameras are there with their passwords; no secret was written or sent anywhere', async () => {
  await room.core.end('SIGTERM')
  const again = await room.restart()
  await again.desk.until('cameras', reports => reports.filter(({ sub }) => sub.state === 'live').length === 2)
  await again.core.end('SIGTERM')
  const secrets = [
    fence().credentials.password,
    kitchen().credentials.password,
    'not the password',
    'pa,ss"1',
  ]
  for (const file of [...filesOf(room.dataDir), room.school.siteFile])
    for (const secret of secrets)
      expect(readFileSync(file).includes(secret), `${secret} in ${file}`).toBe(false)
  const sent = [...desk.received, ...again.desk.received].join('\n')
  for (const secret of secrets) expect(sent.includes(secret)).toBe(false)
  // What proves that the search would have found something.
  expect(sent).toContain('东围墙南段')
})
