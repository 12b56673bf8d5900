import { describe, expect, test } from 'vitest'
import { blocksOf, keyOf, type ModbusModel } from './model.ts'
import { modbusModels } from './models.ts'
import { ForceWatches, readingOf, type Reading } from './reading.ts'

const all = Object.entries(modbusModels)

describe('every register map', () => {
  test.each(all)('%s says each thing once, of segments that it has', (id, model) => {
    expect(model.id).toBe(id)
    const keys = model.conditions.map(keyOf)
    expect(new Set(keys).size).toBe(keys.length)
    for (const points of [model.armedCoils, model.tensions]) {
      const segments = points.map(point => point.segment)
      expect(new Set(segments).size).toBe(segments.length)
      expect(segments.every(segment => segment >= 1 && segment <= model.segmentCount)).toBe(true)
    }
    const places = model.conditions.map(point => `${point.segment} ${point.kind}`)
    expect(new Set(places).size).toBe(places.length)
    expect(model.conditions.every(({ segment }) => segment === null || segment <= model.segmentCount)).toBe(
      true,
    )
    expect(model.conditions.every(({ bit }) => bit === undefined || (bit >= 0 && bit <= 15))).toBe(true)
  })

  test.each(all)('%s is read in blocks that hold every point, within what a request may ask', (_, model) => {
    const blocks = blocksOf(model)
    const isRead = (table: string, address: number): boolean =>
      blocks.some(
        block => block.table === table && address >= block.first && address < block.first + block.length,
      )
    for (const { table, address } of [...model.conditions, ...model.tensions]) {
      expect(isRead(table, address)).toBe(true)
    }
    for (const { address } of model.armedCoils) expect(isRead('coil', address)).toBe(true)
    expect(blocks.every(({ length }) => length <= 125)).toBe(true)
  })
})

test('far addresses are asked for apart, near ones together', () => {
  const at = (address: number) => ({
    table: 'holding' as const,
    address,
    segment: 1,
    kind: 'tamper' as const,
  })
  const model: ModbusModel = {
    id: 'test',
    segmentCount: 1,
    conditions: [at(300), at(0), at(7), at(200)],
    armedCoils: [],
    tensions: [],
  }
  expect(blocksOf(model)).toEqual([
    { table: 'holding', first: 0, length: 8 },
    { table: 'holding', first: 200, length: 1 },
    { table: 'holding', first: 300, length: 1 },
  ])
})

test('bits of words and tension in tenths are read out', () => {
  const model = modbusModels['tension-fence-words-8']
  const reading = readingOf(model, [
    { block: { table: 'coil', first: 0, length: 8 }, values: [1, 0, 0, 0, 0, 0, 0, 0], raw: 'fc01' },
    {
      block: { table: 'holding', first: 0, length: 17 },
      values: [0, 0b10010, ...Array<number>(14).fill(0), 2],
      raw: 'fc03',
    },
    { block: { table: 'input', first: 0, length: 8 }, values: [3_014, 0, 0, 0, 0, 0, 0, 2_999], raw: 'fc04' },
  ])
  expect([...reading.bits].filter(([, value]) => value).map(([key]) => key)).toEqual([
    'hr:1.1',
    'hr:1.4',
    'hr:16.1',
    'co:0',
  ])
  expect(reading.tensions.get(1)).toBeCloseTo(301.4)
  expect(reading.tensions.get(8)).toBeCloseTo(299.9)
})

test('a wire that is mended is no force: it rests anew', () => {
  const watches = new ForceWatches(modbusModels['tension-fence-6'], { newtons: 100, holdMs: 1_000 })
  const isForced = (newtons: number, isCut: boolean, nowMs: number): boolean | undefined => {
    const bits = new Map([
      ['di:1', isCut],
      ['co:0', true],
    ])
    const reading: Reading = { bits, tensions: new Map([[1, newtons]]), raw: new Map() }
    return watches.judge(reading, nowMs).bits.get('force:1')
  }
  expect(isForced(300, false, 0)).toBe(false)
  expect(isForced(0, true, 1_000)).toBe(false)
  expect(isForced(310, false, 600_000)).toBe(false)
  expect(isForced(312, false, 602_000)).toBe(false)
  expect(isForced(450, false, 603_000)).toBe(false)
  expect(isForced(450, false, 604_000)).toBe(true)
})
