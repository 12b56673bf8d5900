import { Backoff } from '../../platform/backoff.ts'
import type { Clock } from '../../platform/clock.ts'
import { OnvifDevice } from '../device.ts'
import { OnvifError, type OnvifErrorKind } from '../errors.ts'
import type { OnvifCredentials } from '../model.ts'
import type { Notification } from './notification.ts'
import { PullPoint } from './pull-point.ts'

export interface EventLoopOptions {
  /** Of the device service. */
  readonly address: string
  readonly credentials: OnvifCredentials | null
  readonly clock: Clock
  /** Asked once a connection before the first message, for what must be known of the device. */
  readonly prepare: (device: OnvifDevice, signal: AbortSignal) => Promise<void>
  /** Subscribed; what the device says from now on is heard. */
  readonly online: () => void
  readonly message: (message: Notification) => void
  /** Not heard any more, or could not be subscribed; told once until it is heard again or the cause changes. */
  readonly lost: (failure: OnvifErrorKind, reason: string) => void
}

/** How long the device may hold back an answer when it has nothing to say. */
const holdMs = 20_000
/** Some devices hang up on a question that waits ten seconds; then they are asked for less. */
const shortHoldMs = 5_000
/** Hung up on after so long is an answer without messages, not a fault. */
const idleHangUpMs = 4_000
/** A device that answers at once instead of waiting is not asked more often; with messages sooner, they may be alarms. */
const leastPullMs = 1_000
const leastBusyPullMs = 100
/** Recorders lock a user after five to seven wrong logins in half an hour. */
const afterRefusedMs = 30 * 60_000
/** A device without events may have got them with another firmware. */
const afterUnsupportedMs = 60 * 60_000
const goodbyeMs = 2_000

/**
 * Keeps a pull point at one device for as long as `signal` lets it: subscribes, has the device tell how everything is,
 * waits for messages, renews, and begins anew with back-off after any failure. Resolves when `signal` aborts; a message
 * that the station could not take is thrown, being a bug.
 */
export async function keepPulling(options: EventLoopOptions, signal: AbortSignal): Promise<void> {
  const backoff = new Backoff()
  let told = ''
  while (!signal.aborted) {
    const error = await session(options, signal, () => {
      backoff.healthy()
      told = ''
    })
    if (signal.aborted) return
    if (told !== error.kind) options.lost(error.kind, error.message)
    told = error.kind
    await options.clock.sleep(pauseAfter(error.kind, backoff), signal)
  }
}

function pauseAfter(kind: OnvifErrorKind, backoff: Backoff): number {
  if (kind === 'unauthorised') return afterRefusedMs
  return kind === 'not-supported' ? afterUnsupportedMs : backoff.next()
}

/** From one subscription to its end. @param heard told when the device has proved that it answers */
async function session(
  options: EventLoopOptions,
  signal: AbortSignal,
  heard: () => void,
): Promise<OnvifError> {
  const { address, credentials, clock } = options
  // A new one each time: the device may have been replaced, or have got other services.
  const device = new OnvifDevice({ address, credentials, clock })
  let point: PullPoint | null = null
  try {
    await options.prepare(device, signal)
    point = await PullPoint.create(device, { signal })
    await point.synchronise({ signal })
    options.online()
    await pullOn(point, options, signal, heard)
    return new OnvifError('unreachable', 'ended')
  } catch (error) {
    if (error instanceof OnvifError) return error
    if (signal.aborted) return new OnvifError('unreachable', 'ended')
    throw error
  } finally {
    if (point !== null) await leave(point, clock)
  }
}

async function pullOn(
  point: PullPoint,
  { clock, message }: EventLoopOptions,
  signal: AbortSignal,
  heard: () => void,
): Promise<void> {
  let nextHoldMs = holdMs
  let isProved = false
  while (!signal.aborted) {
    const askedMs = clock.monotonic()
    let isBusy = false
    try {
      const messages = await point.pull(nextHoldMs, { signal })
      if (!isProved) heard()
      isProved = true
      isBusy = messages.length > 0
      for (const one of messages) message(one)
    } catch (error) {
      const heldMs = clock.monotonic() - askedMs
      const wasIdle = heldMs >= idleHangUpMs && heldMs < nextHoldMs && nextHoldMs > shortHoldMs
      if (signal.aborted || !wasIdle || !(error instanceof OnvifError) || error.kind !== 'unreachable')
        throw error
      nextHoldMs = shortHoldMs
      continue
    }
    await point.renewIfDue({ signal })
    await clock.sleep((isBusy ? leastBusyPullMs : leastPullMs) - (clock.monotonic() - askedMs), signal)
  }
}

/** A subscription that nobody ends stays in the device until its time is over, and there are few of them. */
async function leave(point: PullPoint, clock: Clock): Promise<void> {
  const giveUp = new AbortController()
  const timer = clock.sleep(goodbyeMs, giveUp.signal).then(() => giveUp.abort())
  try {
    await point.unsubscribe({ signal: giveUp.signal })
  } catch (error) {
    if (!(error instanceof OnvifError)) throw error
  } finally {
    giveUp.abort()
    await timer
  }
}
