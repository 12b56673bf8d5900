import type { SignalKind } from '../../../../shared/domain/intrusion.ts'
import type { BlockReading, ModbusConnection } from './connection.ts'
import { stepForce, type ForceRule, type ForceWatch } from './force.ts'
import { blocksOf, coilKey, forceKey, keyOf, type ModbusModel, type PointTable } from './model.ts'

/** One poll of a device. */
export interface Reading {
  /** Every condition and armed coil by its key, and `force:SEGMENT` where tension is told. */
  readonly bits: ReadonlyMap<string, boolean>
  /** Tension by segment, newtons; empty where the device tells none. */
  readonly tensions: ReadonlyMap<number, number>
  /** The bytes of each table as they came, for the evidence. */
  readonly raw: ReadonlyMap<PointTable, string>
}

/** Reads everything a model has, block by block. @throws ModbusUnreachable, ModbusException */
export async function readModel(connection: ModbusConnection, model: ModbusModel): Promise<Reading> {
  const blocks: BlockReading[] = []
  for (const block of blocksOf(model)) blocks.push(await connection.read(block))
  return readingOf(model, blocks)
}

/** What the values of all blocks say. */
export function readingOf(model: ModbusModel, blocks: readonly BlockReading[]): Reading {
  const at = (table: PointTable, address: number): number => {
    const found = blocks.find(
      ({ block }) => block.table === table && address >= block.first && address < block.first + block.length,
    )
    return found?.values[address - found.block.first] ?? 0
  }
  const bits = new Map<string, boolean>()
  for (const point of model.conditions) {
    const value = at(point.table, point.address)
    bits.set(keyOf(point), point.bit === undefined ? value !== 0 : ((value >> point.bit) & 1) === 1)
  }
  for (const coil of model.armedCoils) bits.set(coilKey(coil), at('coil', coil.address) !== 0)
  const tensions = new Map(
    model.tensions.map(point => [point.segment, at(point.table, point.address) * point.newtonsPerCount]),
  )
  const raw = new Map<PointTable, string>()
  for (const { block, raw: bytes } of blocks) {
    const before = raw.get(block.table)
    raw.set(block.table, before === undefined ? bytes : `${before} ${bytes}`)
  }
  return { bits, tensions, raw }
}

/** While one of these lasts, the tension says nothing. */
const breaking: ReadonlySet<SignalKind> = new Set(['alarm.cut', 'fault.slack', 'fault.line'])

/** Watches the tension of all segments of a device for force that lasts. */
export class ForceWatches {
  readonly #model: ModbusModel
  readonly #rule: ForceRule
  readonly #watches = new Map<number, ForceWatch>()

  constructor(model: ModbusModel, rule: ForceRule) {
    this.#model = model
    this.#rule = rule
  }

  /** The reading with what it says about force; a disarmed segment may be leant on. @param nowMs monotonic */
  judge(reading: Reading, nowMs: number): Reading {
    const bits = new Map(reading.bits)
    for (const [segment, newtons] of reading.tensions) {
      if (this.#isBroken(reading, segment)) {
        // What the wire carries when it is mended is its new rest, not force.
        this.#watches.delete(segment)
        bits.set(forceKey(segment), false)
        continue
      }
      const watch = stepForce(this.#watches.get(segment) ?? null, newtons, nowMs, this.#rule)
      this.#watches.set(segment, watch)
      const coil = this.#model.armedCoils.find(each => each.segment === segment)
      const isArmed = coil === undefined || reading.bits.get(coilKey(coil)) === true
      bits.set(forceKey(segment), watch.isForced && isArmed)
    }
    return { ...reading, bits }
  }

  #isBroken(reading: Reading, segment: number): boolean {
    return this.#model.conditions.some(
      point =>
        point.segment === segment && breaking.has(point.kind) && reading.bits.get(keyOf(point)) === true,
    )
  }

  /** The line was lost: nobody knows what the wire went through meanwhile, the next reading is rest. */
  forget(): void {
    this.#watches.clear()
  }
}
