import { beforeEach, expect, test } from 'vitest'
import { standardLayout, type WallView } from '../../../shared/domain/wall.ts'
import type { SiteView } from '../../../shared/site-view.ts'
import { useKnown } from '../../link/stores.ts'
import { onScreen } from './wall-screens.ts'
import {
  advanceTour,
  callUpView,
  hangGroup,
  hangingScreen,
  putCamera,
  resize,
  restore,
  runTour,
  setSize,
  siteGroups,
  swapTiles,
  turnPage,
  useWall,
} from './wall-store.ts'

const site = {
  places: [{ id: 'p', name: 'p', type: 'corridor', building: '', floor: '', keyArea: false }],
  cameras: Array.from({ length: 12 }, (_, index) => ({ id: `c${index}`, name: `c${index}`, placeId: 'p' })),
} as unknown as SiteView
const fresh = useWall.getInitialState()

beforeEach(() => {
  useWall.setState(fresh, true)
  useKnown.setState({ site, views: [] })
})

const shown = () =>
  onScreen(hangingScreen(useWall.getState(), site), siteGroups(site))
    .map(id => id ?? '-')
    .join(' ')

test('nobody chose: all cameras in as many tiles as they need; a number of tiles begins at the first', () => {
  expect(shown()).toBe('c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 c10 c11 - - - -')
  setSize(4)
  turnPage(-1, 3)
  expect(shown()).toBe('c8 c9 c10 c11')
  setSize(6)
  expect(shown()).toBe('c0 c1 c2 c3 c4 c5')
})

test('tiles change places, cameras are put and taken off; a saved view is then no longer that view', () => {
  setSize(4)
  const view: WallView = {
    id: 7,
    name: '夜间',
    isShared: true,
    owner: { id: 'a', name: 'a' },
    savedAtMs: 0,
    arrangement: { layout: standardLayout(4), content: { kind: 'group', group: 'all' } },
  }
  callUpView(view)
  expect(useWall.getState().viewId).toBe(7)
  turnPage(1, 3)
  expect(useWall.getState().viewId).toBe(7)
  swapTiles(0, 3)
  expect(shown()).toBe('c7 c5 c6 c4')
  expect(useWall.getState().viewId).toBe(null)
  putCamera('c0', 1)
  expect(shown()).toBe('c7 c0 c6 c4')
  putCamera(null, 0)
  expect(shown()).toBe('- c0 c6 c4')
  turnPage(-1, 3)
  expect(shown()).toBe('c5 c1 c2 c3')
  hangGroup('place:corridor')
  expect(shown()).toBe('c0 c1 c2 c3')
})

test('a tile that grows keeps its camera, on any screen and at the border', () => {
  setSize(9)
  resize(4, 1)
  expect(shown()).toBe('c0 c1 c2 c3 c4 c5')
  resize(4, 1)
  expect(shown()).toBe('c4')
  resize(0, -1)
  // Three by three: it lies at the upper left now, and the others come after it.
  expect(shown().split(' ')[0]).toBe('c4')
  setSize(4)
  turnPage(1, 3)
  const last = shown().split(' ')[3]
  resize(3, 1)
  expect(shown()).toBe(last)
  expect(useWall.getState().target).toBe(0)
})

test('after a restart the tour goes on where the wall stood', () => {
  setSize(4)
  runTour(true)
  advanceTour()
  const { arrangement, viewId, page, tour, hasFigures, shows } = useWall.getState()
  expect(page).toBe(1)
  useWall.setState(fresh, true)
  restore({ arrangement, viewId, page, tour, hasFigures, shows })
  expect(useWall.getState()).toMatchObject({ isRestored: true, phase: { kind: 'running' } })
  expect(shown()).toBe('c4 c5 c6 c7')
  advanceTour()
  advanceTour()
  expect(shown()).toBe('c0 c1 c2 c3')
  useWall.setState(fresh, true)
  restore(null)
  expect(useWall.getState()).toMatchObject({ isRestored: true, phase: { kind: 'off' }, arrangement: null })
})
