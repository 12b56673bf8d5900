import type { DriverAbilities, PanelStatus } from '../../../../shared/domain/intrusion.ts'
import type { Clock } from '../../../platform/clock.ts'
import type { CommandResult, PanelControl } from '../driver.ts'
import { serialQueue } from '../serial-queue.ts'
import { isapiClient, IsapiUnauthorised, IsapiUnreachable, type IsapiAnswer } from './client.ts'
import { panelTimeReader } from './panel-time.ts'
import {
  parseResponseStatus,
  parseSubSystems,
  parseZones,
  type PartitionReading,
  type ZoneReading,
} from './status.ts'

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
  /** How long a partition may take to reach the state it was told (exit delay included), ms; default 5 min. */
  readonly confirmTimeoutMs?: number
}

/** Longer than the exit delay of any panel: while it says `arming` it is believed. */
const usualConfirmMs = 300_000
/** What sending and reading may take besides, ms. */
const answersMs = 12_000
const confirmIntervalMs = 300
/** Readings in a row that may fail during an exit delay. */
const missesMost = 2
/** How long after an accepted command the old state may still be read, ms. */
const settleMs = 5_000
/** Zones of SecurityCP count from 0. */
const firstZone = 1

const abilities: DriverAbilities = {
  reportsSignals: false,
  readsStatus: true,
  readsHealth: true,
  armsPartitions: true,
  bypassesZones: true,
  clearsAlarms: true,
}

interface Reading {
  readonly partitions: readonly PartitionReading[]
  readonly zones: readonly ZoneReading[]
}

/** Commands to one panel over ISAPI SecurityCP with HTTP digest, each confirmed by reading the state back. */
export function isapiControl(config: IsapiConfig, clock: Clock, stop: AbortSignal): PanelControl {
  const device = panelReader(config, clock, stop)
  const confirmation = { device, clock, mostMs: config.confirmTimeoutMs ?? usualConfirmMs }
  const base = '/ISAPI/SecurityCP/control'
  const time = panelTimeReader((path, signal) => device.get(path, signal), clock)

  const armed = (partition: number, signal: AbortSignal) =>
    confirmArming(confirmation, partition, 'armed', signal)
  const disarmed = (partition: number, signal: AbortSignal) =>
    confirmArming(confirmation, partition, 'disarmed', signal)

  return {
    abilities,
    confirmMs: confirmation.mostMs + answersMs,
    arm: (partition, signal) =>
      commanded(
        () => device.put(`${base}/arm/${partition}?ways=away&format=json`, signal),
        () => armed(partition, signal),
        detail => whyNot(device, partition, 'armed', detail, signal),
      ),
    disarm: (partition, signal) =>
      commanded(
        () => device.put(`${base}/disarm/${partition}?format=json`, signal),
        () => disarmed(partition, signal),
        detail => whyNot(device, partition, 'disarmed', detail, signal),
      ),
    bypass: (zone, isBypassed, signal) =>
      commanded(
        () =>
          isBypassed
            ? device.put(`${base}/bypass/${zone - firstZone}?format=json`, signal)
            : recover(device, zone, signal),
        () => confirmSoon(confirmation, reading => zoneIn(reading, zone)?.isBypassed === isBypassed, signal),
        detail => settledBypass(device, zone, isBypassed, detail, signal),
      ),
    clearAlarms: (partition, signal) =>
      commanded(
        () => device.put(`${base}/clearAlarm/${partition}?format=json`, signal),
        () => confirmSoon(confirmation, reading => !hasAlarm(reading, partition), signal, 'alarm still on'),
        detail => Promise.resolve({ ok: false, reason: 'refused', detail }),
      ),
    readStatus: async signal => {
      const status = statusOf(await device.read(signal))
      const clockDeviationMs = await time(signal)
      return clockDeviationMs === null
        ? status
        : { ...status, health: { ...unknownHealth, clockDeviationMs } }
    },
  }
}

interface PanelReader {
  read(signal: AbortSignal): Promise<Reading>
  put(path: string, signal: AbortSignal): Promise<IsapiAnswer>
  get(path: string, signal: AbortSignal): Promise<IsapiAnswer>
}

/** Mains and battery have no published form in SecurityCP: they come as signals. */
const unknownHealth = { power: 'unknown', battery: 'unknown', tamper: 'unknown' } as const

/** Requests go one after the other: a panel has little room, and the nonce is counted. */
function panelReader(config: IsapiConfig, clock: Clock, stop: AbortSignal): PanelReader {
  const client = isapiClient({ ...config, requestTimeoutMs: config.requestTimeoutMs ?? 5_000 }, clock)
  const inTurn = serialQueue()
  const request = (method: 'GET' | 'PUT', path: string, signal: AbortSignal): Promise<IsapiAnswer> =>
    inTurn(() => client.request(method, path, AbortSignal.any([signal, stop])))

  async function readAs<T>(parse: (body: string) => T, path: string, signal: AbortSignal): Promise<T> {
    const answer = await request('GET', path, signal)
    if (answer.httpStatus !== 200) throw new IsapiUnreachable(`GET ${path}: HTTP ${answer.httpStatus}`)
    try {
      return parse(answer.body)
    } catch (error) {
      throw new IsapiUnreachable(`GET ${path}: answer not understood`, { cause: error })
    }
  }

  return {
    async read(signal) {
      const status = '/ISAPI/SecurityCP/status'
      const partitions = await readAs(parseSubSystems, `${status}/subSystems?format=json`, signal)
      const zones = await readAs(parseZones, `${status}/zones?format=json`, signal)
      return { partitions, zones }
    },
    put: (path, signal) => request('PUT', path, signal),
    get: (path, signal) => request('GET', path, signal),
  }
}

