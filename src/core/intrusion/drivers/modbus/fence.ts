import type { DriverAbilities, PanelStatus } from '../../../../shared/domain/intrusion.ts'
import type { Clock } from '../../../platform/clock.ts'
import { notSupported, type CommandResult, type DriverSink, type PanelControl } from '../driver.ts'
import { ModbusException, ModbusUnreachable, openModbus, type ModbusConnection } from './connection.ts'
import { edgesOf, sameReading, statusOf } from './edges.ts'
import type { ForceRule } from './force.ts'
import { coilKey, type ArmedCoil, type ModbusModel } from './model.ts'
import { ForceWatches, readModel, type Reading } from './reading.ts'

export interface ModbusFenceConfig {
  readonly panelId: string
  readonly host: string
  readonly port: number
  readonly model: ModbusModel
  /** Force on a wire that is an intrusion, where the device tells tension; default 100 N for 2 s. */
  readonly force?: ForceRule
  /** Told every reading of the tension, by segment. Must not throw. */
  readonly onTension?: (newtonsBySegment: ReadonlyMap<number, number>, atMs: number) => void
  /** Default 1. */
  readonly unitId?: number
  /** From the end of one reading to the next, ms; default 250. */
  readonly pollIntervalMs?: number
  /** Longest wait for one answer, ms; default 1 s. The line is lost after 3 readings in a row failed. */
  readonly requestTimeoutMs?: number
}

export interface ModbusFence extends PanelControl, AsyncDisposable {}

const missesUntilLost = 3
/** Waits before the next connection; only a good reading begins the row anew. */
const backoffMs = [1_000, 2_000, 5_000, 10_000, 30_000] as const
/** The whole status is given again at least this often, ms. */
const statusEveryMs = 5_000
/** How long a host may take to show a written coil, ms. */
const confirmMs = 2_000
const confirmIntervalMs = 100
/** How long writing and confirming may take together, ms: the host may have many runs of coils. */
const commandMs = 12_000

const usualForce: ForceRule = { newtons: 100, holdMs: 2_000 }
const abilities: DriverAbilities = {
  reportsSignals: true,
  readsStatus: true,
  readsHealth: false,
  armsPartitions: true,
  bypassesZones: false,
  clearsAlarms: false,
}

/** A fence host on Modbus TCP: polled, its inputs turned into signals, armed by its coils. */
export function startModbusFence(config: ModbusFenceConfig, sink: DriverSink, clock: Clock): ModbusFence {
  const stop = new AbortController()
  const fence = new Fence(config, sink, clock, stop.signal)
  const running = fence.run()
  return {
    abilities: { ...abilities, armsPartitions: config.model.armedCoils.length > 0 },
    confirmMs: commandMs,
    arm: (partition, signal) => fence.command(partition, true, signal),
    disarm: (partition, signal) => fence.command(partition, false, signal),
    bypass: () => Promise.resolve(notSupported),
    clearAlarms: () => Promise.resolve(notSupported),
    readStatus: () => fence.readStatus(),
    async [Symbol.asyncDispose]() {
      stop.abort()
      await running
    },
  }
}

class Fence {
  readonly #config: ModbusFenceConfig
  readonly #sink: DriverSink
  readonly #clock: Clock
  readonly #stop: AbortSignal
  /** What the station knows; survives a lost line, so that what ended meanwhile is reported as restored. */
  readonly #told = new Map<string, boolean>()
  readonly #force: ForceWatches
  #line: 'unknown' | 'online' | 'lost' = 'unknown'
  #connection: ModbusConnection | null = null
  #failures = 0
  /** The last reading of the poll; force is judged there alone. */
  #last: Reading | null = null

  constructor(config: ModbusFenceConfig, sink: DriverSink, clock: Clock, stop: AbortSignal) {
    this.#config = config
    this.#sink = sink
    this.#clock = clock
    this.#stop = stop
    this.#force = new ForceWatches(config.model, config.force ?? usualForce)
  }

