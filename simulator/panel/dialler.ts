import { connect } from 'node:net'
import { buildFrame, parseFrame, type FrameParts } from '../../src/core/intrusion/drivers/dc09/frame.ts'
import { FrameSplitter } from '../../src/core/intrusion/drivers/dc09/splitter.ts'
import type { Clock } from '../../src/core/platform/clock.ts'

export interface DiallerOptions {
  readonly account: string
  readonly receiver: { readonly host: string; readonly port: number }
  /** 1..9999. */
  readonly firstSequence: number
  readonly supervisionIntervalMs: number
  readonly retryMs: number
  readonly ackTimeoutMs: number
}

/** Reports events to the receiver in order, each until it is acknowledged; between them NULL messages. */
export interface Dialler extends AsyncDisposable {
  /** Queues an event; `data` is a Contact ID block. */
  send(data: string): void
  /** Cuts the line (events pile up) or mends it. */
  setMuted(muted: boolean): void
  /** Events not acknowledged yet. */
  readonly queued: number
  /** Resolves when every event queued so far is acknowledged. */
  drained(): Promise<void>
}

/** A new TCP connection for every message, as many panels do. A message that failed keeps its sequence number. */
export function startDialler(options: DiallerOptions, clock: Clock): Dialler {
  const stop = new AbortController()
  const queue: FrameParts[] = []
  const waiting: { readonly done: () => void; left: number }[] = []
  let sequence = options.firstSequence
  let muted = false
  let wake = new AbortController()
  let nextNullAtMs = clock.monotonic()

  function message(token: string, data: string, timestampMs: number | null): FrameParts {
    const parts: FrameParts = {
      token,
      data,
      sequence,
      receiver: '0',
      line: '0',
      account: options.account,
      timestampMs,
    }
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
      const sent = head ?? message('NULL', '', null)
      const accepted = await transmit(sent, options, clock, stop.signal)
      nextNullAtMs = clock.monotonic() + (accepted ? options.supervisionIntervalMs : options.retryMs)
      if (accepted && head !== undefined) acknowledged()
      // Not woken by new events: the receiver that did not answer is left alone for a moment.
      if (!accepted) await clock.sleep(options.retryMs, stop.signal)
    }
  }

  const running = run()
  return {
    send(data) {
      queue.push(message('ADM-CID', data, Math.floor(clock.now() / 1000) * 1000))
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

/** @returns whether the receiver acknowledged; every other outcome is a reason to try again */
async function transmit(
  parts: FrameParts,
  options: DiallerOptions,
  clock: Clock,
  stop: AbortSignal,
): Promise<boolean> {
  const socket = connect({ ...options.receiver, noDelay: true })
  const finished = new AbortController()
  const late = clock
    .sleep(options.ackTimeoutMs, AbortSignal.any([finished.signal, stop]))
    .then(() => socket.destroy())
  const splitter = new FrameSplitter()
  try {
    socket.write(buildFrame(parts))
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      for (const { kind, bytes } of splitter.push(chunk)) {
        const answer = kind === 'frame' ? parseFrame(bytes) : null
        if (answer?.ok && answer.frame.token === 'ACK' && answer.frame.sequence === parts.sequence)
          return true
      }
    }
    return false
  } catch {
    return false
  } finally {
    finished.abort()
    await late
  }
}
