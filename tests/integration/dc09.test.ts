import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import { buildFrame, parseFrame } from '../../src/core/intrusion/drivers/dc09/frame.ts'
import { startDc09Receiver, type Dc09Receiver } from '../../src/core/intrusion/drivers/dc09/receiver.ts'
import { systemClock } from '../../src/core/platform/clock.ts'
import { contactIdMessage, dc09Sender, nullMessage } from '../helpers/dc09-sender.ts'
import { FakeClock } from '../helpers/fake-clock.ts'
import { RecordingSink } from '../helpers/recording-sink.ts'

const panel = { panelId: 'main', account: '1234', supervisionIntervalMs: 60_000 }

function receiver(
  sink: RecordingSink,
  clock = new FakeClock(),
  idleTimeoutMs?: number,
): Promise<Dc09Receiver> {
  const idle = idleTimeoutMs === undefined ? {} : { idleTimeoutMs }
  return startDc09Receiver({ host: '127.0.0.1', port: 0, panels: [panel], ...idle }, sink, clock)
}

describe('the receiver acknowledges', () => {
  test('an alarm, once it is stored, and passes on what it says', async () => {
    const sink = new RecordingSink()
    const clock = new FakeClock()
    await using receiving = await receiver(sink, clock)
    using sender = await dc09Sender(receiving.port)
    sender.write(contactIdMessage(7, '1130 01 005', { timestampMs: Date.UTC(2026, 10, 22, 17, 59, 58) }))
    expect(await sender.answer(0)).toMatchObject({
      token: 'ACK',
      sequence: 7,
      receiver: '0',
      line: '0',
      account: '1234',
    })
    expect(sink.signals).toEqual([
      {
        panelId: 'main',
        zoneNumber: 5,
        partitionNumber: 1,
        kind: 'alarm.intrusion',
        edge: 'active',
        userNumber: null,
        code: '1130',
        deviceAtMs: Date.UTC(2026, 10, 22, 17, 59, 58),
        receivedAtMs: clock.now(),
        raw: '75C3003D"ADM-CID"0007R0L0#1234[#1234|1130 01 005]_17:59:58,11-22-2026',
      },
    ])
    expect(sink.lines).toMatchObject([{ panelId: 'main', state: 'online', path: 'report' }])
  })

  test('nothing before it is stored, while others are served', async () => {
    const sink = new RecordingSink()
    const stored = Promise.withResolvers<void>()
    const asked = Promise.withResolvers<void>()
    sink.store = () => {
      asked.resolve()
      return stored.promise
    }
    await using receiving = await receiver(sink)
    using held = await dc09Sender(receiving.port)
    using other = await dc09Sender(receiving.port)
    held.write(contactIdMessage(1, '1130 01 001'))
    await asked.promise
    other.write(nullMessage(1))
    expect(await other.answer(0)).toMatchObject({ token: 'ACK' })
    expect(held.answers).toEqual([])
    stored.resolve()
    expect(await held.answer(0)).toMatchObject({ token: 'ACK', sequence: 1 })
  })

  test('nothing when storing fails; the same message sent again is stored then', async () => {
    const sink = new RecordingSink()
    sink.store = async () => {
      sink.store = async () => {}
      throw new Error('disk full')
    }
    await using receiving = await receiver(sink)
    using sender = await dc09Sender(receiving.port)
    sender.write(contactIdMessage(1, '1130 01 001'))
    sender.write(nullMessage(2))
    sender.write(contactIdMessage(1, '1130 01 001'))
    await sender.answer(1)
    expect(sender.answers.map(answer => answer.sequence)).toEqual([2, 1])
    expect(sink.signals).toHaveLength(1)
  })

  test('a message sent again, but stores it once, until another comes under its number', async () => {
    const sink = new RecordingSink()
    const clock = new FakeClock()
    await using receiving = await receiver(sink, clock)
    using sender = await dc09Sender(receiving.port)
    using second = await dc09Sender(receiving.port)
    const message = contactIdMessage(1, '1130 01 001')
    sender.write(message)
    await sender.answer(0)
    second.write(message)
    expect(await second.answer(0)).toMatchObject({ token: 'ACK', sequence: 1 })
    sender.write(contactIdMessage(1, '3130 01 001'))
    await sender.answer(1)
    expect(sink.signals.map(signal => signal.code)).toEqual(['1130', '3130'])
    sender.write(message)
    await sender.answer(2)
    expect(sink.signals).toHaveLength(3)
    await clock.advance(600_001)
    sender.write(message)
    await sender.answer(3)
    expect(sink.signals).toHaveLength(4)
  })

  test('a message sent again while the first is still being stored, with one store for both', async () => {
    const sink = new RecordingSink()
    const stored = Promise.withResolvers<void>()
    let stores = 0
    sink.store = () => {
      stores++
      return stored.promise
    }
    await using receiving = await receiver(sink)
    using first = await dc09Sender(receiving.port)
    using again = await dc09Sender(receiving.port)
    const message = contactIdMessage(1, '1130 01 001')
    first.write(message)
    again.write(Buffer.concat([nullMessage(9), message]))
    // The NULL before it is answered, so the repeated message is at the receiver.
    await again.answer(0)
    stored.resolve()
    expect(await first.answer(0)).toMatchObject({ token: 'ACK' })
    expect(await again.answer(1)).toMatchObject({ token: 'ACK', sequence: 1 })
    expect(stores).toBe(1)
  })

  test('several messages in one segment and one in several', async () => {
    const sink = new RecordingSink()
    await using receiving = await receiver(sink)
    using sender = await dc09Sender(receiving.port)
    const whole = Buffer.concat([1, 2, 3].map(each => contactIdMessage(each, `1130 01 00${each}`)))
    sender.write(whole.subarray(0, 70))
    await sender.answer(0)
    for (const byte of whole.subarray(70)) sender.write(Uint8Array.of(byte))
    await sender.answer(2)
    expect(sink.signals.map(signal => signal.zoneNumber)).toEqual([1, 2, 3])
  })

  test('a panel that closes its side right after sending', async () => {
    const sink = new RecordingSink()
    await using receiving = await receiver(sink)
    using sender = await dc09Sender(receiving.port)
    sender.socket.end(contactIdMessage(1, '1120 00 009'))
    expect(await sender.answer(0)).toMatchObject({ token: 'ACK' })
  })

  test('a wall of connections, each with an alarm', async () => {
    const sink = new RecordingSink()
    await using receiving = await receiver(sink)
    const sequences = Array.from({ length: 200 }, (_, index) => index + 1)
    const answers = await Promise.all(
      sequences.map(async sequence => {
        using sender = await dc09Sender(receiving.port)
        sender.write(contactIdMessage(sequence, '1130 01 001'))
        return (await sender.answer(0)).sequence
      }),
    )
    expect(answers).toEqual(sequences)
    expect(sink.signals).toHaveLength(200)
  })

  test('by UDP on the same port, whole and with a binary CRC', async () => {
    const sink = new RecordingSink()
    await using receiving = await receiver(sink)
    const socket = createSocket('udp4')
    try {
      for (const crcForm of ['hex', 'binary'] as const) {
        socket.send(contactIdMessage(5, '1130 02 006', { crcForm }), receiving.port, '127.0.0.1')
        const [answer] = (await once(socket, 'message')) as [Buffer]
        expect(parseFrame(answer)).toMatchObject({ ok: true, frame: { token: 'ACK', sequence: 5, crcForm } })
      }
    } finally {
      socket.close()
    }
    expect(sink.signals).toMatchObject([{ zoneNumber: 6, partitionNumber: 2 }])
  })
})

