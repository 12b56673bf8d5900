import { expect, test } from 'vitest'
import { sheetOnTiles } from './mercator.ts'

const set = { file: 'a.mbtiles', name: 'a', minZoom: 14, maxZoom: 18, problem: null } as const

test('the whole world at zoom 0 is one tile', () => {
  const sheet = sheetOnTiles({
    ...set,
    minZoom: 0,
    maxZoom: 0,
    bounds: [-180, -85.0511287798, 180, 85.0511287798],
  })
  expect(sheet).toMatchObject({ background: { kind: 'tiles', origin: [0, 0] } })
  expect(Math.abs(sheet.width - 256)).toBeLessThanOrEqual(1)
  expect(Math.abs(sheet.height - 256)).toBeLessThanOrEqual(1)
})

test('a campus in Shanghai lies where the tile numbers of the web say, and a unit is half a metre', () => {
  const sheet = sheetOnTiles({ ...set, bounds: [121.47, 31.22, 121.48, 31.23] })
  // By another form of the same projection.
  if (sheet.background.kind !== 'tiles') throw new Error('no tiles')
  expect(sheet.background.origin.map(pixels => Math.floor(pixels / 256))).toEqual([
    Math.floor(((121.47 + 180) / 360) * 2 ** 18),
    Math.floor(((1 - Math.asinh(Math.tan((31.23 * Math.PI) / 180)) / Math.PI) / 2) * 2 ** 18),
  ])
  expect(sheet.metresPerUnit).toBeCloseTo(0.51, 2)
  expect(sheet.width * sheet.metresPerUnit).toBeCloseTo(952, -1)
})
