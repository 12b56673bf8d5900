import { createServer, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { startDc09Receiver } from '../../src/core/intrusion/drivers/dc09/receiver.ts'
import { startIsapiPanel, type IsapiPanel } from '../../src/core/intrusion/drivers/isapi/panel.ts'
import type { IsapiConfig } from '../../src/core/intrusion/drivers/isapi/control.ts'
import { systemClock } from '../../src/core/platform/clock.ts'
import type { SimulatedPanel } from '../../simulator/panel/index.ts'
import { RecordingSink } from '../helpers/recording-sink.ts'
import { simulatedPanel } from '../helpers/simulated-panel.ts'

const never = new AbortController().signal
const host = '127.0.0.1'
/** Where nobody listens: these tests are about the control line. */
const nowhere = { host, port: 9 }

function control(
  panel: Pick<SimulatedPanel, 'isapiUrl'>,
  sink: RecordingSink,
  more: Partial<IsapiConfig> = {},
): IsapiPanel {
  const login = { user: 'admin', password: 'pa"ss 值守' }
  const timing = { pollIntervalMs: 40, requestTimeoutMs: 400, confirmTimeoutMs: 5_000 }
  const config = { panelId: 'main', baseUrl: panel.isapiUrl, ...login, ...timing, ...more }
  return startIsapiPanel(config, sink, systemClock)
}

describe('control of a panel', () => {
  test('its state is read: zones count from 1, open and alarm are told apart', async () => {
    await using panel = await simulatedPanel({ receiver: nowhere })
    const sink = new RecordingSink()
    await using driver = control(panel, sink)
    await panel.command('pir-2', 'trip')
    expect(await driver.arm(2, never)).toEqual({ ok: true })
    await panel.command('pir-6', 'trip')
    await panel.command('panic-gate', 'press')
    const status = await driver.readStatus(never)
    expect(status.partitions).toEqual([
      { number: 1, state: 'disarmed' },
      { number: 2, state: 'armed' },
    ])
    expect(status.zones.map(zone => `${zone.number} ${zone.state}`)).toEqual([
      '1 normal',
      '2 open',
      '3 normal',
      '4 normal',
      '5 normal',
      '6 alarm',
      '7 normal',
      '8 normal',
      '9 alarm',
      '10 normal',
    ])
    await sink.until(({ statuses }) => statuses.length > 0)
    expect(sink.lines).toMatchObject([{ state: 'online', path: 'control' }])
  })

  test('arming is refused while a zone is open, and says which', async () => {
    await using panel = await simulatedPanel({ receiver: nowhere })
    await using driver = control(panel, new RecordingSink())
    await panel.command('pir-3', 'trip')
    await panel.command('pir-5', 'trip')
    await panel.command('pir-8', 'trip')
    expect(await driver.arm(1, never)).toEqual({ ok: false, reason: 'zones-open', zoneNumbers: [3, 5] })
    expect((await driver.readStatus(never)).partitions[0]).toEqual({ number: 1, state: 'disarmed' })
    expect(await driver.arm(3, never)).toMatchObject({ ok: false, reason: 'refused' })
  })

  test('arming is confirmed after the exit delay, disarming at once; the panel reports both as remote', async () => {
    const sink = new RecordingSink()
    const panels = [{ panelId: 'main', account: '1234', supervisionIntervalMs: 60_000 }]
    await using receiver = await startDc09Receiver({ host, port: 0, panels }, sink, systemClock)
    await using panel = await simulatedPanel({ receiver: { host, port: receiver.port }, exitDelayMs: 400 })
    await using driver = control(panel, sink)
    const arming = driver.arm(1, never)
    await sink.until(({ statuses }) => statuses.at(-1)?.partitions[0]?.state === 'arming')
    expect(await arming).toEqual({ ok: true })
    expect(await driver.arm(1, never)).toEqual({ ok: true })
    expect(await driver.disarm(1, never)).toEqual({ ok: true })
    expect(await sink.codes(2)).toEqual(['3407', '1407'])
    expect(sink.signals).toMatchObject([
      { kind: 'armed', partitionNumber: 1, userNumber: 0 },
      { kind: 'disarmed' },
    ])
  })

  test('a zone opened during the exit delay makes the arming fail', async () => {
    await using panel = await simulatedPanel({ receiver: nowhere, exitDelayMs: 400 })
    const sink = new RecordingSink()
    await using driver = control(panel, sink)
    const arming = driver.arm(1, never)
    await sink.until(({ statuses }) => statuses.at(-1)?.partitions[0]?.state === 'arming')
    await panel.command('pir-4', 'trip')
    expect(await arming).toEqual({ ok: false, reason: 'zones-open', zoneNumbers: [4] })
  })

  test('a panel that offers only MD5 is served as well', async () => {
    await using panel = await simulatedPanel({ receiver: nowhere, isapi: { algorithms: ['MD5'] } })
    await using driver = control(panel, new RecordingSink())
    expect(await driver.arm(1, never)).toEqual({ ok: true })
  })
})

describe('bypass and clearing', () => {
  test('a bypassed zone lets the partition arm and gives no alarm, until the disarming puts it back', async () => {
    await using panel = await simulatedPanel({ receiver: nowhere })
    await using driver = control(panel, new RecordingSink())
    await panel.command('pir-3', 'trip')
    expect(await driver.arm(1, never)).toMatchObject({ reason: 'zones-open', zoneNumbers: [3] })
    expect(await driver.bypass(3, true, never)).toEqual({ ok: true })
    expect(await driver.bypass(3, true, never)).toEqual({ ok: true })
    expect((await driver.readStatus(never)).zones[2]).toMatchObject({ state: 'bypassed', isBypassed: true })
    expect(await driver.arm(1, never)).toEqual({ ok: true })
    expect(await driver.disarm(1, never)).toEqual({ ok: true })
    expect((await driver.readStatus(never)).zones[2]).toMatchObject({ state: 'open', isBypassed: false })
  })

  test('a zone is put back by command; a panic button is never bypassed', async () => {
    await using panel = await simulatedPanel({ receiver: nowhere })
    await using driver = control(panel, new RecordingSink())
    expect(await driver.bypass(4, true, never)).toEqual({ ok: true })
    expect(await driver.bypass(4, false, never)).toEqual({ ok: true })
    expect((await driver.readStatus(never)).zones[3]).toMatchObject({ state: 'normal', isBypassed: false })
    expect(await driver.bypass(9, true, never)).toMatchObject({ ok: false, reason: 'refused' })
    expect(await driver.bypass(77, true, never)).toMatchObject({ ok: false, reason: 'refused' })
  })

  test('alarms are cleared when their cause is over, and not before', async () => {
    await using panel = await simulatedPanel({ receiver: nowhere })
    await using driver = control(panel, new RecordingSink(), { confirmTimeoutMs: 400 })
    expect(await driver.arm(1, never)).toEqual({ ok: true })
    await panel.command('pir-1', 'trip')
    expect(await driver.clearAlarms(1, never)).toEqual({
      ok: false,
      reason: 'refused',
      detail: 'alarm still on',
    })
    await panel.command('pir-1', 'restore')
    expect(await driver.clearAlarms(1, never)).toEqual({ ok: true })
  })
})

describe('a panel that does not answer as it should', () => {
  test('a wrong password is refused and not tried again and again', async () => {
    await using panel = await simulatedPanel({ receiver: nowhere })
    const sink = new RecordingSink()
    await using driver = control(panel, sink, { password: 'wrong' })
    await sink.until(({ lineState }) => lineState === 'lost')
    expect(sink.lines).toMatchObject([{ state: 'lost', reason: 'user or password refused' }])
    expect(await driver.arm(1, never)).toEqual({ ok: false, reason: 'refused', detail: 'unauthorised' })
    expect(sink.statuses).toEqual([])
  })

  test('a muted panel is lost, gives no answer to commands, and comes back by itself', async () => {
    await using panel = await simulatedPanel({ receiver: nowhere })
    const sink = new RecordingSink()
    await using driver = control(panel, sink)
    await sink.until(({ lineState }) => lineState === 'online')
    await panel.command('panel', 'mute')
    expect(await driver.arm(1, never)).toEqual({ ok: false, reason: 'no-answer' })
    await expect(driver.readStatus(never)).rejects.toThrow('/ISAPI/SecurityCP/status/subSystems')
    await sink.until(({ lineState }) => lineState === 'lost')
    await panel.command('panel', 'restore')
    await sink.until(({ lineState }) => lineState === 'online')
    expect(await driver.arm(1, never)).toEqual({ ok: true })
  })

  test.each([
    ['silence', () => {}],
    ['a page', (response: ServerResponse) => response.end('<html>')],
    ['another shape', (response: ServerResponse) => response.end('{"SubSysList":[{"SubSys":{"id":"one"}}]}')],
    [
      'a redirection',
      (response: ServerResponse) => response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(),
    ],
    ['too much', (response: ServerResponse) => response.end(Buffer.alloc(2_000_000, ' '))],
  ])('%s is a lost line', async (_, answer) => {
    const server = createServer((_request, response) => {
      answer(response)
    })
    server.listen(0, host)
    await once(server, 'listening')
    try {
      const sink = new RecordingSink()
      const isapiUrl = `http://${host}:${(server.address() as AddressInfo).port}`
      await using driver = control({ isapiUrl }, sink, { requestTimeoutMs: 100 })
      await sink.until(({ lineState }) => lineState === 'lost')
      expect(sink.statuses).toEqual([])
      expect(await driver.disarm(1, never)).toEqual({ ok: false, reason: 'no-answer' })
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })
})
