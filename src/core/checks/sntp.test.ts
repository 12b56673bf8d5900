import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import { systemClock, type Clock } from '../platform/clock.ts'
import { buildQuestion, measureOffset, offsetAndDelay, parseAnswer, stampMs } from './sntp.ts'

const nonce = 0x0123_4567_89ab_cdefn

/** An answer of a stratum 2 server, byte by byte: root delay 31.25 ms, root dispersion 15.625 ms. */
const goodHex = [
  '24 02 06 ec', // leap indicator 0, version 4, mode 4; stratum 2; poll 6; precision -20
  '00 00 08 00', // root delay
  '00 00 04 00', // root dispersion
  'c0 00 02 01', // reference
  'ee ad ac 00 00 00 00 00', // reference stamp
  '01 23 45 67 89 ab cd ef', // originate stamp: the number of the question
  'ee ad ac 20 40 00 00 00', // receive stamp
  'ee ad ac 20 80 00 00 00', // transmit stamp, a quarter of a second later
].join('')
const goodReceiveMs = Date.UTC(2026, 10, 22, 18, 0, 0, 250)

function bytesWith(changes: Readonly<Record<number, string>> = {}): Buffer {
  const bytes = Buffer.from(goodHex.replaceAll(' ', ''), 'hex')
  for (const [position, hex] of Object.entries(changes)) bytes.write(hex, Number(position), 'hex')
  return bytes
}

const reasonOf = (changes: Readonly<Record<number, string>>): string => {
  const parsed = parseAnswer(bytesWith(changes), nonce)
  return parsed.ok ? 'accepted' : `${parsed.ours ? 'ours' : 'not ours'}: ${parsed.reason}`
}

describe('a question', () => {
  test('is 48 bytes of a version 4 client that tells nothing but its number', () => {
    expect(buildQuestion(nonce).toString('hex')).toBe(`23${'00'.repeat(39)}0123456789abcdef`)
  })
})

describe('an answer', () => {
  test('gives both stamps and how far the server itself may be off', () => {
    expect(parseAnswer(bytesWith(), nonce)).toEqual({
      ok: true,
      answer: { receiveMs: goodReceiveMs, transmitMs: goodReceiveMs + 250, rootDistanceMs: 31.25 },
    })
  })

  test('may carry a signature behind the 48 bytes, and be of version 3', () => {
    const signed = Buffer.concat([bytesWith({ 0: '1c' }), Buffer.alloc(20, 7)])
    expect(parseAnswer(signed, nonce)).toMatchObject({ ok: true, answer: { receiveMs: goodReceiveMs } })
  })

  test.each([
    [
      'not synchronised, by its leap indicator',
      { 0: 'e4' },
      'ours: the server is not synchronised (leap indicator 3)',
    ],
    ['not synchronised, by its stratum', { 1: '10' }, 'ours: the server is not synchronised (stratum 16)'],
    ['a kiss of death', { 1: '00', 12: '52415445' }, 'ours: the server declines (RATE)'],
    [
      'stratum 0 with rubbish for a kiss',
      { 1: '00', 12: '1b5b324a' },
      'ours: the server is not synchronised (stratum 0)',
    ],
    ['no transmit stamp', { 40: '0000000000000000' }, 'ours: the server tells no time (zero stamp)'],
    ['no receive stamp', { 32: '0000000000000000' }, 'ours: the server tells no time (zero stamp)'],
    ['far from its own source', { 8: '000a0000' }, 'ours: the server itself may be 10.0 s off'],
    ['to another question', { 31: 'ee' }, 'not ours: an answer to another question'],
    ['a question, sent back', { 0: '23' }, 'not ours: a packet of mode 3, not of a server'],
  ])('is refused: %s', (_name, changes, reason) => {
    expect(reasonOf(changes)).toBe(reason)
  })

  test('is refused when it is cut short, at any length', () => {
    for (let length = 0; length < 48; length++)
      expect(parseAnswer(bytesWith().subarray(0, length), nonce)).toEqual({
        ok: false,
        ours: false,
        reason: `an answer of ${length} bytes`,
      })
  })
})

describe('a stamp', () => {
  test.each([
    ['1968, the oldest', 0x8000_0000_0000_0000n, '1968-01-20T03:14:08.000Z'],
    ['1970', 0x83aa_7e80_0000_0000n, '1970-01-01T00:00:00.000Z'],
    ['the last second of era 0', 0xffff_ffff_0000_0000n, '2036-02-07T06:28:15.000Z'],
    ['the first of era 1', 0x0000_0000_8000_0000n, '2036-02-07T06:28:16.500Z'],
    ['2104, the latest', 0x7fff_ffff_0000_0000n, '2104-02-26T09:42:23.000Z'],
  ])('of %s', (_name, stamp, iso) => {
    expect(new Date(stampMs(stamp)).toISOString()).toBe(iso)
  })
})