  /** Connect, poll until the line is lost, wait, connect anew. */
  async run(): Promise<void> {
    const { host, port, unitId = 1, requestTimeoutMs = 1_000 } = this.#config
    while (!this.#stop.aborted) {
      try {
        using connection = await openModbus({ host, port, unitId, requestTimeoutMs }, this.#stop)
        this.#connection = connection
        await this.#poll(connection)
      } catch (error) {
        if (!(error instanceof ModbusUnreachable) && !(error instanceof ModbusException)) throw error
        if (!this.#stop.aborted) this.#report('lost', error.message)
      } finally {
        this.#connection = null
        this.#force.forget()
      }
      await this.#clock.sleep(backoffMs[Math.min(this.#failures++, backoffMs.length - 1)]!, this.#stop)
    }
  }

  /** Ends only by throwing: after three misses in a row, a closed socket, or at the stop. */
  async #poll(connection: ModbusConnection): Promise<void> {
    let before: Reading | null = null
    let statusAtMs = 0
    for (let misses = 0; ;) {
      try {
        const read = await readModel(connection, this.#config.model)
        misses = 0
        this.#failures = 0
        const receivedAtMs = this.#clock.now()
        const reading = this.#force.judge(read, this.#clock.monotonic())
        this.#last = reading
        if (reading.tensions.size > 0) this.#config.onTension?.(reading.tensions, receivedAtMs)
        this.#report('online', 'inputs read')
        const statusDue = this.#clock.monotonic() - statusAtMs >= statusEveryMs
        if (before === null || statusDue || !sameReading(before, reading)) {
          this.#sink.status(this.#config.panelId, statusOf(this.#config.model, reading))
          statusAtMs = this.#clock.monotonic()
        }
        before = (await this.#tell(reading, before === null, receivedAtMs)) ? reading : null
      } catch (error) {
        if (!(error instanceof ModbusUnreachable) && !(error instanceof ModbusException)) throw error
        misses++
        if (misses >= missesUntilLost || !connection.isOpen || this.#stop.aborted) throw error
      }
      await this.#clock.sleep(this.#config.pollIntervalMs ?? 250, this.#stop)
    }
  }

  /** @returns false when a signal could not be stored: it is not told, and the next poll finds the same edge again */
  async #tell(reading: Reading, freshly: boolean, receivedAtMs: number): Promise<boolean> {
    const { panelId, model } = this.#config
    for (const coil of model.armedCoils) {
      const key = coilKey(coil)
      if (!this.#told.has(key)) this.#told.set(key, reading.bits.get(key) ?? false)
    }
    for (const { key, value, signal } of edgesOf(model, this.#told, reading, freshly)) {
      try {
        await this.#sink.signal({ ...signal, panelId, deviceAtMs: null, receivedAtMs })
      } catch {
        return false
      }
      this.#told.set(key, value)
    }
    return true
  }

  #report(line: 'online' | 'lost', reason: string): void {
    if (this.#line === line) return
    this.#line = line
    this.#sink.line(this.#config.panelId, line, reason, 'both')
  }

  async readStatus(): Promise<PanelStatus> {
    if (this.#connection === null) throw new ModbusUnreachable('not connected')
    return statusOf(this.#config.model, await this.#readNow(this.#connection))
  }

  /** A reading out of the row, with the force of the last poll: it is judged over time. */
  async #readNow(connection: ModbusConnection): Promise<Reading> {
    const reading = await readModel(connection, this.#config.model)
    const forces = [...(this.#last?.bits ?? [])].filter(([key]) => key.startsWith('force:'))
    return { ...reading, bits: new Map([...reading.bits, ...forces]) }
  }

  /** @param partition 0 for every segment, n for segment n */
  async command(partition: number, armed: boolean, signal: AbortSignal): Promise<CommandResult> {
    const { model } = this.#config
    const coils = model.armedCoils.filter(coil => partition === 0 || coil.segment === partition)
    if (coils.length === 0) return { ok: false, reason: 'refused', detail: `no segment ${partition}` }
    const connection = this.#connection
    if (connection === null) return { ok: false, reason: 'no-answer' }
    try {
      for (const run of runsOf(coils))
        await connection.writeCoils(
          run[0]!.address,
          run.map(() => armed),
        )
      return await this.#confirm(connection, coils, armed, signal)
    } catch (error) {
      if (error instanceof ModbusException) return { ok: false, reason: 'refused', detail: error.message }
      if (error instanceof ModbusUnreachable) return { ok: false, reason: 'no-answer' }
      throw error
    }
  }

  /** Reads the coils back until they are as written; a host keeps a segment disarmed that is not at rest. */
  async #confirm(
    connection: ModbusConnection,
    coils: readonly ArmedCoil[],
    armed: boolean,
    signal: AbortSignal,
  ): Promise<CommandResult> {
    const untilMs = this.#clock.monotonic() + confirmMs
    for (;;) {
      const reading = await this.#readNow(connection)
      const wrong = coils.filter(coil => reading.bits.get(coilKey(coil)) !== armed).map(coil => coil.segment)
      if (wrong.length === 0) return { ok: true }
      if (this.#clock.monotonic() >= untilMs || signal.aborted) {
        const { zones } = statusOf(this.#config.model, reading)
        const open = zones.filter(zone => wrong.includes(zone.number) && zone.state !== 'normal')
        if (armed && open.length > 0) {
          return { ok: false, reason: 'zones-open', zoneNumbers: open.map(zone => zone.number) }
        }
        return { ok: false, reason: 'refused', detail: `segments ${wrong.join(', ')} stay as they were` }
      }
      await this.#clock.sleep(confirmIntervalMs, signal)
    }
  }
}

/** Coils that lie side by side, to be written in one request: what lies between others is not ours to write. */
function runsOf(coils: readonly ArmedCoil[]): ArmedCoil[][] {
  const runs: ArmedCoil[][] = []
  for (const coil of coils.toSorted((a, b) => a.address - b.address)) {
    const run = runs.at(-1)
    if (run?.at(-1)?.address === coil.address - 1) run.push(coil)
    else runs.push([coil])
  }
  return runs
}
