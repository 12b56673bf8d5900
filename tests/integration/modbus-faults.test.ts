import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import {
  startModbusFence,
  type ModbusFence,
  type ModbusFenceConfig,
} from '../../src/core/intrusion/drivers/modbus/fence.ts'
import { modbusModels } from '../../src/core/intrusion/drivers/modbus/models.ts'
import { systemClock } from '../../src/core/platform/clock.ts'
import { startModbusPeer } from '../helpers/modbus-peer.ts'
import { RecordingSink } from '../helpers/recording-sink.ts'

const never = new AbortController().signal
const run = promisify(execFile)

function drive(port: number, sink: RecordingSink, more: Partial<ModbusFenceConfig> = {}): ModbusFence {
  const model = modbusModels['tension-fence-words-8']
  const timing = { pollIntervalMs: 30, requestTimeoutMs: 200 }
  const config = { panelId: 'fence', host: '127.0.0.1', port, model, ...timing, ...more }
  return startModbusFence(config, sink, systemClock)
}

/** What Debian's mbpoll reads of the first eight coils: a client that this project did not write. */
async function coilsByMbpoll(port: number, unitId: number): Promise<number[]> {
  const words = ['-m', 'tcp', '-a', String(unitId), '-0', '-t', '0', '-r', '0', '-c', '8', '-1', '-q']
  const { stdout } = await run('mbpoll', [...words, '-p', String(port), '127.0.0.1'])
  return [...stdout.matchAll(/^\[\d+\]:\s+(\d)/gm)].map(([, value]) => Number(value))
}

describe('status words and tension, against a device of pymodbus', () => {
  test('bits of a word are signals of their segment, with the bytes they came in', async () => {
    await using peer = await startModbusPeer()
    const sink = new RecordingSink()
    await using running = new AsyncDisposableStack()
    running.use(drive(peer.port, sink))
    await sink.until(({ lineState }) => lineState === 'online')
    await peer.tell('hr 1 18')
    await sink.codes(2)
    await peer.tell('hr 16 1')
    await sink.codes(3)
    await peer.tell('hr 1 16')
    await sink.codes(4)
    expect(sink.signals).toMatchObject([
      {
        code: 'hr:1.1=1',
        kind: 'alarm.cut',
        zoneNumber: 2,
        raw: expect.stringContaining('fc03@0+17=00000012'),
      },
      { code: 'hr:1.4=1', kind: 'fault.line', zoneNumber: 2 },
      { code: 'hr:16.0=1', kind: 'fault.power', zoneNumber: null },
      { code: 'hr:1.1=0', kind: 'alarm.cut', edge: 'restored' },
    ])
  })

  test('force that lasts is an intrusion of an armed segment; a tug is none', async () => {
    await using peer = await startModbusPeer()
    for (let segment = 0; segment < 8; segment++) await peer.tell(`ir ${segment} 3000`)
    const sink = new RecordingSink()
    const tensions: number[] = []
    await using fence = drive(peer.port, sink, {
      force: { newtons: 100, holdMs: 300 },
      onTension: values => tensions.push(values.get(3)!),
    })
    await sink.until(({ lineState }) => lineState === 'online')
    await peer.tell('ir 4 4500')
    expect(await fence.arm(3, never)).toEqual({ ok: true })
    await peer.tell('ir 2 4200')
    expect(await sink.codes(2)).toEqual(['co:2=1', 'force:3=1'])
    expect(sink.signals[1]).toMatchObject({ kind: 'alarm.perimeter', zoneNumber: 3, edge: 'active' })
    expect(sink.signals[1]!.raw).toContain('fc04@0+8=')
    await peer.tell('ir 2 3005')
    expect((await sink.codes(3)).at(-1)).toBe('force:3=0')
    expect(tensions).toContain(300)
    expect(tensions).toContain(420)
    // Segment 5 was pulled all the while and is not armed.
    expect(sink.signals.filter(signal => signal.zoneNumber === 5)).toEqual([])
  })

  test('what is written is what another client reads back', async () => {
    await using peer = await startModbusPeer(7)
    const sink = new RecordingSink()
    await using fence = drive(peer.port, sink, { unitId: 7 })
    await sink.until(({ lineState }) => lineState === 'online')
    expect(await fence.arm(2, never)).toEqual({ ok: true })
    expect(await fence.arm(8, never)).toEqual({ ok: true })
    expect(await coilsByMbpoll(peer.port, 7)).toEqual([0, 1, 0, 0, 0, 0, 0, 1])
    expect(await fence.arm(0, never)).toEqual({ ok: true })
    expect(await fence.disarm(5, never)).toEqual({ ok: true })
    expect(await coilsByMbpoll(peer.port, 7)).toEqual([1, 1, 1, 1, 0, 1, 1, 1])
  })
})

