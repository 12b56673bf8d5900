import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { SiteFile } from '../../src/shared/site.ts'
import { freePort } from '../../simulator/free-port.ts'
import { startAlarmSchool } from '../helpers/alarm-school.ts'
import { logOf, startCore } from '../helpers/core-process.ts'
import { dataFolder } from '../helpers/data-folder.ts'
import { contactIdJson } from '../helpers/isapi-payloads.ts'
import { nightGuard } from '../helpers/room.ts'

const token = 'smoke-gateway-token-of-the-test'
const cameraToken = 'camera-token-of-the-test-0001'

/** Adds two devices that push to the demo school, and their tokens. */
function addPushing(folder: string, siteFile: string, port: number): void {
  const site = JSON.parse(readFileSync(siteFile, 'utf8')) as SiteFile
  const pattern = site.panels[0]!.zones.find(({ kind }) => kind === 'intrusion')!
  const { partition: _, ...zone } = { ...pattern, kind: 'fire', detector: 'smoke', cameras: [] }
  const panel = (id: string, format: string, supervisionSeconds: number | undefined): object => ({
    driver: 'http-push',
    id,
    name: id,
    place: site.panels[0]!.place,
    format,
    token: id,
    supervisionSeconds,
    partitions: [],
    zones: [{ ...zone, id: `${id}-zone`, name: `${id} 防区`, number: 1 }],
  })
  const panels = [...site.panels, panel('gateway', 'webhook', 60), panel('detector', 'hikvision', undefined)]
  writeFileSync(siteFile, JSON.stringify({ ...site, pushReceiver: { host: '127.0.0.1', port }, panels }))
  const secretsFile = join(folder, 'secrets.json')
  const secrets = JSON.parse(readFileSync(secretsFile, 'utf8')) as object
  const tokens = { gateway: { user: '', password: token }, detector: { user: '', password: cameraToken } }
  writeFileSync(secretsFile, JSON.stringify({ ...secrets, ...tokens }), { mode: 0o600 })
}

test('a pushed alarm is an incident once it is answered, also after kill -9; tokens are nowhere', async () => {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(dataFolder())
  const dataDir = join(folder.path, 'data')
  const school = stack.use(await startAlarmSchool(folder.path))
  const port = await freePort()
  addPushing(folder.path, school.siteFile, port)
  const core = stack.use(await startCore(dataDir, school.siteFile))
  const send = (path: string, body: string, headers: Record<string, string>): Promise<Response> =>
    fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body, headers })
  const bearer = { authorization: `Bearer ${token}` }
  const alarm = JSON.stringify({ event: 'alarm', zone: 'gateway 防区', id: 'a1' })
  expect((await send('/webhook', alarm, bearer)).status).toBe(200)
  await core.end('SIGKILL')

  const again = stack.use(await startCore(dataDir, school.siteFile))
  const desk = stack.use(await again.desk())
  await desk.call('duty.sign-on', nightGuard)
  // The sender heard no answer to its second try either way: once is once.
  expect((await send('/webhook', alarm, bearer)).status).toBe(200)
  expect((await send('/webhook', alarm, { authorization: 'Bearer guessed-guessed-guessed' })).status).toBe(
    401,
  )
  expect((await send(`/hikvision/${cameraToken}`, contactIdJson(1110, 0), {})).status).toBe(200)
  const open = await desk.call('incidents.open', {})
  const fires = open.filter(({ kind }) => kind === 'fire')
  expect(new Map(fires.map(({ placeName, signalCount }) => [placeName, signalCount]))).toEqual(
    new Map([
      ['detector 防区', 1],
      ['gateway 防区', 1],
    ]),
  )
  const { panels } = await desk.call('intrusion.report', {})
  // Nobody knows how often the detector speaks: its line is never called good.
  expect(panels.find(({ id }) => id === 'detector')?.line).toBe('unknown')
  expect(panels.find(({ id }) => id === 'gateway')?.line).toBe('online')
  const journal =
    readFileSync(join(dataDir, 'station.db-wal'), 'latin1') +
    readFileSync(join(dataDir, 'station.db'), 'latin1')
  for (const secret of [token, cameraToken, 'guessed-guessed']) {
    expect(journal.includes(secret)).toBe(false)
    expect(logOf(dataDir).includes(secret)).toBe(false)
  }
})

test('the tension of a segment is read out, and force on it alone raises an alarm', async () => {
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(dataFolder())
  const dataDir = join(folder.path, 'data')
  const school = stack.use(await startAlarmSchool(folder.path))
  const core = stack.use(await startCore(dataDir, school.siteFile))
  const desk = stack.use(await core.desk())
  await desk.call('duty.sign-on', nightGuard)
  await expect
    .poll(async () => (await desk.call('intrusion.tension', { zoneId: 'fence-3', hours: 1 })).latest.length, {
      timeout: 20_000,
    })
    .toBeGreaterThan(2)
  expect(await desk.refusalOf('intrusion.tension', { zoneId: 'no-zone', hours: 1 })).toBe(
    'intrusion.unknown-zone',
  )
  // The host says nothing of it: the station judges by the tension.
  await school.fence.command('fence-3', 'pull')
  const raised = async (): Promise<string[]> =>
    (await desk.call('incidents.open', {})).map(({ kind, placeName }) => `${kind} ${placeName}`)
  await expect.poll(raised, { timeout: 20_000 }).toContain('perimeter 东围墙 3 段')
  await school.fence.command('fence-3', 'release')
  const { alarms } = await desk.call('intrusion.tension', { zoneId: 'fence-3', hours: 1 })
  expect(Math.max(...alarms[0]!.readings.map(([, newtons]) => newtons))).toBeGreaterThan(400)
})
