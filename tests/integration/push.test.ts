import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import type { PushConfig, PushPanelConfig } from '../../src/core/intrusion/drivers/push/config.ts'
import { startPushReceiver, type PushReceiver } from '../../src/core/intrusion/drivers/push/receiver.ts'
import { systemClock } from '../../src/core/platform/clock.ts'
import type { ZoneKind } from '../../src/shared/domain/intrusion.ts'
import { contactIdJson, durationXml, inputXml, motionXml } from '../helpers/isapi-payloads.ts'
import { RecordingSink } from '../helpers/recording-sink.ts'

const token = 'token-of-this-test-long-enough'
const kinds: Readonly<Record<number, ZoneKind>> = { 1: 'panic', 2: 'fire', 3: 'perimeter' }
const zones = {
  kindOf: (number: number): ZoneKind | null => kinds[number] ?? null,
  numberOf: (name: string): number | null => (name === '厨房烟感' ? 2 : null),
}

function panel(more: Partial<PushPanelConfig> = {}): PushPanelConfig {
  return {
    panelId: 'pusher',
    format: 'webhook',
    token: () => token,
    supervisionIntervalMs: null,
    zones,
    ...more,
  }
}

function listen(
  sink: RecordingSink,
  panels: readonly PushPanelConfig[],
  more: Partial<PushConfig> = {},
): Promise<PushReceiver> {
  return startPushReceiver({ host: '127.0.0.1', port: 0, panels, ...more }, sink, systemClock)
}

interface Answer {
  readonly status: number
  readonly text: string
}

async function send(
  { port }: PushReceiver,
  path: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body, headers })
  return { status: response.status, text: await response.text() }
}

const webhook = (receiver: PushReceiver, body: object, given = token): Promise<Answer> =>
  send(receiver, '/webhook', JSON.stringify(body), { authorization: `Bearer ${given}` })

describe('a webhook', () => {
  test('is stored as what its zone is for, and answered when it is', async () => {
    const sink = new RecordingSink()
    await using receiver = await listen(sink, [panel()])
    expect(await webhook(receiver, { event: 'alarm', zone: 1, at: '2026-11-22T18:00:00+08:00' })).toEqual({
      status: 200,
      text: '{"stored":true}\n',
    })
    await webhook(receiver, { event: 'alarm', zone: '厨房烟感', code: 'smoke' })
    await webhook(receiver, { event: 'alarm', zone: 77 })
    await webhook(receiver, { event: 'alarm', zone: '没有的防区' })
    await webhook(receiver, { event: 'alarm', zone: 3, state: 'restored' })
    await webhook(receiver, { event: 'power' })
    await webhook(receiver, { event: 'armed', partition: 1, user: 5, future: 'field' })
    expect(sink.signals).toMatchObject([
      {
        kind: 'alarm.panic',
        zoneNumber: 1,
        edge: 'active',
        code: 'alarm',
        deviceAtMs: Date.parse('2026-11-22T10:00:00Z'),
      },
      { kind: 'alarm.fire', zoneNumber: 2, code: 'smoke', deviceAtMs: null },
      { kind: 'alarm.intrusion', zoneNumber: 77 },
      { kind: 'alarm.intrusion', zoneNumber: null },
      { kind: 'alarm.perimeter', zoneNumber: 3, edge: 'restored' },
      { kind: 'fault.power', zoneNumber: null },
      { kind: 'armed', partitionNumber: 1, userNumber: 5 },
    ])
    expect(JSON.stringify(sink.signals)).not.toContain(token)
  })

  test('with a wrong, short or missing token is refused, kept and shown, without the token', async () => {
    const sink = new RecordingSink()
    const short = panel({ panelId: 'short', token: () => 'short' })
    await using receiver = await listen(sink, [panel(), short, panel({ panelId: 'none', token: () => null })])
    for (const given of ['wrong-token-of-somebody', 'short', ''])
      expect((await webhook(receiver, { event: 'alarm', zone: 1 }, given)).status).toBe(401)
    expect(sink.signals).toEqual([])
    expect(sink.unknowns).toHaveLength(3)
    expect(sink.unknowns[0]).toMatchObject({ raw: '{"event":"alarm","zone":1}', why: 'token unknown' })
    expect(JSON.stringify(sink.unknowns)).not.toContain('wrong-token-of-somebody')
  })

  test('that makes no sense is refused with the reason, and kept', async () => {
    const sink = new RecordingSink()
    await using receiver = await listen(sink, [panel()])
    expect(await webhook(receiver, { event: 'party' })).toMatchObject({ status: 400 })
    expect((await webhook(receiver, { event: 'alarm', zone: -1 })).text).toContain('zone')
    const noJson = await send(receiver, '/webhook', 'alarm!', { authorization: `Bearer ${token}` })
    expect(noJson.status).toBe(400)
    expect(sink.unknowns.map(each => each.raw)).toContain('alarm!')
    expect((await send(receiver, '/other', '{}')).status).toBe(404)
  })

  test('that could not be stored is not answered with 200', async () => {
    const sink = new RecordingSink()
    await using receiver = await listen(sink, [panel()])
    sink.store = () => Promise.reject(new Error('disk full'))
    expect((await webhook(receiver, { event: 'alarm', zone: 1 })).status).toBe(500)
    expect(sink.signals).toEqual([])
  })

  test('a device with a known interval is lost when it is silent, and back with its heartbeat', async () => {
    const sink = new RecordingSink()
    await using receiver = await listen(sink, [panel({ supervisionIntervalMs: 200 })])
    await webhook(receiver, { event: 'heartbeat' })
    await sink.until(({ lineState }) => lineState === 'lost')
    await webhook(receiver, { event: 'heartbeat' })
    await sink.until(({ lines }) => lines.length >= 3)
    expect(sink.lines.slice(0, 3).map(line => line.state)).toEqual(['online', 'lost', 'online'])
    expect(sink.signals).toEqual([])
  })
})

