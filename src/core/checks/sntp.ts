import { randomBytes } from 'node:crypto'
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { lookup } from 'node:dns/promises'
import type { Clock } from '../platform/clock.ts'

/** The header of NTP without extensions or a signature (RFC 5905 §7.3). */
const packetBytes = 48
const client = 3
const server = 4
const version = 4

/** What a server said of the time, ms since 1970 UTC. */
export interface Answer {
  /** When it got the question. */
  readonly receiveMs: number
  /** When it sent the answer. */
  readonly transmitMs: number
  /** How far the server itself may be from the reference at the root of its chain, ms (RFC 5905 §10). */
  readonly rootDistanceMs: number
}

/** `ours` tells whether the bytes answer the question at all; those that do not are to be overheard, not believed. */
export type Parsed =
  | { readonly ok: true; readonly answer: Answer }
  | { readonly ok: false; readonly ours: boolean; readonly reason: string }

/** Beyond this root distance a server proves nothing: it is what lies between the early warning and the rule's 20 s. */
const rootDistanceLimitMs = 5_000

/**
 * A question of a client. In the place of its own time it carries a number that nobody can guess: the server gives it
 * back as originate stamp, and the PC's clock, which may be wrong, plays no part.
 */
export function buildQuestion(nonce: bigint): Buffer {
  const bytes = Buffer.alloc(packetBytes)
  bytes[0] = (version << 3) | client
  bytes.writeBigUInt64BE(nonce, 40)
  return bytes
}

/** Reads a server's answer to the question with this number; says why when it proves nothing. */
export function parseAnswer(bytes: Buffer, nonce: bigint): Parsed {
  const refused = (ours: boolean, reason: string): Parsed => ({ ok: false, ours, reason })
  if (bytes.length < packetBytes) return refused(false, `an answer of ${bytes.length} bytes`)
  const first = bytes.readUInt8(0)
  if ((first & 7) !== server) return refused(false, `a packet of mode ${first & 7}, not of a server`)
  if (bytes.readBigUInt64BE(24) !== nonce) return refused(false, 'an answer to another question')
  const stratum = bytes.readUInt8(1)
  const kiss = stratum === 0 ? kissCode(bytes) : null
  if (kiss !== null) return refused(true, `the server declines (${kiss})`)
  if (stratum === 0 || stratum >= 16)
    return refused(true, `the server is not synchronised (stratum ${stratum})`)
  if (first >> 6 === 3) return refused(true, 'the server is not synchronised (leap indicator 3)')
  const receive = bytes.readBigUInt64BE(32)
  const transmit = bytes.readBigUInt64BE(40)
  if (receive === 0n || transmit === 0n) return refused(true, 'the server tells no time (zero stamp)')
  const rootDistanceMs = shortMs(bytes.readUInt32BE(4)) / 2 + shortMs(bytes.readUInt32BE(8))
  if (rootDistanceMs > rootDistanceLimitMs)
    return refused(true, `the server itself may be ${(rootDistanceMs / 1_000).toFixed(1)} s off`)
  const answer = { receiveMs: stampMs(receive), transmitMs: stampMs(transmit), rootDistanceMs }
  return { ok: true, answer }
}

/** Four letters such as RATE or DENY (RFC 5905 §7.4); null when there are none, as of a server that just started. */
function kissCode(bytes: Buffer): string | null {
  const code = bytes.toString('latin1', 12, 16)
  return /^[A-Z]{4}$/.test(code) ? code : null
}

/** Seconds from 1900 (era 0) to 1970. */
const secondsTo1970 = 2_208_988_800

/**
 * A stamp as ms since 1970 UTC. A stamp counts 2^32 seconds and then begins anew in 2036: one whose first bit is set
 * lies in 1968–2036, any other in 2036–2104 (RFC 4330 §3). The PC's own clock is not asked: it may be the wrong one.
 */
export function stampMs(stamp: bigint): number {
  const seconds = Number(stamp >> 32n)
  const era = seconds >= 2 ** 31 ? 0 : 2 ** 32
  return (seconds + era - secondsTo1970) * 1_000 + (Number(stamp & 0xffff_ffffn) * 1_000) / 2 ** 32
}

/** Seconds in 16.16 bits, as ms. */
const shortMs = (value: number): number => (value * 1_000) / 2 ** 16

/**
 * How far the server's clock is ahead of the one that `sentMs` and `receivedMs` were read from, and how long the packets
 * travelled, ms (RFC 5905 §8). Off by at most half the delay, however unequal the two ways are.
 */
export function offsetAndDelay(
  sentMs: number,
  { receiveMs, transmitMs }: Answer,
  receivedMs: number,
): { offsetMs: number; delayMs: number } {
  return {
    offsetMs: (receiveMs - sentMs + (transmitMs - receivedMs)) / 2,
    // The two clocks have different grain, so a short way can come out below zero.
    delayMs: Math.max(0, receivedMs - sentMs - (transmitMs - receiveMs)),
  }
}

export type Measurement =
  | {
      readonly ok: true
      /** The PC's clock against the server: above zero, the PC is ahead, ms. */
      readonly deviationMs: number
      /** Half the delay and the server's own root distance, ms. */
      readonly uncertaintyMs: number
    }
  | { readonly ok: false; readonly reason: string }

