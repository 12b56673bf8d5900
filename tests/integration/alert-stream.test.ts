import type { ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { startIsapiAlarmPanel } from '../../src/core/intrusion/drivers/isapi/alarm-panel.ts'
import type { IsapiPanel } from '../../src/core/intrusion/drivers/isapi/panel.ts'
import type { ZoneWords } from '../../src/core/intrusion/drivers/zone-alarm.ts'
import { systemClock } from '../../src/core/platform/clock.ts'
import { startHttpDevice } from '../helpers/http-device.ts'
import { contactIdJson, heartbeatXml, inputXml, motionXml } from '../helpers/isapi-payloads.ts'
import { RecordingSink } from '../helpers/recording-sink.ts'
import { simulatedPanel } from '../helpers/simulated-panel.ts'

const never = new AbortController().signal
const nowhere = { host: '127.0.0.1', port: 9 }
const zones: ZoneWords = { kindOf: number => (number === 1 ? 'panic' : null), numberOf: () => null }

function listenTo(url: string, sink: RecordingSink, silenceMs = 5_000): IsapiPanel {
  const login = { user: 'admin', password: 'pa"ss 值守' }
  const timing = { pollIntervalMs: 60, requestTimeoutMs: 400, silenceMs }
  return startIsapiAlarmPanel(
    { panelId: 'main', baseUrl: url, ...login, ...timing, zones },
    sink,
    systemClock,
  )
}

const reporting = (sink: RecordingSink): string[] =>
  sink.lines.filter(line => line.path === 'report').map(line => line.state)

describe('a panel over its alertStream', () => {
  test('alarms, restores and arming at the keypad arrive; commands go the other way', async () => {
    await using panel = await simulatedPanel({ receiver: nowhere, isapi: { heartbeatMs: 200 } })
    const sink = new RecordingSink()
    await using driver = listenTo(panel.isapiUrl, sink)
    await sink.until(() => reporting(sink).length > 0)
    expect(driver.abilities).toMatchObject({ reportsSignals: true, bypassesZones: true })
    expect(await driver.arm(1, never)).toEqual({ ok: true })
    await panel.command('pir-3', 'trip')
    await panel.command('pir-3', 'restore')
    await panel.command('panic-gate', 'press')
    await panel.command('panel', 'power-fail')
    expect(await sink.codes(5)).toEqual(['3407', '1130', '3130', '1120', '1301'])
    expect(sink.signals).toMatchObject([
      { kind: 'armed', partitionNumber: 1, zoneNumber: null, userNumber: null },
      { kind: 'alarm.intrusion', zoneNumber: 3, partitionNumber: 1, edge: 'active' },
      { kind: 'alarm.intrusion', zoneNumber: 3, edge: 'restored' },
      { kind: 'alarm.panic', zoneNumber: 9 },
      { kind: 'fault.power', zoneNumber: null },
    ])
    expect(sink.signals[1]!.deviceAtMs).not.toBeNull()
  })

  test('a stream that falls silent is a lost line, and is dialled again', async () => {
    let dials = 0
    const open: ServerResponse[] = []
    await using device = await startHttpDevice((response, request) => {
      if (!request.url!.includes('alertStream')) return void response.writeHead(404).end()
      dials++
      open.push(response)
      response.writeHead(200, { 'content-type': 'multipart/mixed; boundary=boundary' })
      response.write(`--boundary\r\nContent-Type: application/xml\r\n\r\n${heartbeatXml}\r\n`)
    })
    const sink = new RecordingSink()
    await using running = new AsyncDisposableStack()
    running.use(listenTo(device.url, sink, 300))
    await sink.until(() => reporting(sink).length >= 3)
    expect(reporting(sink).slice(0, 3)).toEqual(['online', 'lost', 'online'])
    expect(sink.lines.find(line => line.path === 'report' && line.state === 'lost')!.reason).toBe(
      'no heartbeat',
    )
    expect(dials).toBeGreaterThanOrEqual(2)
    expect(sink.signals).toEqual([])
  })

  test('a state told over and over is one signal; rubbish is kept and does not end the stream', async () => {
    await using device = await startHttpDevice((response, request) => {
      if (!request.url!.includes('alertStream')) return void response.writeHead(404).end()
      response.writeHead(200, { 'content-type': 'multipart/mixed; boundary=--x' })
      const xml = (text: string): string => `--x\r\nContent-Type: application/xml\r\n\r\n${text}\r\n`
      for (let count = 1; count <= 5; count++) response.write(xml(inputXml(1, 'active', count)))
      response.write(xml('<html>what</html>'))
      response.write('--x\r\nContent-Type: image/jpeg\r\nContent-Length: 4\r\n\r\n\u0001--x\r\n')
      response.write(xml(motionXml))
      response.write(xml(inputXml(1, 'inactive', 6)))
      response.write(xml(contactIdJson(1130, 4)))
    })
    const sink = new RecordingSink()
    await using running = new AsyncDisposableStack()
    running.use(listenTo(device.url, sink))
    expect(await sink.codes(4)).toEqual(['io', 'vmd', 'io', '1130'])
    expect(sink.signals).toMatchObject([
      { kind: 'alarm.panic', zoneNumber: 1, edge: 'active' },
      { kind: 'unclassified' },
      { kind: 'alarm.panic', zoneNumber: 1, edge: 'restored' },
      { kind: 'alarm.intrusion', zoneNumber: 5 },
    ])
    expect(sink.unknowns).toMatchObject([{ source: 'isapi main', raw: '<html>what</html>' }])
  })

  test('an event that cannot be stored is tried again before the next is read', async () => {
    await using panel = await simulatedPanel({ receiver: nowhere, isapi: { heartbeatMs: 200 } })
    const sink = new RecordingSink()
    let failures = 0
    sink.store = async () => {
      if (failures++ === 0) throw new Error('disk full')
    }
    await using running = new AsyncDisposableStack()
    running.use(listenTo(panel.isapiUrl, sink))
    await sink.until(() => reporting(sink).length > 0)
    await panel.command('panic-gate', 'press')
    await panel.command('panic-gate', 'reset')
    expect(await sink.codes(2)).toEqual(['1120', '3120'])
    expect(failures).toBe(3)
  })

  test.each([
    ['a page', (response: ServerResponse) => response.end('<html>')],
    ['another status', (response: ServerResponse) => response.writeHead(404).end()],
    [
      'a body without boundary',
      (response: ServerResponse) =>
        response.writeHead(200, { 'content-type': 'multipart/mixed' }).end('x'.repeat(40_000)),
    ],
  ])('%s is a lost line', async (_, answer) => {
    await using device = await startHttpDevice(response => {
      answer(response)
    })
    const sink = new RecordingSink()
    await using running = new AsyncDisposableStack()
    running.use(listenTo(device.url, sink))
    await sink.until(() => reporting(sink).length > 0)
    expect(reporting(sink)).toEqual(['lost'])
  })
})
