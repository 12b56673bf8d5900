import { expect, test } from 'vitest'
import { changesBetween } from './site-changes.ts'
import { readableJson } from './readable-json.ts'

const camera = (id: string, more: object = {}) => ({ id, name: id, at: [1, 2], ...more })

test('things are named by their id, whatever their order; what came or went is one change', () => {
  const before = { cameras: [camera('a'), camera('b', { transport: 'udp' })] }
  const after = { cameras: [camera('c'), camera('a', { name: 'A' }), camera('b')] }
  expect(changesBetween(before, after)).toEqual([
    { path: 'cameras[a].name', before: 'a', after: 'A' },
    { path: 'cameras[b].transport', before: 'udp', after: null },
    { path: 'cameras[c]', before: null, after: camera('c') },
  ])
})

test('a list without ids is one value', () => {
  expect(changesBetween({ at: [1, 2] }, { at: [1, 3] })).toEqual([
    { path: 'at', before: [1, 2], after: [1, 3] },
  ])
  expect(changesBetween({ at: [1, 2] }, { at: [1, 2] })).toEqual([])
})

test('the file reads as a person would lay it out, and parses to the same', () => {
  const value = {
    plans: [
      {
        id: 'a',
        points: [
          [1, 2],
          [3, 4],
        ],
        empty: [],
        none: {},
      },
    ],
    中文: '"引号"',
  }
  const text = readableJson(value)
  expect(JSON.parse(text)).toEqual(value)
  expect(text).toContain('\n        [1, 2],\n')
})
