import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  neighbourOf,
  placeCamera,
  resizeTile,
  sizeFor,
  sizeOf,
  standardLayout,
  swapPlaces,
  WallLayout,
  wallSizes,
} from './wall.ts'

test('the standard layouts have as many tiles as they say and are recognised', () => {
  for (const size of wallSizes) {
    const layout = standardLayout(size)
    expect(WallLayout.parse(layout).tiles).toHaveLength(size)
    expect(sizeOf(layout)).toBe(size)
  }
  expect([1, 5, 7, 10, 40].map(sizeFor)).toEqual([1, 6, 9, 16, 16])
})

test('a tile that grows takes its neighbours; at the border it grows inwards; back again all squares are there', () => {
  const grown = resizeTile(standardLayout(9), 4, 2)
  expect(grown.layout.tiles).toHaveLength(6)
  expect(grown.layout.tiles[grown.index]).toEqual({ column: 1, row: 1, size: 2 })
  expect(sizeOf(grown.layout)).toBe(null)
  const corner = resizeTile(standardLayout(9), 8, 2)
  expect(corner.layout.tiles[corner.index]).toEqual({ column: 1, row: 1, size: 2 })
  const back = resizeTile(grown.layout, grown.index, 1)
  expect(sizeOf(back.layout)).toBe(9)
  expect(resizeTile(standardLayout(4), 0, 3).layout).toEqual(standardLayout(4))
})

test('whatever is made larger and smaller, the wall stays whole', () => {
  const steps = fc.array(fc.tuple(fc.nat(24), fc.integer({ min: 1, max: 5 })), { maxLength: 20 })
  fc.assert(
    fc.property(fc.constantFrom(...wallSizes), steps, (size, resizes) => {
      let layout = standardLayout(size)
      for (const [index, to] of resizes) {
        const before = layout.tiles[index]
        const resized = resizeTile(layout, index, to)
        layout = resized.layout
        expect(WallLayout.safeParse(layout).success).toBe(true)
        if (before !== undefined && to <= layout.columns && to <= layout.rows)
          expect(layout.tiles[resized.index]?.size).toBe(to)
      }
    }),
  )
})

test('layouts that overlap, leave squares or lie out of order are refused', () => {
  const tile = (column: number, row: number, size = 1) => ({ column, row, size })
  for (const tiles of [
    [tile(0, 0), tile(0, 0)],
    [tile(0, 0)],
    [tile(1, 0), tile(0, 0)],
    [tile(0, 0), tile(1, 0, 2)],
  ])
    expect(WallLayout.safeParse({ columns: 2, rows: 1, tiles }).success).toBe(false)
})

test('the arrow keys find the neighbour across larger tiles', () => {
  const { layout } = resizeTile(standardLayout(9), 0, 2)
  expect(layout.tiles.map(({ column, row }) => [column, row])).toEqual([
    [0, 0],
    [2, 0],
    [2, 1],
    [0, 2],
    [1, 2],
    [2, 2],
  ])
  expect(neighbourOf(layout, 2, 'left')).toBe(0)
  expect(neighbourOf(layout, 4, 'up')).toBe(0)
  expect(neighbourOf(layout, 0, 'down')).toBe(3)
  expect(neighbourOf(layout, 0, 'up')).toBe(null)
})

test('a camera hangs once: placed anew it changes places with what was there', () => {
  expect(placeCamera(['a', 'b', 'c'], 2, 'a')).toEqual(['c', 'b', 'a'])
  expect(placeCamera(['a', 'b'], 3, 'z')).toEqual(['a', 'b', null, 'z'])
  expect(placeCamera(['a', 'b'], 1, null)).toEqual(['a'])
  expect(placeCamera(['a', 'b'], 1, 'z')).toEqual(['a', 'z'])
  expect(swapPlaces(['a', 'b'], 0, 3)).toEqual([null, 'b', null, 'a'])
})
