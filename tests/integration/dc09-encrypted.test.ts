import { once } from 'node:events'
import { sia } from 'iobroker.sia/build/lib/sia.js'
import { describe, expect, test } from 'vitest'
import { buildEncrypted, openEncrypted } from '../../src/core/intrusion/drivers/dc09/cipher.ts'
import type { Dc09PanelConfig } from '../../src/core/intrusion/drivers/dc09/config.ts'
import { startDc09Receiver, type Dc09Receiver } from '../../src/core/intrusion/drivers/dc09/receiver.ts'
import { systemClock, type Clock } from '../../src/core/platform/clock.ts'
import { startDialler } from '../../simulator/panel/dialler.ts'
import { contactIdMessage, dc09Sender, nullMessage } from '../helpers/dc09-sender.ts'
import { FakeClock } from '../helpers/fake-clock.ts'
import { RecordingSink } from '../helpers/recording-sink.ts'

const host = '127.0.0.1'
const keys = {
  'AES-128': '000102030405060708090A0B0C0D0E0F',
  'AES-192': '000102030405060708090A0B0C0D0E0F1011121314151617',
  'AES-256': '000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F',
}
const keyText = keys['AES-128']
const key = Buffer.from(keyText, 'hex')

function receiver(
  sink: RecordingSink,
  clock: Clock,
  parts: Partial<Dc09PanelConfig> = {},
): Promise<Dc09Receiver> {
  const panel = {
    panelId: 'main',
    account: '1234',
    supervisionIntervalMs: 60_000,
    keyText: () => keyText,
    ...parts,
  }
  return startDc09Receiver({ host, port: 0, panels: [panel] }, sink, clock)
}

function encrypted(
  sequence: number,
  timestampMs: number,
  parts: { token?: string; data?: string } = {},
): Uint8Array {
  const common = { token: 'ADM-CID', receiver: '0', line: '0', account: '1234', data: '#1234|1130 01 005' }
  return buildEncrypted({ ...common, ...parts, sequence, timestampMs }, key)
}