describe('the receiver keeps what it cannot use', () => {
  test('a bad CRC gets no answer', async () => {
    const sink = new RecordingSink()
    await using receiving = await receiver(sink)
    using sender = await dc09Sender(receiving.port)
    sender.write('\n59C20029"ADM-CID"0007R0L0#1234[#1234|1130 01 005]\r')
    sender.write(nullMessage(8))
    expect(await sender.answer(0)).toMatchObject({ token: 'ACK', sequence: 8 })
    expect(sink.unknowns).toMatchObject([
      { raw: '59C20029"ADM-CID"0007R0L0#1234[#1234|1130 01 005]', why: 'DC-09 crc' },
    ])
    expect(sink.signals).toEqual([])
  })

  test.each([
    ['an unknown account is acknowledged', contactIdMessage(3, '1130 01 001', { account: '9999' }), 'ACK'],
    ['an encrypted message is not understood', contactIdMessage(3, 'A0B1', { encrypted: true }), 'DUH'],
    ['an unknown token is not understood', contactIdMessage(3, '', { token: 'SCANCOM' }), 'DUH'],
  ])('%s', async (_, message, token) => {
    const sink = new RecordingSink()
    await using receiving = await receiver(sink)
    using sender = await dc09Sender(receiving.port)
    sender.write(message)
    expect(await sender.answer(0)).toMatchObject({ token, sequence: 3 })
    expect(sink.unknowns).toHaveLength(1)
    expect(sink.signals).toEqual([])
  })

  test('events of SIA-DCS and words nobody knows become signals', async () => {
    const sink = new RecordingSink()
    await using receiving = await receiver(sink)
    using sender = await dc09Sender(receiving.port)
    sender.write(contactIdMessage(1, 'Nri2BA7', { token: 'SIA-DCS' }))
    sender.write(contactIdMessage(2, 'what is this'))
    sender.write(contactIdMessage(3, '1999 01 005'))
    await sender.answer(2)
    expect(sink.signals).toMatchObject([
      { kind: 'alarm.intrusion', zoneNumber: 7, partitionNumber: 2, code: 'BA' },
      { kind: 'unclassified', code: '#1234|what is this' },
      { kind: 'unclassified', code: '1999' },
    ])
  })

  test('a connection that sends rubbish without end is closed', async () => {
    const sink = new RecordingSink()
    await using receiving = await receiver(sink)
    using sender = await dc09Sender(receiving.port)
    const closed = once(sender.socket, 'close')
    sender.write(Buffer.alloc(20_000, 'rubbish '))
    await closed
    expect(sink.unknowns.length).toBeGreaterThan(0)
    expect(sink.unknowns.every(each => each.raw.length <= 2 * 4096 + 4)).toBe(true)
  })

  test('a flood is counted, not kept without end, and not acknowledged', async () => {
    const sink = new RecordingSink()
    const clock = new FakeClock()
    await using receiving = await receiver(sink, clock)
    using sender = await dc09Sender(receiving.port)
    for (let sequence = 1; sequence <= 150; sequence++) sender.write(stranger(sequence))
    sender.write(contactIdMessage(151, '1130 01 001'))
    await sender.until(answers => answers.at(-1)?.sequence === 151)
    expect(sender.answers).toHaveLength(101)
    expect(sink.unknowns).toHaveLength(100)
    expect(sink.signals).toHaveLength(1)
    await clock.advance(60_000)
    sender.write(stranger(152))
    await sender.answer(101)
    expect(sink.unknowns.at(-1)?.why).toBe('DC-09 account 9999 unknown; 50 before it not kept')
  })

  test('a silent connection is closed', async () => {
    await using receiving = await receiver(new RecordingSink(), new FakeClock(), 50)
    using sender = await dc09Sender(receiving.port)
    await once(sender.socket, 'close')
    await expect(sender.answer(0)).rejects.toThrow('closed')
  })
})