describe('a device that sends EventNotificationAlert', () => {
  const camera = panel({ format: 'hikvision' })
  const path = `/hikvision/${token}`

  test('in XML, in JSON, and in parts with its picture', async () => {
    const sink = new RecordingSink()
    await using receiver = await listen(sink, [camera])
    const xml = { 'content-type': 'application/xml; charset="UTF-8"' }
    expect((await send(receiver, path, inputXml(1, 'active'), xml)).status).toBe(200)
    expect((await send(receiver, path, inputXml(1, 'active', 2), xml)).status).toBe(200)
    await send(receiver, path, inputXml(1, 'inactive', 3), xml)
    await send(receiver, path, contactIdJson(1130, 6), { 'content-type': 'application/json' })
    // Sent again after an answer that got lost: the same event.
    const parts = Buffer.from(
      `--boundary\r\nContent-Disposition: form-data; name="linedetection.xml"\r\nContent-Type: application/xml\r\n` +
        `Content-Length: ${durationXml.length}\r\n\r\n${durationXml}\r\n--boundary\r\n` +
        'Content-Disposition: form-data; name="picture.jpg"\r\nContent-Type: image/jpeg\r\nContent-Length: 6\r\n\r\n' +
        '\r\n--b\u0007\r\n--boundary--\r\n',
    )
    const form = { 'content-type': 'multipart/form-data; boundary=boundary' }
    expect((await send(receiver, path, parts, form)).status).toBe(200)
    expect(sink.signals).toMatchObject([
      { kind: 'alarm.panic', zoneNumber: 1, edge: 'active', code: 'io' },
      { kind: 'alarm.panic', zoneNumber: 1, edge: 'restored' },
      { kind: 'alarm.intrusion', zoneNumber: 7, code: '1130' },
      { kind: 'alarm.fire', zoneNumber: 2, code: 'linedetection' },
    ])
    expect(sink.unknowns).toEqual([])
  })

  test('motion every second is one signal, and what nobody understands is kept and answered', async () => {
    const sink = new RecordingSink()
    await using receiver = await listen(sink, [camera])
    for (let count = 0; count < 4; count++) await send(receiver, path, motionXml)
    expect(sink.signals).toMatchObject([{ kind: 'unclassified', code: 'vmd' }])
    expect((await send(receiver, path, 'hello')).status).toBe(200)
    expect(sink.unknowns).toMatchObject([{ raw: 'hello' }])
    expect((await send(receiver, '/hikvision/guessed-guessed-guessed', motionXml)).status).toBe(401)
    expect(JSON.stringify(sink.unknowns)).not.toContain('guessed')
  })
})

describe('limits', () => {
  test('a body that is too long is refused, whether it says so before or not', async () => {
    const sink = new RecordingSink()
    await using receiver = await listen(sink, [panel()], { bodyMostBytes: 1_000 })
    const long = { event: 'alarm', zone: 1, code: 'x'.repeat(5_000) }
    expect((await webhook(receiver, long)).status).toBe(413)
    // Chunked: how long it will be is not said before.
    const { port } = receiver
    const headers = { authorization: `Bearer ${token}` }
    const chunked = request({ host: '127.0.0.1', port, path: '/webhook', method: 'POST', headers })
    chunked.write('x'.repeat(800))
    chunked.end('x'.repeat(800))
    const [response] = (await once(chunked, 'response')) as [IncomingMessage]
    response.resume()
    expect(response.statusCode).toBe(413)
    expect(sink.signals).toEqual([])
  })

  test('one who sends nothing is hung up on, and does not keep out another', async () => {
    const sink = new RecordingSink()
    await using receiver = await listen(sink, [panel()], { headersTimeoutMs: 200 })
    const idle = connect(receiver.port, '127.0.0.1')
    idle.on('error', () => {})
    idle.write('POST /webhook HTTP/1.1\r\nHost: a\r\n')
    idle.resume()
    const closed = once(idle, 'close')
    expect((await webhook(receiver, { event: 'alarm', zone: 1 })).status).toBe(200)
    await closed
  })

  test('rubbish on the port is no crash', async () => {
    const sink = new RecordingSink()
    await using receiver = await listen(sink, [panel()])
    const socket = connect(receiver.port, '127.0.0.1')
    socket.on('error', () => {})
    socket.end(Buffer.from([0, 255, 13, 10, 13, 10]))
    await once(socket, 'close')
    expect((await webhook(receiver, { event: 'alarm', zone: 1 })).status).toBe(200)
  })

  test('panels follow the site; one that stays is not touched', async () => {
    const sink = new RecordingSink()
    const first = panel({ supervisionIntervalMs: 60_000 })
    await using receiver = await listen(sink, [first])
    await webhook(receiver, { event: 'heartbeat' })
    const other = panel({ panelId: 'other', token: () => 'the-token-of-the-other-one' })
    await receiver.follow([first, other])
    await webhook(receiver, { event: 'heartbeat' })
    expect(sink.lines).toHaveLength(1)
    expect((await webhook(receiver, { event: 'alarm', zone: 1 }, 'the-token-of-the-other-one')).status).toBe(
      200,
    )
    await receiver.follow([other])
    expect((await webhook(receiver, { event: 'alarm', zone: 1 })).status).toBe(401)
  })
})
