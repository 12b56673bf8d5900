import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mostZoom, noZoom, pan, zoomAt, type Zoom } from './zoom.ts'

test('what lies under the pointer stays there', () => {
  const zoom = zoomAt(noZoom, 4, 0.25, 0.5)
  expect(zoom).toEqual({ factor: 4, x: -0.75, y: -1.5 })
  // The point of the picture under the pointer, before and after.
  expect((0.25 - zoom.x) / zoom.factor).toBeCloseTo(0.25)
  expect((0.5 - zoom.y) / zoom.factor).toBeCloseTo(0.5)
  expect(pan(zoom, 9, -9)).toEqual({ factor: 4, x: 0, y: -3 })
})

test('however it is zoomed and moved, the picture covers its tile, and back is back', () => {
  const act = fc.oneof(
    fc.record({ by: fc.double({ min: 0.3, max: 3, noNaN: true }), x: unit(), y: unit() }),
    fc.record({
      dx: fc.double({ min: -2, max: 2, noNaN: true }),
      dy: fc.double({ min: -2, max: 2, noNaN: true }),
    }),
  )
  fc.assert(
    fc.property(fc.array(act, { maxLength: 30 }), acts => {
      let zoom: Zoom = noZoom
      for (const step of acts)
        zoom = 'by' in step ? zoomAt(zoom, step.by, step.x, step.y) : pan(zoom, step.dx, step.dy)
      const { factor, x, y } = zoom
      expect(factor).toBeGreaterThanOrEqual(1)
      expect(factor).toBeLessThanOrEqual(mostZoom)
      for (const corner of [x, y]) {
        expect(corner).toBeLessThanOrEqual(0)
        expect(corner + factor).toBeGreaterThanOrEqual(1 - 1e-9)
      }
      expect(zoomAt(zoom, 0.01, 0.5, 0.5)).toEqual(noZoom)
    }),
  )
})

function unit() {
  return fc.double({ min: 0, max: 1, noNaN: true })
}
