import { expect, test } from 'vitest'
import { FrameIndex } from './frame-index.ts'

const frame = (atSeconds: number) => ({ atSeconds, forSeconds: 0.04 })

test('steps from frame to frame, whatever order they came in', () => {
  const index = new FrameIndex()
  index.add([frame(10.08), frame(10.12)], 10)
  index.add([frame(10), frame(10.04)], 10)
  expect(index.at(10.05)?.atSeconds).toBe(10.04)
  expect(index.beside(10.05, 1)?.atSeconds).toBe(10.08)
  expect(index.beside(10.05, -1)?.atSeconds).toBe(10)
  expect(index.beside(10.01, -1)).toBe(null)
  expect(index.beside(10.12, 1)).toBe(null)
  expect(index.at(9)).toBe(null)
  expect(index.beside(9, 1)).toBe(null)
})

test('what lies two minutes behind is forgotten, and all after another place was dialled', () => {
  const index = new FrameIndex()
  index.add([frame(10)], 10)
  index.add([frame(200)], 140)
  expect(index.at(100)).toBe(null)
  index.clear()
  expect(index.at(300)).toBe(null)
})
