import type { SignalKind } from '../../../../shared/domain/intrusion.ts'

/** Where a value lies: discrete inputs (function 2), coils (1), holding registers (3), input registers (4). */
export type PointTable = 'discrete' | 'coil' | 'holding' | 'input'

/** One condition of a device that is a bit: of its own, or `bit` 0 – 15 of a register. */
export interface ConditionPoint {
  readonly table: PointTable
  /** As on the wire, from 0. */
  readonly address: number
  readonly bit?: number
  /** Segment from 1; null for a condition of the host itself. */
  readonly segment: number | null
  readonly kind: SignalKind
}

/** The coil (functions 1, 5, 15) that arms a segment. */
export interface ArmedCoil {
  readonly address: number
  readonly segment: number
}

/** The register that holds the tension of a segment's wire. */
export interface TensionRegister {
  readonly table: 'holding' | 'input'
  readonly address: number
  readonly segment: number
  /** Newtons for one count of the register. */
  readonly newtonsPerCount: number
}

/**
 * The register map of a kind of device, as data. To add one: a file in `models/`, a line in `models.ts`, its id in
 * `shared/site/devices.ts`; the unit test over all maps checks it.
 */
export interface ModbusModel {
  readonly id: string
  readonly segmentCount: number
  readonly conditions: readonly ConditionPoint[]
  /** None for a device that cannot be armed from outside. */
  readonly armedCoils: readonly ArmedCoil[]
  /** None for a device that tells no tension. */
  readonly tensions: readonly TensionRegister[]
}

/** One request of a poll: `length` values of a table from `first`. */
export interface Block {
  readonly table: PointTable
  readonly first: number
  readonly length: number
}

const mostInOneRequest: Readonly<Record<PointTable, number>> = {
  discrete: 2_000,
  coil: 2_000,
  holding: 125,
  input: 125,
}
/** Values nobody asked for are cheaper than one more request, up to this many side by side. */
const longestHole: Readonly<Record<PointTable, number>> = { discrete: 64, coil: 64, holding: 8, input: 8 }
const tables: readonly PointTable[] = ['coil', 'discrete', 'holding', 'input']

/** The requests that read everything a model has, as few as the protocol allows. */
export function blocksOf(model: ModbusModel): Block[] {
  const points = [
    ...model.conditions,
    ...model.armedCoils.map(({ address }) => ({ table: 'coil' as const, address })),
    ...model.tensions,
  ]
  return tables.flatMap(table => {
    const addresses = points.filter(point => point.table === table).map(point => point.address)
    return joined(
      table,
      [...new Set(addresses)].toSorted((a, b) => a - b),
    )
  })
}

function joined(table: PointTable, addresses: readonly number[]): Block[] {
  const blocks: Block[] = []
  for (const address of addresses) {
    const last = blocks.at(-1)
    const length = last === undefined ? 0 : address - last.first + 1
    const hole = last === undefined ? 0 : length - last.length - 1
    if (last !== undefined && hole <= longestHole[table] && length <= mostInOneRequest[table])
      blocks[blocks.length - 1] = { ...last, length }
    else blocks.push({ table, first: address, length: 1 })
  }
  return blocks
}

const wordOf: Readonly<Record<PointTable, string>> = {
  discrete: 'di',
  coil: 'co',
  holding: 'hr',
  input: 'ir',
}

/** `di:12`, `hr:3.0`: what a condition is called in a signal's code. */
export function keyOf({ table, address, bit }: Pick<ConditionPoint, 'table' | 'address' | 'bit'>): string {
  return `${wordOf[table]}:${address}${bit === undefined ? '' : `.${bit}`}`
}

/** `co:2` */
export function coilKey({ address }: ArmedCoil): string {
  return `co:${address}`
}

/** `force:3` */
export function forceKey(segment: number): string {
  return `force:${segment}`
}
