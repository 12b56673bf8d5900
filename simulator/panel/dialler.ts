import type { Dc09Key } from '../../src/core/intrusion/drivers/dc09/cipher.ts'
import { formatTimestamp } from '../../src/core/intrusion/drivers/dc09/timestamp.ts'
import type { Clock } from '../../src/core/platform/clock.ts'
import { transmit, type Outgoing } from './transmit.ts'

export interface DiallerOptions {
  readonly account: string
  readonly receiver: { readonly host: string; readonly port: number }
  /** 1..9999. */
  readonly firstSequence: number
  readonly supervisionIntervalMs: number
  readonly retryMs: number
  readonly ackTimeoutMs: number
  /** Default TCP, a new connection for every message as many panels do. */
  readonly transport?: 'tcp' | 'udp'
  /** Encrypts everything with AES-128, 192 or 256. */
  readonly key?: Dc09Key
  /** How far the panel's clock is ahead at the start, ms; a NAK sets it right. */
  readonly clockErrorMs?: number
}

/** Reports events to the receiver in order, each until it is acknowledged; between them NULL messages. */
export interface Dialler extends AsyncDisposable {
  /** Queues an event; `data` is a block of Contact ID, or of SIA with the token `SIA-DCS`. */
  send(data: string, token?: 'ADM-CID' | 'SIA-DCS'): void
  /** Cuts the line (events pile up) or mends it. */
  setMuted(muted: boolean): void
  /** Events not acknowledged yet. */
  readonly queued: number
  /** Resolves when every event queued so far is acknowledged. */
  drained(): Promise<void>
}

/** A message that failed keeps its sequence number, until it is acknowledged. */
export function startDialler(options: DiallerOptions, clock: Clock): Dialler {
  const stop = new AbortController()
  const queue: Outgoing[] = []
  const waiting: { readonly done: () => void; left: number }[] = []
  let sequence = options.firstSequence
  let muted = false
  let wake = new AbortController()
  let clockErrorMs = options.clockErrorMs ?? 0
  let isClockSet = false
  let nextNullAtMs = clock.monotonic()

  function message(token: string, data: string, extended: readonly string[]): Outgoing {
    const common = { receiver: '0', line: '0', account: options.account }
    const parts = { ...common, token, data, sequence, extended }
    sequence = sequence === 9999 ? 1 : sequence + 1
    return parts
  }

  async function pause(ms: number): Promise<void> {
    await clock.sleep(ms, AbortSignal.any([wake.signal, stop.signal]))
  }

  function acknowledged(): void {
    queue.shift()
    for (const waiter of waiting) waiter.left--
    while (waiting[0] !== undefined && waiting[0].left <= 0) waiting.shift()!.done()
  }

  async function run(): Promise<void> {
    while (!stop.signal.aborted) {
      wake = new AbortController()
      const head = queue[0]
      const nullDue = clock.monotonic() >= nextNullAtMs
      if (muted || (head === undefined && !nullDue)) {
        await pause(muted ? 3_600_000 : nextNullAtMs - clock.monotonic())
        continue
      }
      const sent = head ?? message('NULL', '', [])
      const timestampMs = sent.timestampMs ?? (options.key === undefined ? null : clock.now() + clockErrorMs)
      const answer = await transmit({ ...sent, timestampMs }, options, clock, stop.signal)
      const accepted = answer === 'ack'
      // A NAK tells the right time: the same message goes out again at once, with it.
      if (typeof answer === 'object') {
        clockErrorMs = answer.timeMs - clock.now()
        if (isClockSet) await clock.sleep(options.retryMs, stop.signal)
        isClockSet = true
        continue
      }
      nextNullAtMs = clock.monotonic() + (accepted ? options.supervisionIntervalMs : options.retryMs)
      if (accepted && head !== undefined) acknowledged()
      // Not woken by new events: the receiver that did not answer is left alone for a moment.
      if (!accepted) await clock.sleep(options.retryMs, stop.signal)
    }
  }

  const running = run()
  return {
    send(data, token = 'ADM-CID') {
      const happenedAtMs = Math.floor((clock.now() + clockErrorMs) / 1000) * 1000
      // In the clear the stamp is the time of the event; encrypted it must be that of sending, and `H` tells the event's.
      const event =
        options.key === undefined
          ? { ...message(token, data, []), timestampMs: happenedAtMs }
          : message(token, data, [`H${formatTimestamp(happenedAtMs)}`])
      queue.push(event)
      wake.abort()
    },
    setMuted(next) {
      muted = next
      if (!muted) nextNullAtMs = clock.monotonic()
      wake.abort()
    },
    get queued() {
      return queue.length
    },
    drained() {
      if (queue.length === 0) return Promise.resolve()
      return new Promise(done => waiting.push({ done, left: queue.length }))
    },
    async [Symbol.asyncDispose]() {
      stop.abort()
      await running
    },
  }
}
