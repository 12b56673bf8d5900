import type { PanelStatus } from '../../../../shared/domain/intrusion.ts'
import type { Clock } from '../../../platform/clock.ts'
import type { CommandResult, DriverSink, PanelControl } from '../driver.ts'
import { serialQueue } from '../serial-queue.ts'
import { isapiClient, IsapiUnauthorised, IsapiUnreachable, type IsapiAnswer } from './client.ts'
import { parseResponseStatus, parseSubSystems, parseZones, type ZoneReading } from './status.ts'

export interface IsapiConfig {
  readonly panelId: string
  /** `http://192.168.1.64`. */
  readonly baseUrl: string
  readonly user: string
  readonly password: string
  /** Interval of status polling, ms; default 5 s. The line is lost after 3 readings in a row failed. */
  readonly pollIntervalMs?: number
  /** Longest wait for one answer, ms; default 5 s. */
  readonly requestTimeoutMs?: number
  /** How long a partition may take to reach the state it was told (exit delay included), ms; default 60 s. */
  readonly confirmTimeoutMs?: number
}

export interface IsapiPanel extends PanelControl, AsyncDisposable {}

const missesUntilLost = 3
const confirmIntervalMs = 300
/** How long after an accepted command the old state may still be read, ms. */
const settleMs = 5_000
/** A device locks the account after some wrong passwords: after one refusal wait this long before polling again. */
const unauthorisedPauseMs = 10 * 60_000

/**
 * Control of one Hikvision panel over ISAPI SecurityCP with HTTP digest: commands confirmed by reading the state back,
 * and status polling as a check of the control line. Signals come by DC-09, not here.
 */
export function startIsapiPanel(config: IsapiConfig, sink: DriverSink, clock: Clock): IsapiPanel {
  const stop = new AbortController()
  const control = isapiControl(config, clock, stop.signal)
  const polling = pollStatus(config, control, sink, clock, stop.signal)
  return {
    ...control,
    async [Symbol.asyncDispose]() {
      stop.abort()
      await polling
    },
  }
}

async function pollStatus(
  config: IsapiConfig,
  control: PanelControl,
  sink: DriverSink,
  clock: Clock,
  stop: AbortSignal,
): Promise<void> {
  let misses = 0
  let state: 'unknown' | 'online' | 'lost' = 'unknown'
  const change = (next: 'online' | 'lost', reason: string): void => {
    if (state === next) return
    state = next
    sink.line(config.panelId, next, reason, 'control')
  }
  while (!stop.aborted) {
    let pauseMs = config.pollIntervalMs ?? 5_000
    try {
      const status = await control.readStatus(stop)
      misses = 0
      change('online', 'status read')
      sink.status(config.panelId, status)
    } catch (error) {
      if (stop.aborted) return
      misses++
      const refused = error instanceof IsapiUnauthorised
      if (refused || misses >= missesUntilLost)
        change('lost', error instanceof Error ? error.message : String(error))
      if (refused) pauseMs = unauthorisedPauseMs
    }
    await clock.sleep(pauseMs, stop)
  }
}

interface Reading {
  readonly status: PanelStatus
  readonly zones: readonly ZoneReading[]
}

