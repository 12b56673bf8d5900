import { expect, test } from 'vitest'
import type { SiteView } from '../../../shared/site-view.ts'
import { groupsOf, matches } from './wall-groups.ts'

const place = (id: string, type: SiteView['places'][number]['type'], building = '', floor = '') => ({
  id,
  name: id,
  type,
  building,
  floor,
  keyArea: id === 'lab',
})
const camera = (id: string, placeId: string) => ({ id, name: id, placeId }) as SiteView['cameras'][number]

test('cameras are grouped by department, kind of place, building and floor', () => {
  const groups = groupsOf({
    places: [
      place('gate', 'main-gate'),
      place('cooking', 'canteen-kitchen', '食堂', '1'),
      place('dining', 'canteen-dining', '食堂', '2'),
      place('lab', 'hazardous-store', '教学楼', '1'),
    ],
    cameras: [
      camera('c1', 'gate'),
      camera('c2', 'cooking'),
      camera('c3', 'dining'),
      camera('c4', 'lab'),
      camera('c5', 'gone'),
    ],
  })
  expect(Object.fromEntries(groups.map(({ id, cameraIds }) => [id, cameraIds.join(' ')]))).toEqual({
    all: 'c1 c2 c3 c4 c5',
    'department:gates': 'c1',
    'department:kitchen': 'c2 c3',
    'department:key-areas': 'c4',
    'place:main-gate': 'c1',
    'place:canteen-kitchen': 'c2',
    'place:canteen-dining': 'c3',
    'place:hazardous-store': 'c4',
    'building:食堂': 'c2 c3',
    'building:食堂/1': 'c2',
    'building:食堂/2': 'c3',
    'building:教学楼': 'c4',
  })
})

test('any part of name, id or place finds a camera', () => {
  const gate = { id: 'cam-1', name: '正门全景' }
  expect(['正门', '全景', 'CAM-1', '', ' 门卫 '].map(typed => matches(typed, gate, '门卫室 室外'))).toEqual([
    true,
    true,
    true,
    true,
    true,
  ])
  expect(matches('食堂', gate, '门卫室')).toBe(false)
})
