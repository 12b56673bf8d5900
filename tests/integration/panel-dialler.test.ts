import { once } from 'node:events'
import type { Server } from 'node:net'
import { sia } from 'iobroker.sia/build/lib/sia.js'
import { expect, test } from 'vitest'
import { startDc09Receiver, type Dc09Receiver } from '../../src/core/intrusion/drivers/dc09/receiver.ts'
import { systemClock } from '../../src/core/platform/clock.ts'
import { RecordingSink } from '../helpers/recording-sink.ts'
import { simulatedPanel } from '../helpers/simulated-panel.ts'

const host = '127.0.0.1'

function receive(sink: RecordingSink, port = 0): Promise<Dc09Receiver> {
  const panels = [{ panelId: 'main', account: '1234', supervisionIntervalMs: 60_000 }]
  return startDc09Receiver({ host, port, panels }, sink, systemClock)
}

test('an alarm only while armed, a restore after an alarm, panic always and latched', async () => {
  const sink = new RecordingSink()
  await using receiver = await receive(sink)
  await using panel = await simulatedPanel({ receiver: { host, port: receiver.port } })
  expect(await panel.command('pir-2', 'trip')).toContain('disarmed')
  expect(await panel.command('panel', 'keypad-arm')).toBe('partition 1 refused, zone open, partition 2 away')
  await panel.command('pir-2', 'restore')
  await panel.command('part-teaching', 'keypad-arm')
  await panel.command('pir-2', 'trip')
  await panel.command('pir-2', 'trip')
  await panel.command('pir-2', 'restore')
  await panel.command('panic-gate', 'press')
  await panel.command('panic-gate', 'press')
  await panel.command('panic-gate', 'reset')
  await panel.command('panel', 'power-fail')
  await panel.command('panel', 'low-battery')
  await panel.command('panel', 'keypad-disarm')
  await panel.drained()
  expect(
    sink.signals.map(({ code, kind, partitionNumber, zoneNumber }) => [
      code,
      kind,
      partitionNumber,
      zoneNumber,
    ]),
  ).toEqual([
    ['3401', 'armed', 2, null],
    ['3401', 'armed', 1, null],
    ['1130', 'alarm.intrusion', 1, 2],
    ['3130', 'alarm.intrusion', 1, 2],
    ['1120', 'alarm.panic', null, 9],
    ['3120', 'alarm.panic', null, 9],
    ['1301', 'fault.power', null, null],
    ['1302', 'fault.battery', null, null],
    ['1401', 'disarmed', 1, null],
    ['1401', 'disarmed', 2, null],
  ])
  expect(sink.unknowns).toEqual([])
})

test('events survive a console that is down, in order and once each, with the time they happened', async () => {
  const before = new RecordingSink()
  const first = await receive(before)
  const { port } = first
  await using panel = await simulatedPanel({ receiver: { host, port } })
  await before.until(({ lineState }) => lineState === 'online')
  await first[Symbol.asyncDispose]()
  const happenedMs = Date.now()
  await panel.command('panic-gate', 'press')
  await panel.command('panic-office', 'press')
  await panel.command('panic-gate', 'reset')
  expect(panel.queued).toBe(3)
  const after = new RecordingSink()
  await using running = new AsyncDisposableStack()
  running.use(await receive(after, port))
  await panel.drained()
  expect(after.signals.map(signal => [signal.code, signal.zoneNumber])).toEqual([
    ['1120', 9],
    ['1120', 10],
    ['3120', 9],
  ])
  expect(Math.abs((after.signals[0]?.deviceAtMs ?? 0) - happenedMs)).toBeLessThan(2_000)
})

test('a muted panel says nothing; what happened meanwhile comes with the restore', async () => {
  const sink = new RecordingSink()
  await using receiver = await receive(sink)
  await using panel = await simulatedPanel({ receiver: { host, port: receiver.port } })
  await panel.command('panel', 'mute')
  await panel.command('panic-gate', 'press')
  expect(panel.queued).toBe(1)
  await panel.command('panel', 'restore')
  await panel.drained()
  expect(sink.signals).toMatchObject([{ kind: 'alarm.panic', zoneNumber: 9 }])
})

test('a receiver that this project did not write understands and acknowledges the panel', async () => {
  const foreign = new sia({ host, port: 0, timeout: 20, sockend: true })
  foreign.setAccounts([{ accountnumber: '1234', aes: false }])
  const heard: string[] = []
  // It answers NULL with NAK and reports an error, a fault of its own; events are what counts here.
  foreign.on('sia', message => {
    if (message !== undefined) heard.push(`${message.id} ${message.data_message}`)
  })
  foreign.serverStartTCP()
  const server: Server = foreign.servertcp
  try {
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    await using panel = await simulatedPanel({ receiver: { host, port: address.port } })
    await panel.command('panel', 'keypad-arm')
    await panel.command('pir-7', 'trip')
    await panel.command('panic-gate', 'press')
    await panel.drained()
  } finally {
    server.close()
  }
  expect(heard).toEqual([
    'ADM-CID #1234|3401 01 001',
    'ADM-CID #1234|3401 02 001',
    'ADM-CID #1234|1130 02 007',
    'ADM-CID #1234|1120 00 009',
  ])
})
