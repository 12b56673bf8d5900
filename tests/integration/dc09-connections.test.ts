import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import { startDc09Receiver } from '../../src/core/intrusion/drivers/dc09/receiver.ts'
import { contactIdMessage, dc09Sender, nullMessage } from '../helpers/dc09-sender.ts'
import { FakeClock } from '../helpers/fake-clock.ts'
import { RecordingSink } from '../helpers/recording-sink.ts'

const panel = { panelId: 'main', account: '1234', supervisionIntervalMs: 60_000 }

describe('connections', () => {
  const limits = { host: '127.0.0.1', port: 0, panels: [panel] }

  test('a byte now and then keeps no connection open, neither before the first message nor after', async () => {
    const config = { ...limits, frameTimeoutMs: 300 }
    await using receiving = await startDc09Receiver(config, new RecordingSink(), new FakeClock())
    for (const isProven of [false, true]) {
      using sender = await dc09Sender(receiving.port)
      if (isProven) {
        sender.write(nullMessage(1))
        await sender.answer(0)
      }
      const message = contactIdMessage(2, '1130 01 001')
      let at = 0
      const dripping = setInterval(() => sender.write(message.subarray(at, ++at)), 50)
      await once(sender.socket, 'close')
      clearInterval(dripping)
      expect(at).toBeLessThan(message.length)
    }
  })

  test('when all places are taken the newcomer gets in, and strangers go before panels', async () => {
    const config = { ...limits, connectionsMost: 3 }
    await using receiving = await startDc09Receiver(config, new RecordingSink(), new FakeClock())
    using known = await dc09Sender(receiving.port)
    known.write(nullMessage(1))
    await known.answer(0)
    using silent = await dc09Sender(receiving.port)
    using other = await dc09Sender(receiving.port)
    const gone = once(silent.socket, 'close')
    using late = await dc09Sender(receiving.port)
    late.write(contactIdMessage(2, '1130 01 001'))
    expect(await late.answer(0)).toMatchObject({ token: 'ACK' })
    await gone
    known.write(nullMessage(3))
    expect(await known.answer(1)).toMatchObject({ token: 'ACK' })
    other.write(nullMessage(4))
    expect(await other.answer(0)).toMatchObject({ token: 'ACK' })
  })

  test('two thousand at once, each heard', async () => {
    const sink = new RecordingSink()
    await using receiving = await startDc09Receiver(limits, sink, new FakeClock())
    using opened = new DisposableStack()
    for (let sequence = 1; sequence <= 2_000; sequence += 100) {
      const senders = await Promise.all(Array.from({ length: 100 }, () => dc09Sender(receiving.port)))
      await Promise.all(
        senders.map(async (sender, index) => {
          opened.use(sender)
          sender.write(contactIdMessage(sequence + index, '1130 01 001'))
          return sender.answer(0)
        }),
      )
    }
    expect(sink.signals).toHaveLength(2_000)
  })
})