function isapiControl(config: IsapiConfig, clock: Clock, stop: AbortSignal): PanelControl {
  const client = isapiClient({ ...config, requestTimeoutMs: config.requestTimeoutMs ?? 5_000 }, clock)
  const inTurn = serialQueue()

  function request(method: 'GET' | 'PUT', path: string, signal: AbortSignal): Promise<IsapiAnswer> {
    return inTurn(() => client.request(method, path, AbortSignal.any([signal, stop])))
  }

  async function read(signal: AbortSignal): Promise<Reading> {
    const partitions = await readAs(
      parseSubSystems,
      '/ISAPI/SecurityCP/status/subSystems?format=json',
      signal,
    )
    const zones = await readAs(parseZones, '/ISAPI/SecurityCP/status/zones?format=json', signal)
    return { status: { partitions, zones: zones.map(({ number, state }) => ({ number, state })) }, zones }
  }

  async function readAs<T>(parse: (body: string) => T, path: string, signal: AbortSignal): Promise<T> {
    const answer = await request('GET', path, signal)
    if (answer.httpStatus !== 200) throw new IsapiUnreachable(`GET ${path}: HTTP ${answer.httpStatus}`)
    try {
      return parse(answer.body)
    } catch (error) {
      throw new IsapiUnreachable(`GET ${path}: answer not understood`, { cause: error })
    }
  }

  /** Waits until the partition is where it was told to be. One that begins to arm and falls back has refused. */
  async function confirm(
    partition: number,
    wanted: 'armed' | 'disarmed',
    signal: AbortSignal,
  ): Promise<CommandResult> {
    const startMs = clock.monotonic()
    const mostMs = config.confirmTimeoutMs ?? 60_000
    let wasArming = false
    for (;;) {
      const { status } = await read(signal)
      const state = status.partitions.find(each => each.number === partition)?.state ?? 'unknown'
      if (state === wanted) return { ok: true }
      const elapsedMs = clock.monotonic() - startMs
      const movable =
        state === 'arming' ? elapsedMs < mostMs : !wasArming && elapsedMs < Math.min(settleMs, mostMs)
      if (!movable)
        return state === 'arming'
          ? { ok: false, reason: 'no-answer' }
          : whyNot(partition, wanted, `still ${state}`, signal)
      wasArming = state === 'arming'
      await clock.sleep(confirmIntervalMs, signal)
    }
  }

  /** Panels word a refusal in many ways; which zones stand open is asked of the panel itself. */
  async function whyNot(
    partition: number,
    wanted: 'armed' | 'disarmed',
    detail: string,
    signal: AbortSignal,
  ): Promise<CommandResult> {
    const { status, zones } = await read(signal)
    if (status.partitions.find(each => each.number === partition)?.state === wanted) return { ok: true }
    const open = zones.filter(zone => blocksArming(zone) && zone.partitionNumbers.includes(partition))
    if (wanted === 'disarmed' || open.length === 0) return { ok: false, reason: 'refused', detail }
    return { ok: false, reason: 'zones-open', zoneNumbers: open.map(zone => zone.number) }
  }

  async function command(
    partition: number,
    wanted: 'armed' | 'disarmed',
    path: string,
    signal: AbortSignal,
  ): Promise<CommandResult> {
    try {
      const { httpStatus, body } = await request('PUT', path, signal)
      const answer = parseResponseStatus(body)
      if (httpStatus === 200 && answer?.statusCode === 1) return await confirm(partition, wanted, signal)
      const words = answer?.subStatusCode ?? answer?.errorMsg ?? answer?.statusString ?? 'no reason given'
      return await whyNot(partition, wanted, `HTTP ${httpStatus}: ${words}`, signal)
    } catch (error) {
      if (error instanceof IsapiUnauthorised) return { ok: false, reason: 'refused', detail: 'unauthorised' }
      if (error instanceof IsapiUnreachable) return { ok: false, reason: 'no-answer' }
      throw error
    }
  }

  return {
    abilities: { reportsSignals: false, armsPartitions: true, readsStatus: true, bypassesZones: false },
    arm: (partition, signal) =>
      command(partition, 'armed', `/ISAPI/SecurityCP/control/arm/${partition}?ways=away&format=json`, signal),
    disarm: (partition, signal) =>
      command(partition, 'disarmed', `/ISAPI/SecurityCP/control/disarm/${partition}?format=json`, signal),
    readStatus: async signal => (await read(signal)).status,
  }
}

function blocksArming(zone: ZoneReading): boolean {
  return zone.state !== 'normal' && zone.state !== 'bypassed' && zone.state !== 'unknown'
}
