import { describe, expect, test } from 'vitest'
import { startModbusFence, type ModbusFence } from '../../src/core/intrusion/drivers/modbus/fence.ts'
import { modbusModels } from '../../src/core/intrusion/drivers/modbus/models.ts'
import { systemClock } from '../../src/core/platform/clock.ts'
import { startFence } from '../../simulator/fence/index.ts'
import { startModbusPeer } from '../helpers/modbus-peer.ts'
import { RecordingSink } from '../helpers/recording-sink.ts'

const never = new AbortController().signal

function drive(port: number, sink: RecordingSink): ModbusFence {
  const model = modbusModels['tension-fence-6']
  const timing = { pollIntervalMs: 30, requestTimeoutMs: 200 }
  return startModbusFence({ panelId: 'fence', host: '127.0.0.1', port, model, ...timing }, sink, systemClock)
}

describe('against a device of pymodbus', () => {
  test('what is active at the start is told, then every edge', async () => {
    await using peer = await startModbusPeer()
    await peer.tell('di 5 1')
    const sink = new RecordingSink()
    await using running = new AsyncDisposableStack()
    running.use(drive(peer.port, sink))
    expect(await sink.codes(1)).toEqual(['di:5=1'])
    await peer.tell('di 12 1')
    await sink.codes(2)
    await peer.tell('di 12 0')
    expect(await sink.codes(3)).toEqual(['di:5=1', 'di:12=1', 'di:12=0'])
    expect(sink.signals).toMatchObject([
      { panelId: 'fence', kind: 'alarm.cut', zoneNumber: 2, edge: 'active', deviceAtMs: null },
      { kind: 'alarm.perimeter', zoneNumber: 4, edge: 'active', raw: 'fc02@0+27=20100000' },
      { kind: 'alarm.perimeter', zoneNumber: 4, edge: 'restored', raw: 'fc02@0+27=20000000' },
    ])
    expect(sink.lines).toMatchObject([{ state: 'online', path: 'both' }])
    expect(sink.statuses[0]?.zones[1]).toEqual({ number: 2, state: 'alarm' })
  })

  test('a segment and the whole are armed and disarmed, as the device itself shows', async () => {
    await using peer = await startModbusPeer()
    const sink = new RecordingSink()
    await using fence = drive(peer.port, sink)
    await sink.until(({ lineState }) => lineState === 'online')
    expect(await fence.arm(3, never)).toEqual({ ok: true })
    expect([await peer.tell('co 2'), await peer.tell('co 3')]).toEqual(['1', '0'])
    expect(await fence.arm(0, never)).toEqual({ ok: true })
    expect((await fence.readStatus(never)).partitions[0]).toEqual({ number: 0, state: 'armed' })
    expect(await fence.disarm(0, never)).toEqual({ ok: true })
    expect(await peer.tell('co 2')).toBe('0')
    expect(await fence.arm(7, never)).toMatchObject({ ok: false, reason: 'refused' })
  })

  test('arming at the device itself is told', async () => {
    await using peer = await startModbusPeer()
    const sink = new RecordingSink()
    await using running = new AsyncDisposableStack()
    running.use(drive(peer.port, sink))
    await using other = drive(peer.port, new RecordingSink())
    await sink.until(({ statuses }) => statuses.length > 0)
    await expect.poll(async () => (await other.arm(2, never)).ok).toBe(true)
    await sink.codes(1)
    expect(sink.signals).toMatchObject([
      { kind: 'armed', partitionNumber: 2, zoneNumber: null, code: 'co:1=1' },
    ])
  })

  test('a coil that does not follow is a refusal, with the segment that stands in the way', async () => {
    await using peer = await startModbusPeer()
    await peer.tell('stuck 1')
    const sink = new RecordingSink()
    await using fence = drive(peer.port, sink)
    await sink.until(({ lineState }) => lineState === 'online')
    expect(await fence.arm(2, never)).toEqual({
      ok: false,
      reason: 'refused',
      detail: 'segments 2 stay as they were',
    })
    await peer.tell('di 5 1')
    expect(await fence.arm(2, never)).toEqual({ ok: false, reason: 'zones-open', zoneNumbers: [2] })
  })

  test('a device that hangs is lost, commands get no answer, and it comes back by itself', async () => {
    await using peer = await startModbusPeer()
    await peer.tell('di 1 1')
    const sink = new RecordingSink()
    await using fence = drive(peer.port, sink)
    await sink.codes(1)
    peer.signal('SIGSTOP')
    const command = fence.disarm(1, never)
    await sink.until(({ lineState }) => lineState === 'lost')
    expect(await command).toEqual({ ok: false, reason: 'no-answer' })
    expect(await fence.disarm(1, never)).toEqual({ ok: false, reason: 'no-answer' })
    await expect(fence.readStatus(never)).rejects.toThrow('not connected')
    peer.signal('SIGCONT')
    await peer.tell('di 1 0')
    await peer.tell('di 9 1')
    await sink.until(({ lineState }) => lineState === 'online')
    expect(await sink.codes(3)).toEqual(['di:1=1', 'di:1=0', 'di:9=1'])
    expect(sink.lines.map(line => line.state)).toEqual(['online', 'lost', 'online'])
  })

  test('a signal that could not be stored is told again', async () => {
    await using peer = await startModbusPeer()
    const sink = new RecordingSink()
    await using running = new AsyncDisposableStack()
    running.use(drive(peer.port, sink))
    await sink.until(({ lineState }) => lineState === 'online')
    sink.store = async () => {
      sink.store = async () => {}
      throw new Error('disk full')
    }
    await peer.tell('di 0 1')
    expect(await sink.codes(1)).toEqual(['di:0=1'])
    expect(sink.lines).toHaveLength(1)
  })
})