describe('an account with a key', () => {
  test.each(Object.entries(keys))('%s by TCP and UDP: events of both kinds and NULL', async (_, text) => {
    for (const transport of ['tcp', 'udp'] as const) {
      const sink = new RecordingSink()
      await using receiving = await receiver(sink, systemClock, { keyText: () => text })
      const secret = Buffer.from(text, 'hex')
      await using dialler = startDialler(
        diallerOptions(receiving.port, { transport, key: secret }),
        systemClock,
      )
      dialler.send('#1234|1130 01 005')
      dialler.send('#1234|Nri2/BA7', 'SIA-DCS')
      await dialler.drained()
      expect(sink.signals).toMatchObject([
        { code: '1130', zoneNumber: 5 },
        { code: 'BA', zoneNumber: 7, partitionNumber: 2 },
      ])
      expect(Math.abs((sink.signals[0]?.deviceAtMs ?? 0) - Date.now())).toBeLessThan(10_000)
      expect(sink.signals[0]?.raw).toMatch(/^[0-9A-F]{8}"\*ADM-CID".* = #1234\|1130 01 005\]\[H/)
      expect(sink.unknowns).toEqual([])
      expect(sink.lineState).toBe('online')
    }
  })

  test('is answered encrypted, with the time', async () => {
    const clock = new FakeClock()
    await using receiving = await receiver(new RecordingSink(), clock)
    using sender = await dc09Sender(receiving.port)
    sender.write(encrypted(7, clock.now()))
    const answer = await sender.answer(0)
    expect(answer).toMatchObject({
      token: 'ACK',
      encrypted: true,
      sequence: 7,
      receiver: '0',
      line: '0',
      account: '1234',
    })
    expect(openEncrypted(answer, key)?.frame).toMatchObject({ data: '', timestampMs: clock.now() })
  })

  test.each([
    ['40 s late', -40_000, 'ACK'],
    ['41 s late', -41_000, 'NAK'],
    ['20 s ahead', 20_000, 'ACK'],
    ['21 s ahead', 21_000, 'NAK'],
  ])('%s', async (_, offsetMs, token) => {
    const sink = new RecordingSink()
    const clock = new FakeClock()
    await using receiving = await receiver(sink, clock)
    using sender = await dc09Sender(receiving.port)
    sender.write(encrypted(7, clock.now() + offsetMs))
    const answer = await sender.answer(0)
    expect(answer).toMatchObject({ token })
    expect(sink.signals).toHaveLength(token === 'ACK' ? 1 : 0)
    if (token === 'ACK') return
    expect(answer).toMatchObject({ encrypted: false, sequence: 0, account: null, timestampMs: clock.now() })
    expect(sink.unknowns).toMatchObject([{ why: 'DC-09 account 1234 time wrong' }])
    // What proves nothing must not make a dead line look alive.
    expect(sink.lines).toEqual([])
  })

  test('a panel whose clock is wrong sets it by the NAK and delivers', async () => {
    const sink = new RecordingSink()
    await using receiving = await receiver(sink, systemClock)
    const options = diallerOptions(receiving.port, { key, clockErrorMs: -3_600_000 })
    await using dialler = startDialler(options, systemClock)
    dialler.send('#1234|1120 00 009')
    await dialler.drained()
    expect(sink.signals).toMatchObject([{ kind: 'alarm.panic' }])
  })

  test('sent again with a new time and new padding it is stored once', async () => {
    const sink = new RecordingSink()
    const clock = new FakeClock()
    await using receiving = await receiver(sink, clock)
    using sender = await dc09Sender(receiving.port)
    sender.write(encrypted(7, clock.now()))
    await sender.answer(0)
    await clock.advance(5_000)
    sender.write(encrypted(7, clock.now()))
    expect(await sender.answer(1)).toMatchObject({ token: 'ACK', sequence: 7 })
    expect(sink.signals).toHaveLength(1)
  })

  test.each([
    ['in the clear', contactIdMessage(3, '1130 01 005'), 'not encrypted'],
    ['NULL in the clear', nullMessage(3), 'not encrypted'],
    [
      'with another key',
      buildEncrypted(
        { token: 'NULL', sequence: 3, account: '1234', data: '', timestampMs: 0 },
        Buffer.alloc(16),
      ),
      'key wrong',
    ],
    ['with no cipher text', contactIdMessage(3, '', { encrypted: true, data: 'what' }), 'key wrong'],
  ])('%s is not believed: DUH, kept, and no sign of life', async (_, message, why) => {
    const sink = new RecordingSink()
    await using receiving = await receiver(sink, new FakeClock())
    using sender = await dc09Sender(receiving.port)
    sender.write(message)
    expect(await sender.answer(0)).toMatchObject({ token: 'DUH', sequence: 3 })
    expect(sink.unknowns).toMatchObject([{ why: `DC-09 account 1234 ${why}` }])
    expect(sink.signals).toEqual([])
    expect(sink.lines).toEqual([])
  })

  test('a key that is set while it runs is used at once', async () => {
    let text: string | null = null
    const clock = new FakeClock()
    const sink = new RecordingSink()
    await using receiving = await receiver(sink, clock, { keyText: () => text })
    using sender = await dc09Sender(receiving.port)
    sender.write(encrypted(1, clock.now()))
    expect(await sender.answer(0)).toMatchObject({ token: 'DUH' })
    expect(sink.unknowns).toMatchObject([{ why: 'DC-09 account 1234 key missing' }])
    text = keyText
    sender.write(encrypted(1, clock.now()))
    expect(await sender.answer(1)).toMatchObject({ token: 'ACK' })
    expect(sink.signals).toHaveLength(1)
  })

  test('an unknown token is told so, encrypted', async () => {
    const clock = new FakeClock()
    await using receiving = await receiver(new RecordingSink(), clock)
    using sender = await dc09Sender(receiving.port)
    sender.write(encrypted(1, clock.now(), { token: 'SCANCOM', data: '' }))
    expect(await sender.answer(0)).toMatchObject({ token: 'DUH', encrypted: true })
  })
})

describe('a receiver that this project did not write', () => {
  test.each(Object.entries(keys))('reads our %s, by TCP and UDP, and we read its answer', async (_, text) => {
    for (const transport of ['tcp', 'udp'] as const) {
      const heard: string[] = []
      const foreign = new sia({ host, port: 0, timeout: 20, sockend: true })
      foreign.setAccounts([{ accountnumber: '1234', aes: true, hex: true, password: text }])
      foreign.on('sia', message => {
        if (message !== undefined) heard.push(`${message.id} ${message.data_message}`)
      })
      const server = transport === 'tcp' ? foreign.servertcp : foreign.serverudp
      if (transport === 'tcp') foreign.serverStartTCP()
      else foreign.serverStartUDP()
      await once(server, 'listening')
      const address = server.address()
      if (address === null || typeof address === 'string') throw new Error('no port')
      try {
        const options = diallerOptions(address.port, { transport, key: Buffer.from(text, 'hex') })
        await using dialler = startDialler(options, systemClock)
        dialler.send('#1234|1130 02 007')
        dialler.send('#1234|Nri1/FA3', 'SIA-DCS')
        await dialler.drained()
      } finally {
        server.close()
      }
      expect(heard).toEqual(['*ADM-CID #1234|1130 02 007', '*SIA-DCS #1234|Nri1/FA3'])
    }
  })
})

test('by UDP a datagram that is lost is sent again', async () => {
  const sink = new RecordingSink()
  const first = await receiver(sink, systemClock, { keyText: () => keyText })
  const { port } = first
  await first[Symbol.asyncDispose]()
  await using dialler = startDialler(diallerOptions(port, { transport: 'udp', key }), systemClock)
  dialler.send('#1234|1130 01 005')
  const panel = { panelId: 'main', account: '1234', supervisionIntervalMs: 60_000, keyText: () => keyText }
  await using _ = await startDc09Receiver({ host, port, panels: [panel] }, sink, systemClock)
  await dialler.drained()
  expect(sink.signals).toHaveLength(1)
})

function diallerOptions(
  port: number,
  more: { transport?: 'tcp' | 'udp'; key: Uint8Array; clockErrorMs?: number },
) {
  const times = { supervisionIntervalMs: 60_000, retryMs: 50, ackTimeoutMs: 500 }
  return { account: '1234', receiver: { host, port }, firstSequence: 9_999, ...times, ...more }
}