export interface MeasureOptions {
  readonly host: string
  readonly port: number
  /** For one answer, and for finding the address. */
  readonly timeoutMs: number
  readonly clock: Clock
  readonly signal?: AbortSignal
  /** Between exchanges; servers of the usual set-up (`limited`) leave those unanswered that ask faster. */
  readonly pauseMs?: number
}

const defaultPauseMs = 2_000
const exchangesAtMost = 4
/** Silence twice running, and the server counts as silent. */
const silencesAtMost = 2
/** An exchange as short as this is the last one: another could better the result by a hundredth of a second at most. */
const shortEnoughMs = 20

/**
 * Asks a time server up to four times and takes the exchange with the least delay. Intervals are read from the monotonic
 * clock, and the PC's clock only once, at the end: setting it while the packets travel cannot falsify the result, and the
 * result is about the clock as it stands now. Never rejects.
 */
export async function measureOffset(options: MeasureOptions): Promise<Measurement> {
  const { clock, signal, pauseMs = defaultPauseMs } = options
  const opened = await open(options)
  if (!opened.ok) return opened
  using socket = opened
  let best: Extract<Exchange, { ok: true }> | null = null
  let reason = ''
  let silences = 0
  for (let count = 0; count < exchangesAtMost && silences < silencesAtMost; count++) {
    if (count > 0) await clock.sleep(pauseMs, signal)
    if (signal?.aborted === true) return { ok: false, reason: 'given up' }
    const exchange = await ask(socket.socket, options)
    if (exchange.ok) {
      silences = 0
      if (best === null || exchange.delayMs < best.delayMs) best = exchange
      if (best.delayMs <= shortEnoughMs) break
      continue
    }
    reason = exchange.reason
    if (!exchange.silent) break
    silences += 1
  }
  if (best === null) return { ok: false, reason }
  return {
    ok: true,
    deviationMs: clock.now() - clock.monotonic() - best.offsetMs,
    uncertaintyMs: best.delayMs / 2 + best.rootDistanceMs,
  }
}

type Exchange =
  | {
      readonly ok: true
      /** The server's time at the zero of the monotonic clock. */
      readonly offsetMs: number
      readonly delayMs: number
      readonly rootDistanceMs: number
    }
  | { readonly ok: false; readonly silent: boolean; readonly reason: string }

type Opened =
  | ({ readonly ok: true; readonly socket: Socket } & Disposable)
  | { readonly ok: false; readonly reason: string }

/** A socket that hears this server alone. */
async function open({ host, port, timeoutMs, clock, signal }: MeasureOptions): Promise<Opened> {
  const ended = new AbortController()
  const late = clock.sleep(timeoutMs, either(signal, ended.signal)).then(() => null)
  try {
    const found = await Promise.race([lookup(host), late])
    if (found === null) return { ok: false, reason: `no address for ${host} within ${timeoutMs} ms` }
    const socket = createSocket(found.family === 6 ? 'udp6' : 'udp4')
    // A refusal can come in when nobody waits for an answer any more.
    socket.on('error', () => {})
    const connected = once(socket, 'connect')
    socket.connect(port, found.address)
    try {
      await connected
    } catch (error) {
      socket.close()
      throw error
    }
    return { ok: true, socket, [Symbol.dispose]: () => void socket.close() }
  } catch (error) {
    return { ok: false, reason: messageOf(error) }
  } finally {
    ended.abort()
  }
}

/** One question and its answer. */
function ask(socket: Socket, { clock, timeoutMs, signal }: MeasureOptions): Promise<Exchange> {
  const nonce = randomBytes(8).readBigUInt64BE()
  const ended = new AbortController()
  let overheard = ''
  return new Promise(resolve => {
    const finish = (exchange: Exchange): void => {
      ended.abort()
      socket.off('message', hear)
      socket.off('error', fail)
      resolve(exchange)
    }
    const fail = (error: Error): void => finish({ ok: false, silent: false, reason: error.message })
    const hear = (bytes: Buffer): void => {
      const receivedMs = clock.monotonic()
      const parsed = parseAnswer(bytes, nonce)
      if (parsed.ok) {
        const { rootDistanceMs } = parsed.answer
        finish({ ok: true, rootDistanceMs, ...offsetAndDelay(sentMs, parsed.answer, receivedMs) })
      } else if (parsed.ours) finish({ ok: false, silent: false, reason: parsed.reason })
      else overheard = `; heard ${parsed.reason}`
    }
    socket.on('message', hear)
    socket.on('error', fail)
    const sentMs = clock.monotonic()
    socket.send(buildQuestion(nonce), error => {
      if (error) fail(error)
    })
    void clock
      .sleep(timeoutMs, either(signal, ended.signal))
      .then(() => finish({ ok: false, silent: true, reason: `no answer within ${timeoutMs} ms${overheard}` }))
  })
}

const either = (outer: AbortSignal | undefined, own: AbortSignal): AbortSignal =>
  outer === undefined ? own : AbortSignal.any([outer, own])

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