describe('against the simulated fence', () => {
  const segments = Array.from({ length: 6 }, (_, index) => ({
    id: `fence-${index + 1}`,
    name: `围栏 ${index + 1}`,
    number: index + 1,
  }))

  test('pulling counts while armed and latches; cutting and opening count always', async () => {
    await using fence = await startFence({ seed: 1, segments })
    const sink = new RecordingSink()
    await using driver = drive(fence.port, sink)
    await sink.until(({ statuses }) => statuses.length > 0)
    await fence.command('fence-3', 'trip')
    await fence.command('fence-4', 'cut')
    await fence.command('fence-5', 'tamper')
    await fence.command('fence-6', 'slack')
    expect((await sink.codes(3)).toSorted()).toEqual(['di:13=1', 'di:19=1', 'di:22=1'])
    expect(await driver.arm(3, never)).toEqual({ ok: true })
    expect(await driver.arm(4, never)).toEqual({ ok: false, reason: 'zones-open', zoneNumbers: [4] })
    await sink.codes(4)
    await fence.command('fence-3', 'trip')
    expect((await sink.codes(5)).slice(3)).toEqual(['co:2=1', 'di:8=1'])
    expect(await driver.disarm(3, never)).toEqual({ ok: true })
    expect((await sink.codes(6)).at(-1)).toBe('co:2=0')
    expect((await driver.readStatus(never)).zones[2]).toEqual({ number: 3, state: 'alarm' })
    await fence.command('fence-3', 'restore')
    expect((await sink.codes(7)).at(-1)).toBe('di:8=0')
  })

  test('mute and restore', async () => {
    await using fence = await startFence({ seed: 1, segments })
    const sink = new RecordingSink()
    await using running = new AsyncDisposableStack()
    running.use(drive(fence.port, sink))
    await sink.until(({ lineState }) => lineState === 'online')
    await fence.command('fence-host', 'mute')
    await sink.until(({ lineState }) => lineState === 'lost')
    await fence.command('fence-host', 'restore')
    await sink.until(({ lineState }) => lineState === 'online')
    await expect(fence.command('fence-9', 'trip')).rejects.toThrow('no command')
  })
})

test('a port nobody listens on is a lost line', async () => {
  const sink = new RecordingSink()
  const port = await closedPort()
  await using running = new AsyncDisposableStack()
  running.use(drive(port, sink))
  await sink.until(({ lineState }) => lineState === 'lost')
  expect(sink.lines).toMatchObject([{ state: 'lost', reason: expect.stringContaining('ECONNREFUSED') }])
})

async function closedPort(): Promise<number> {
  await using fence = await startFence({ seed: 1, segments: [] })
  return fence.port
}