test('offset and delay come from the four stamps', () => {
  // Out 30 ms, 5 ms in the server, back 10 ms; the server is 7 000 ms ahead. The unequal ways cost 10 ms, half of 40 at most.
  const answer = { receiveMs: 8_030, transmitMs: 8_035, rootDistanceMs: 0 }
  expect(offsetAndDelay(1_000, answer, 1_045)).toEqual({ offsetMs: 7_010, delayMs: 40 })
  expect(offsetAndDelay(1_000, { ...answer, transmitMs: 8_076 }, 1_045).delayMs).toBe(0)
})

const stampHex = (nowMs: number): string => {
  const seconds = Math.floor(nowMs / 1_000)
  const fraction = Math.floor(((nowMs % 1_000) * 2 ** 32) / 1_000)
  return [seconds + 2_208_988_800, fraction].map(part => part.toString(16).padStart(8, '0')).join('')
}

/** Answers each question by what `answer` makes of it; an empty answer is silence. */
async function startServer(
  answer: (question: Buffer, count: number) => Buffer | Promise<Buffer>,
): Promise<{ port: number; asked: () => number; [Symbol.asyncDispose]: () => Promise<void> }> {
  const socket = createSocket('udp4')
  let count = 0
  socket.on('message', async (question, from) => {
    const bytes = await answer(question, ++count)
    if (bytes.length > 0) socket.send(bytes, from.port, from.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return {
    port: socket.address().port,
    asked: () => count,
    [Symbol.asyncDispose]: () => new Promise(resolve => void socket.close(() => resolve())),
  }
}

/** A true answer to this question. */
function answerTo(question: Buffer, nowMs = Date.now()): Buffer {
  const bytes = bytesWith({ 32: stampHex(nowMs), 40: stampHex(nowMs) })
  question.copy(bytes, 24, 40, 48)
  return bytes
}

const measure = (port: number, more: { timeoutMs?: number; clock?: Clock } = {}) =>
  measureOffset({ host: '127.0.0.1', port, timeoutMs: 10_000, clock: systemClock, pauseMs: 0, ...more })

describe('measuring', () => {
  test('believes the exchange with the least delay', async () => {
    await using server = await startServer(async (question, count) => {
      const answer = answerTo(question)
      // The first answer was made in time and comes late: taken alone it would put the server 150 ms behind.
      if (count === 1) await systemClock.sleep(300)
      return answer
    })
    const measured = await measure(server.port)
    expect(server.asked()).toBeGreaterThan(1)
    if (!measured.ok) throw new Error(measured.reason)
    expect(measured.uncertaintyMs).toBeLessThan(140)
    expect(Math.abs(measured.deviationMs)).toBeLessThan(140)
  })

  test('is not deceived when the PC is set while the packets travel', async () => {
    let setMs = 0
    const clock: Clock = { ...systemClock, now: () => Date.now() + setMs }
    await using server = await startServer(question => {
      const answer = answerTo(question)
      setMs = 100_000
      return answer
    })
    const measured = await measure(server.port, { clock })
    if (!measured.ok) throw new Error(measured.reason)
    // The clock as it stands now is 100 s ahead; nothing of the clock before is mixed in.
    expect(Math.abs(measured.deviationMs - 100_000)).toBeLessThanOrEqual(measured.uncertaintyMs + 2)
  })

  test('overhears answers to other questions and waits for its own', async () => {
    const socket = createSocket('udp4')
    socket.on('message', (question, from) => {
      socket.send(bytesWith({ 32: stampHex(0), 40: stampHex(0) }), from.port, from.address)
      socket.send(answerTo(question), from.port, from.address)
    })
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    const measured = await measure(socket.address().port)
    socket.close()
    expect(measured).toMatchObject({ ok: true })
  })

  test('says that nothing came, and what else was heard', async () => {
    await using silent = await startServer(() => Buffer.alloc(0))
    expect(await measure(silent.port, { timeoutMs: 50 })).toEqual({
      ok: false,
      reason: 'no answer within 50 ms',
    })
    expect(silent.asked()).toBe(2)
    await using talking = await startServer(() => bytesWith())
    expect(await measure(talking.port, { timeoutMs: 500 })).toEqual({
      ok: false,
      reason: 'no answer within 500 ms; heard an answer to another question',
    })
  })

  test('does not ask again where the server said no', async () => {
    await using server = await startServer(question => {
      const bytes = answerTo(question)
      bytes[1] = 0
      bytes.write('DENY', 12, 'latin1')
      return bytes
    })
    expect(await measure(server.port)).toEqual({ ok: false, reason: 'the server declines (DENY)' })
    expect(server.asked()).toBe(1)
  })

  test('says that nobody listens, or that there is no such host', async () => {
    const server = await startServer(() => Buffer.alloc(0))
    await server[Symbol.asyncDispose]()
    const closed = await measure(server.port)
    expect(closed.ok ? '' : closed.reason).toMatch(/ECONNREFUSED|ECONNRESET/)
    const nowhere = await measureOffset({
      host: 'no such host',
      port: 123,
      timeoutMs: 10_000,
      clock: systemClock,
    })
    expect(nowhere.ok ? '' : nowhere.reason).toContain('no such host')
  })
})
