import type { PanelStatus, Signal, ZoneState } from '../../../../shared/domain/intrusion.ts'
import type { Reading } from './reading.ts'
import { coilKey, forceKey, keyOf, type ConditionPoint, type ModbusModel } from './model.ts'

/** What was already told to the station, by `di:ADDRESS`, `co:ADDRESS`, `hr:ADDRESS.BIT`, `force:SEGMENT`. */
export type Told = ReadonlyMap<string, boolean>

/** A signal still without panel and time, with what will be told once it is stored. */
export interface Edge {
  readonly key: string
  readonly value: boolean
  readonly signal: Omit<Signal, 'panelId' | 'receivedAtMs' | 'deviceAtMs'>
}

/**
 * What changed between what was told and what is read now. Conditions that were never told count as inactive before, so
 * one that lasts since before the start is reported; coils that were never told are a state, not an event.
 * @param freshly true for the first reading of a connection: active conditions are told again
 */
export function edgesOf(model: ModbusModel, told: Told, reading: Reading, freshly: boolean): Edge[] {
  const conditionEdges = conditionsOf(model).flatMap(condition => {
    const value = reading.bits.get(condition.key) ?? false
    const before = told.get(condition.key) ?? false
    return value !== before || (freshly && value) ? [conditionEdge(condition, value, reading)] : []
  })
  const coilEdges = model.armedCoils.flatMap(coil => {
    const key = coilKey(coil)
    const value = reading.bits.get(key) ?? false
    const before = told.get(key)
    return before === undefined || before === value ? [] : [coilEdge(key, coil.segment, value, reading)]
  })
  // Arming first: an alarm that arrives together with it is judged by the state it happened in.
  return [...coilEdges, ...conditionEdges]
}

interface Condition {
  readonly key: string
  readonly table: ConditionPoint['table']
  readonly segment: number | null
  readonly kind: Signal['kind']
}

/** What the device tells, and the force that the station itself sees in the tension of a segment. */
function conditionsOf(model: ModbusModel): Condition[] {
  return [
    ...model.conditions.map(point => ({ ...point, key: keyOf(point) })),
    ...model.tensions.map(({ table, segment }) => ({
      key: forceKey(segment),
      table,
      segment,
      kind: 'alarm.perimeter' as const,
    })),
  ]
}

function conditionEdge({ key, table, segment, kind }: Condition, value: boolean, reading: Reading): Edge {
  const signal = {
    zoneNumber: segment,
    partitionNumber: segment,
    kind,
    edge: value ? ('active' as const) : ('restored' as const),
    userNumber: null,
    code: `${key}=${value ? 1 : 0}`,
    raw: reading.raw.get(table) ?? '',
  }
  return { key, value, signal }
}

function coilEdge(key: string, segment: number, value: boolean, reading: Reading): Edge {
  const signal = {
    zoneNumber: null,
    partitionNumber: segment,
    kind: value ? ('armed' as const) : ('disarmed' as const),
    edge: 'active' as const,
    userNumber: null,
    code: `${key}=${value ? 1 : 0}`,
    raw: reading.raw.get('coil') ?? '',
  }
  return { key, value, signal }
}

/**
 * The reading as the station's status. A segment is a zone and a partition of the same number; partition 0 is the whole
 * fence and armed only when every segment is. A device without coils for arming has no partitions.
 */
export function statusOf(model: ModbusModel, reading: Reading): PanelStatus {
  const segments = model.armedCoils.map(coil => ({
    number: coil.segment,
    state: reading.bits.get(coilKey(coil)) ? ('armed' as const) : ('disarmed' as const),
  }))
  const isWhole = segments.every(each => each.state === 'armed')
  const whole = { number: 0, state: isWhole ? ('armed' as const) : ('disarmed' as const) }
  const zones = Array.from({ length: model.segmentCount }, (_, index) => ({
    number: index + 1,
    state: segmentState(model, reading, index + 1),
  }))
  return { partitions: segments.length === 0 ? [] : [whole, ...segments], zones }
}

/** The worst first. */
function segmentState(model: ModbusModel, reading: Reading, segment: number): ZoneState {
  const active = conditionsOf(model).filter(
    condition => condition.segment === segment && reading.bits.get(condition.key),
  )
  if (active.some(condition => condition.kind.startsWith('alarm.'))) return 'alarm'
  if (active.some(condition => condition.kind === 'tamper')) return 'tamper'
  return active.length > 0 ? 'fault' : 'normal'
}

/** Whether two readings say the same; tension alone changes all the time. */
export function sameReading(a: Reading, b: Reading): boolean {
  return [...a.bits].every(([key, value]) => b.bits.get(key) === value)
}