describe('a device that is not as it should be', () => {
  test('a unit id that nobody has is a lost line', async () => {
    await using peer = await startModbusPeer(7)
    const sink = new RecordingSink()
    await using fence = drive(peer.port, sink, { unitId: 3 })
    await sink.until(({ lineState }) => lineState === 'lost')
    expect(sink.lines).toMatchObject([{ state: 'lost', reason: 'Timed out' }])
    expect(await fence.arm(1, never)).toMatchObject({ ok: false })
    expect(sink.statuses).toEqual([])
  })

  test('exceptions lose the line after three polls, and it comes back when they end', async () => {
    await using peer = await startModbusPeer()
    const sink = new RecordingSink()
    await using running = new AsyncDisposableStack()
    running.use(drive(peer.port, sink))
    await sink.until(({ lineState }) => lineState === 'online')
    await peer.tell('deny 1')
    await sink.until(({ lineState }) => lineState === 'lost')
    expect(sink.lines.at(-1)!.reason).toMatch(/exception 2/i)
    await peer.tell('deny 0')
    await peer.tell('hr 0 1')
    expect(await sink.codes(1)).toEqual(['hr:0.0=1'])
    expect(sink.lines.map(line => line.state)).toEqual(['online', 'lost', 'online'])
  })

  test('a device that is killed is lost at once, and does not hold up another', async () => {
    await using dying = await startModbusPeer()
    await using living = await startModbusPeer()
    const lost = new RecordingSink()
    const good = new RecordingSink()
    await using running = new AsyncDisposableStack()
    const fence = running.use(drive(dying.port, lost))
    running.use(drive(living.port, good))
    await lost.until(({ lineState }) => lineState === 'online')
    await good.until(({ lineState }) => lineState === 'online')
    dying.signal('SIGKILL')
    await lost.until(({ lineState }) => lineState === 'lost')
    await living.tell('hr 3 2')
    expect(await good.codes(1)).toEqual(['hr:3.1=1'])
    expect(await fence.disarm(1, never)).toEqual({ ok: false, reason: 'no-answer' })
    expect(good.lines).toHaveLength(1)
  })

  test('a device that hangs does not hold up another', async () => {
    await using hanging = await startModbusPeer()
    await using living = await startModbusPeer()
    const lost = new RecordingSink()
    const good = new RecordingSink()
    await using running = new AsyncDisposableStack()
    running.use(drive(hanging.port, lost, { requestTimeoutMs: 60_000 }))
    running.use(drive(living.port, good))
    await lost.until(({ lineState }) => lineState === 'online')
    hanging.signal('SIGSTOP')
    await living.tell('hr 0 1')
    await good.codes(1)
    await living.tell('hr 0 0')
    expect(await good.codes(2)).toEqual(['hr:0.0=1', 'hr:0.0=0'])
    hanging.signal('SIGCONT')
  })

  test('a module of contacts reports, and is not armed', async () => {
    await using peer = await startModbusPeer()
    const sink = new RecordingSink()
    await using fence = drive(peer.port, sink, { model: modbusModels['contacts-16'] })
    expect(fence.abilities.armsPartitions).toBe(false)
    await peer.tell('di 15 1')
    expect(await sink.codes(1)).toEqual(['di:15=1'])
    expect(sink.signals[0]).toMatchObject({ kind: 'alarm.perimeter', zoneNumber: 16 })
    expect((await fence.readStatus(never)).partitions).toEqual([])
    expect(await fence.arm(1, never)).toMatchObject({ ok: false, reason: 'refused' })
  })
})
