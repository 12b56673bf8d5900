import type { PanelStatus, Signal, ZoneState } from '../../../../shared/domain/intrusion.ts'
import type { InputPoint, ModbusModel } from './models.ts'

/** One poll: every input and coil of the model by address, and the bytes they came in. */
export interface Reading {
  readonly inputs: ReadonlyMap<number, boolean>
  readonly coils: ReadonlyMap<number, boolean>
  /** For the evidence of inputs and of coils, e.g. `fc02@0+27=01000000`. */
  readonly rawInputs: string
  readonly rawCoils: string
}

/** What was already told to the station, by `di:ADDRESS` and `co:ADDRESS`. */
export type Told = ReadonlyMap<string, boolean>

/** A signal still without panel and time, with what will be told once it is stored. */
export interface Edge {
  readonly key: string
  readonly value: boolean
  readonly signal: Omit<Signal, 'panelId' | 'receivedAtMs' | 'deviceAtMs'>
}

/**
 * What changed between what was told and what is read now. Inputs that were never told count as inactive before, so a
 * condition that lasts since before the start is reported; coils that were never told are a state, not an event.
 * @param freshly true for the first reading of a connection: active inputs are told again
 */
export function edgesOf(model: ModbusModel, told: Told, reading: Reading, freshly: boolean): Edge[] {
  const inputEdges = model.inputs.flatMap(point => {
    const key = `di:${point.address}`
    const value = reading.inputs.get(point.address) ?? false
    const before = told.get(key) ?? false
    return value !== before || (freshly && value) ? [inputEdge(key, point, value, reading.rawInputs)] : []
  })
  const coilEdges = model.armedCoils.flatMap(({ address, segment }) => {
    const key = `co:${address}`
    const value = reading.coils.get(address) ?? false
    const before = told.get(key)
    return before === undefined || before === value ? [] : [coilEdge(key, segment, value, reading.rawCoils)]
  })
  // Arming first: an alarm that arrives together with it is judged by the state it happened in.
  return [...coilEdges, ...inputEdges]
}

function inputEdge(key: string, point: InputPoint, value: boolean, raw: string): Edge {
  const signal = {
    zoneNumber: point.segment,
    partitionNumber: point.segment,
    kind: point.kind,
    edge: value ? ('active' as const) : ('restored' as const),
    userNumber: null,
    code: `${key}=${value ? 1 : 0}`,
    raw,
  }
  return { key, value, signal }
}

function coilEdge(key: string, segment: number, value: boolean, raw: string): Edge {
  const signal = {
    zoneNumber: null,
    partitionNumber: segment,
    kind: value ? ('armed' as const) : ('disarmed' as const),
    edge: 'active' as const,
    userNumber: null,
    code: `${key}=${value ? 1 : 0}`,
    raw,
  }
  return { key, value, signal }
}

/**
 * The reading as the station's status. A segment is a zone and a partition of the same number; partition 0 is the whole
 * fence and armed only when every segment is.
 */
export function statusOf(model: ModbusModel, reading: Reading): PanelStatus {
  const segments = model.armedCoils.map(({ address, segment }) => ({
    number: segment,
    state: reading.coils.get(address) ? ('armed' as const) : ('disarmed' as const),
  }))
  const whole = segments.every(each => each.state === 'armed') ? ('armed' as const) : ('disarmed' as const)
  const zones = Array.from({ length: model.segmentCount }, (_, index) => ({
    number: index + 1,
    state: segmentState(model, reading, index + 1),
  }))
  return { partitions: [{ number: 0, state: whole }, ...segments], zones }
}

/** The worst first. */
function segmentState(model: ModbusModel, reading: Reading, segment: number): ZoneState {
  const active = model.inputs.filter(point => point.segment === segment && reading.inputs.get(point.address))
  if (active.some(point => point.kind.startsWith('alarm.'))) return 'alarm'
  if (active.some(point => point.kind === 'tamper')) return 'tamper'
  return active.length > 0 ? 'fault' : 'normal'
}

/** Whether two readings say the same. */
export function sameReading(a: Reading, b: Reading): boolean {
  return sameValues(a.inputs, b.inputs) && sameValues(a.coils, b.coils)
}

function sameValues(a: ReadonlyMap<number, boolean>, b: ReadonlyMap<number, boolean>): boolean {
  return [...a].every(([address, value]) => b.get(address) === value)
}
