import { describe, expect, test } from 'vitest'
import { stateOf } from './disk.ts'
import { placeFor, type Candidate } from './placement.ts'
import { WriteWatch } from './write-watch.ts'

/** Places so many cameras one after the other and counts them by disk. */
function spread(disks: readonly Omit<Candidate, 'cameras'>[], cameras: number): Record<string, number> {
  const counts: Record<string, number> = {}
  for (let camera = 0; camera < cameras; camera++) {
    const id = placeFor(disks.map(disk => ({ ...disk, cameras: counts[disk.id] ?? 0 })))
    if (id !== null) counts[id] = (counts[id] ?? 0) + 1
  }
  return counts
}

test('cameras are spread as the disks are large', () => {
  const disks = [
    { id: 'small', capacityBytes: 1e12, leftBytes: 1e12 },
    { id: 'large', capacityBytes: 3e12, leftBytes: 3e12 },
  ]
  expect(spread(disks, 32)).toEqual({ small: 8, large: 24 })
})

test('a disk with nothing left of its budget is the last resort, and no disk is none', () => {
  const full = { id: 'full', capacityBytes: 3e12, leftBytes: 0 }
  expect(spread([full, { id: 'roomy', capacityBytes: 1e12, leftBytes: 1 }], 5)).toEqual({ roomy: 5 })
  expect(spread([full], 5)).toEqual({ full: 5 })
  expect(placeFor([])).toBe(null)
})

test.each([
  ['ENOSPC', 'full'],
  ['EDQUOT', 'full'],
  ['EROFS', 'read-only'],
  ['ENOENT', 'missing'],
  ['EIO', 'failed'],
])('%s says that the disk is %s', (code, state) => {
  expect(stateOf(Object.assign(new Error(code), { code }))).toBe(state)
})

describe('a disk that falls behind', () => {
  test('is slow after two bad looks, and in order after two good ones', () => {
    const watch = new WriteWatch(0)
    const states = [0, 20_000_000, 0, 20_000_000, 30_000_000, 0, 0].map((backlogBytes, look) => {
      watch.wrote(5_000_000, 3)
      watch.look((look + 1) * 5_000, backlogBytes)
      return watch.isSlow
    })
    expect(states).toEqual([false, false, false, false, true, true, false])
    expect(watch.figures).toEqual({ bytesPerSecond: 1_000_000, latencyMs: 3, backlogBytes: 0 })
  })

  test('writes of seconds count as well, once they have not ended for a minute', () => {
    const watch = new WriteWatch(0)
    const states = Array.from({ length: 12 }, (_, look) => {
      watch.wrote(1, 2_500)
      watch.look((look + 1) * 5_000, 0)
      return watch.isSlow
    })
    expect(states).toEqual([...Array.from({ length: 11 }, () => false), true])
  })
})