describe('supervision', () => {
  test('the line is lost after 1.5 intervals of silence and back with the next message', async () => {
    const sink = new RecordingSink()
    const clock = new FakeClock()
    await using receiving = await receiver(sink, clock)
    using sender = await dc09Sender(receiving.port)
    sender.write(nullMessage(1))
    await sender.answer(0)
    await clock.advance(89_999)
    expect(sink.lineState).toBe('online')
    sender.write(nullMessage(2))
    await sender.answer(1)
    await clock.advance(89_999)
    expect(sink.lineState).toBe('online')
    await clock.advance(1)
    expect(sink.lineState).toBe('lost')
    sender.write(nullMessage(3))
    await sender.answer(2)
    expect(sink.lines.map(line => line.state)).toEqual(['online', 'lost', 'online'])
  })

  test('a panel never heard is lost too, and other accounts do not count', async () => {
    const sink = new RecordingSink()
    const clock = new FakeClock()
    await using receiving = await receiver(sink, clock)
    using sender = await dc09Sender(receiving.port)
    sender.write(nullMessage(1, '9999'))
    await sender.answer(0)
    await clock.advance(90_000)
    expect(sink.lines.map(line => line.state)).toEqual(['lost'])
  })
})

test('a taken port is an error, not silence', async () => {
  await using first = await receiver(new RecordingSink())
  const config = { host: '127.0.0.1', port: first.port, panels: [panel] }
  await expect(startDc09Receiver(config, new RecordingSink(), systemClock)).rejects.toThrow('EADDRINUSE')
})

test('an empty message of every kind of length is survived', async () => {
  const sink = new RecordingSink()
  await using receiving = await receiver(sink)
  using sender = await dc09Sender(receiving.port)
  sender.write('\r\n\0\n')
  sender.write(buildFrame({ token: 'ADM-CID', sequence: 1, account: '1234', data: '' }))
  expect(await sender.answer(0)).toMatchObject({ token: 'ACK' })
  expect(sink.unknowns).toEqual([])
  expect(sink.signals).toMatchObject([{ kind: 'unclassified', code: '' }])
})

function stranger(sequence: number): Uint8Array {
  return contactIdMessage(sequence, '1130 01 001', { account: '9999' })
}