function statusOf({ partitions, zones }: Reading): PanelStatus {
  return {
    partitions: partitions.map(({ number, state }) => ({ number, state })),
    zones: zones.map(({ number, state, isBypassed }) => ({ number, state, isBypassed })),
  }
}

/** Sends a command; accepted ones are confirmed by the device's own state, refused ones explained by it. */
async function commanded(
  send: () => Promise<IsapiAnswer>,
  confirm: () => Promise<CommandResult>,
  explain: (detail: string) => Promise<CommandResult>,
): Promise<CommandResult> {
  try {
    const { httpStatus, body } = await send()
    const answer = parseResponseStatus(body)
    if (httpStatus === 200 && answer?.statusCode === 1) return await confirm()
    const words = answer?.subStatusCode ?? answer?.errorMsg ?? answer?.statusString ?? 'no reason given'
    return await explain(`HTTP ${httpStatus}: ${words}`)
  } catch (error) {
    if (error instanceof IsapiUnauthorised) return { ok: false, reason: 'refused', detail: 'unauthorised' }
    if (error instanceof IsapiUnreachable) return { ok: false, reason: 'no-answer' }
    throw error
  }
}

interface Confirmation {
  readonly device: PanelReader
  readonly clock: Clock
  /** Longest wait for an exit delay, ms. */
  readonly mostMs: number
}

/**
 * Waits until the partition is where it was told to be. One that begins to arm and falls back has refused; a reading
 * that fails in the exit delay tells nothing yet.
 */
async function confirmArming(
  { device, clock, mostMs }: Confirmation,
  partition: number,
  wanted: 'armed' | 'disarmed',
  signal: AbortSignal,
): Promise<CommandResult> {
  const startMs = clock.monotonic()
  let wasArming = false
  let misses = 0
  for (;;) {
    const state = await readState().catch((error: unknown) => {
      if (!wasArming || signal.aborted || !(error instanceof IsapiUnreachable) || ++misses > missesMost)
        throw error
      return 'arming' as const
    })
    if (state === wanted) return { ok: true }
    const elapsedMs = clock.monotonic() - startMs
    const movable =
      state === 'arming' ? elapsedMs < mostMs : !wasArming && elapsedMs < Math.min(settleMs, mostMs)
    if (!movable)
      return state === 'arming'
        ? { ok: false, reason: 'no-answer' }
        : whyNot(device, partition, wanted, `still ${state}`, signal)
    wasArming = state === 'arming'
    await clock.sleep(confirmIntervalMs, signal)
  }

  async function readState(): Promise<PartitionReading['state'] | 'unknown'> {
    const { partitions } = await device.read(signal)
    misses = 0
    return partitions.find(each => each.number === partition)?.state ?? 'unknown'
  }
}

/** Waits a few seconds until what is read shows that the command was done. */
async function confirmSoon(
  { device, clock, mostMs }: Confirmation,
  isDone: (reading: Reading) => boolean,
  signal: AbortSignal,
  detail = 'not done',
): Promise<CommandResult> {
  const untilMs = clock.monotonic() + Math.min(settleMs, mostMs)
  for (;;) {
    if (isDone(await device.read(signal))) return { ok: true }
    if (clock.monotonic() >= untilMs) return { ok: false, reason: 'refused', detail }
    await clock.sleep(confirmIntervalMs, signal)
  }
}

/** Panels word a refusal in many ways; which zones stand open is asked of the panel itself. */
async function whyNot(
  device: PanelReader,
  partition: number,
  wanted: 'armed' | 'disarmed',
  detail: string,
  signal: AbortSignal,
): Promise<CommandResult> {
  const { partitions, zones } = await device.read(signal)
  if (partitions.find(each => each.number === partition)?.state === wanted) return { ok: true }
  const open = zones.filter(zone => blocksArming(zone) && zone.partitionNumbers.includes(partition))
  if (wanted === 'disarmed' || open.length === 0) return { ok: false, reason: 'refused', detail }
  return { ok: false, reason: 'zones-open', zoneNumbers: open.map(zone => zone.number) }
}

/** The command's name differs: old firmware knows `Recoverbypass` alone, newer answers it with 404. */
async function recover(device: PanelReader, zone: number, signal: AbortSignal): Promise<IsapiAnswer> {
  const id = zone - firstZone
  const answer = await device.put(`/ISAPI/SecurityCP/control/bypassRecover/${id}?format=json`, signal)
  if (answer.httpStatus !== 404) return answer
  return device.put(`/ISAPI/SecurityCP/control/Recoverbypass/${id}?format=json`, signal)
}

/** A zone that was so already is often refused; what counts is what it is. */
async function settledBypass(
  device: PanelReader,
  zone: number,
  isBypassed: boolean,
  detail: string,
  signal: AbortSignal,
): Promise<CommandResult> {
  const reading = await device.read(signal)
  if (zoneIn(reading, zone)?.isBypassed === isBypassed) return { ok: true }
  return { ok: false, reason: 'refused', detail }
}

function zoneIn({ zones }: Reading, number: number): ZoneReading | undefined {
  return zones.find(zone => zone.number === number)
}

function hasAlarm({ partitions, zones }: Reading, partition: number): boolean {
  return (
    partitions.some(each => each.number === partition && each.isAlarm) ||
    zones.some(zone => zone.isAlarm && zone.partitionNumbers.includes(partition))
  )
}

function blocksArming(zone: ZoneReading): boolean {
  return zone.state !== 'normal' && !zone.isBypassed && zone.state !== 'unknown'
}
