import { describe, expect, test } from 'vitest'
import { edgesOf, sameReading, statusOf } from './edges.ts'
import { modbusModels } from './models.ts'
import type { Reading } from './reading.ts'

const model = modbusModels['tension-fence-6']

function reading(activeInputs: readonly number[], armed: readonly number[] = []): Reading {
  const inputs = model.conditions.map(
    ({ address }) => [`di:${address}`, activeInputs.includes(address)] as const,
  )
  const coils = model.armedCoils.map(({ address }) => [`co:${address}`, armed.includes(address)] as const)
  return { bits: new Map([...inputs, ...coils]), tensions: new Map(), raw: new Map() }
}

const codes = (told: [string, boolean][], now: Reading, freshly = false): string[] =>
  edgesOf(model, new Map(told), now, freshly).map(edge => edge.signal.code)

describe('the map of tension-fence-6', () => {
  test('what each input of the fourth segment, and of the host, says', () => {
    const edges = edgesOf(model, new Map(), reading([12, 13, 14, 15, 24, 25, 26]), true)
    expect(edges.map(({ signal }) => [signal.code, signal.kind, signal.zoneNumber])).toEqual([
      ['di:12=1', 'alarm.perimeter', 4],
      ['di:13=1', 'alarm.cut', 4],
      ['di:14=1', 'fault.slack', 4],
      ['di:15=1', 'tamper', 4],
      ['di:24=1', 'fault.power', null],
      ['di:25=1', 'fault.battery', null],
      ['di:26=1', 'tamper', null],
    ])
  })
})

describe('edges', () => {
  test('begin and end are told once each', () => {
    expect(codes([], reading([1]))).toEqual(['di:1=1'])
    expect(codes([['di:1', true]], reading([1]))).toEqual([])
    expect(codes([['di:1', true]], reading([]))).toEqual(['di:1=0'])
    expect(codes([['di:1', false]], reading([]))).toEqual([])
  })

  test('after a lost line what is active is told again and what ended as restored', () => {
    const told: [string, boolean][] = [
      ['di:1', true],
      ['di:5', true],
    ]
    expect(codes(told, reading([1]), true)).toEqual(['di:1=1', 'di:5=0'])
  })

  test('a coil never told is a state, a change is armed or disarmed and comes before inputs', () => {
    expect(codes([], reading([], [0]))).toEqual([])
    const told: [string, boolean][] = [
      ['co:0', false],
      ['co:1', true],
    ]
    const edges = edgesOf(model, new Map(told), reading([0], [0]), false)
    expect(edges.map(({ signal }) => [signal.code, signal.kind, signal.partitionNumber])).toEqual([
      ['co:0=1', 'armed', 1],
      ['co:1=0', 'disarmed', 2],
      ['di:0=1', 'alarm.perimeter', 1],
    ])
  })
})

describe('status', () => {
  test('each segment shows its worst; the whole is armed only when every segment is', () => {
    const status = statusOf(model, reading([0, 3, 5, 11, 14], [0, 1, 2, 3, 4]))
    expect(status.zones.map(zone => zone.state)).toEqual([
      'alarm',
      'alarm',
      'tamper',
      'fault',
      'normal',
      'normal',
    ])
    expect(status.partitions.map(each => each.state)).toEqual([
      'disarmed',
      ...Array.from({ length: 5 }, () => 'armed'),
      'disarmed',
    ])
    expect(statusOf(model, reading([], [0, 1, 2, 3, 4, 5])).partitions[0]).toEqual({
      number: 0,
      state: 'armed',
    })
  })

  test('readings are compared by value', () => {
    expect(sameReading(reading([1]), reading([1]))).toBe(true)
    expect(sameReading(reading([1]), reading([2]))).toBe(false)
    expect(sameReading(reading([], [1]), reading([]))).toBe(false)
  })
})
