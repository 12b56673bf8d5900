import { expect, test } from 'vitest'
import {
  resizeTile,
  standardLayout,
  type WallArrangement,
  type WallView,
} from '../../../shared/domain/wall.ts'
import type { CameraGroup } from './wall-groups.ts'
import { onScreen, pagesOf, placedCameras, screenAfter, tourScreens, type Screen } from './wall-screens.ts'

const ids = Array.from({ length: 10 }, (_, index) => `c${index}`)
const groups: CameraGroup[] = [
  { id: 'all', kind: 'all', cameraIds: ids },
  { id: 'department:kitchen', kind: 'department', cameraIds: ['c3', 'c4'] },
]
const all = { layout: standardLayout(4), content: { kind: 'group', group: 'all' } } as const
const screen = (page: number, part: Partial<Screen> = {}): Screen => ({
  arrangement: all,
  viewId: null,
  page,
  ...part,
})

test('a group is shown screen after screen; a larger tile only pushes the rest on', () => {
  expect(pagesOf(all, groups)).toBe(3)
  expect(onScreen(screen(2), groups)).toEqual(['c8', 'c9', null, null])
  expect(onScreen(screen(7), groups)).toEqual(['c8', 'c9', null, null])
  const { layout } = resizeTile(standardLayout(9), 0, 2)
  const larger = { ...all, layout }
  expect(onScreen(screen(1, { arrangement: larger }), groups)).toEqual(['c6', 'c7', 'c8', 'c9', null, null])
})

test('cameras that are gone leave an empty tile in a list, and a group that is gone an empty wall', () => {
  const list: WallArrangement = {
    layout: standardLayout(4),
    content: { kind: 'list', cameraIds: ['c1', 'gone', null, 'c2'] },
  }
  expect(onScreen(screen(0, { arrangement: list }), groups)).toEqual(['c1', null, null, 'c2'])
  const gone = { layout: standardLayout(1), content: { kind: 'group', group: 'place:gone' } } as const
  expect(onScreen(screen(0, { arrangement: gone }), groups)).toEqual([null])
})

test('a camera of both screens keeps running where it hangs, the order never changes', () => {
  const kitchen = {
    layout: standardLayout(4),
    content: { kind: 'group', group: 'department:kitchen' },
  } as const
  const placed = placedCameras(screen(0), screen(0, { arrangement: kitchen, viewId: 7 }), groups)
  expect(placed.map(({ cameraId, index }) => [cameraId, index])).toEqual([
    ['c0', 0],
    ['c1', 1],
    ['c2', 2],
    ['c3', 3],
    ['c4', null],
  ])
})

test('a tour goes through every screen of every view and begins again', () => {
  const view = (id: number, group: string): WallView => ({
    id,
    name: String(id),
    isShared: true,
    owner: { id: 'a', name: 'a' },
    savedAtMs: 0,
    arrangement: { ...all, content: { kind: 'group', group } },
  })
  const views = [view(1, 'all'), view(2, 'department:kitchen')]
  const screens = tourScreens(screen(0), [2, 1, 99], views, groups)
  expect(screens.map(({ viewId, page }) => [viewId, page])).toEqual([
    [2, 0],
    [1, 0],
    [1, 1],
    [1, 2],
  ])
  const last = screens[3]
  if (last === undefined) throw new Error('no last screen')
  expect(screenAfter(last, screens)).toMatchObject({ viewId: 2, page: 0 })
  // What hangs there is none of the tour's: it begins at its first screen.
  expect(screenAfter(screen(0), screens)).toMatchObject({ viewId: 2, page: 0 })
  expect(screenAfter(screen(0), tourScreens(screen(0), null, views, groups))).toMatchObject({ page: 1 })
  const kitchen = screen(0, { arrangement: view(2, 'department:kitchen').arrangement })
  expect(screenAfter(kitchen, tourScreens(kitchen, null, views, groups))).toBe(null)
})
