import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { MapDraft } from '../../../../shared/domain/map-draft.ts'
import type { SiteView, ZoneView } from '../../../../shared/site-view.ts'
import { beginHistory, changed, redone, undone } from './history.ts'
import { canRemove, itemsOf, withGeometry, without, type Geometry } from './items.ts'
import { drawn, formInMiddle, formOf, lengthUnits, type Tool } from './tools.ts'

const zone: ZoneView = {
  id: 'fence-1',
  name: '北围墙 1 段',
  number: 1,
  kind: 'perimeter',
  detector: 'tension-fence',
  place: 'north',
  plan: 'yard',
  line: [
    [0, 0],
    [40, 0],
  ],
  cameras: [],
  panelId: 'fence',
  partitionId: 'perimeter',
  placeName: '北围墙',
}
const site: SiteView = {
  id: 's',
  name: 's',
  notice: '',
  plans: [],
  places: [],
  cameras: [
    {
      id: 'cam-1',
      name: '正门全景',
      placeId: 'gate',
      hasSub: true,
      recorded: true,
      hasRecordings: true,
      plan: 'elsewhere',
      at: [1, 2],
      directionDegrees: 90,
      fieldOfViewDegrees: 60,
      rangeUnits: 30,
    },
  ],
  inputs: [],
  retiredCameras: [],
  panels: [{ id: 'panel-1', name: '主机', placeName: '门卫室', position: null }],
  partitions: [],
  zones: [zone],
  contacts: [],
  guards: [],
  quickPhrases: [],
}
const draft: MapDraft = {
  plan: { id: 'yard', name: '室外', width: 1000, height: 700, metresPerUnit: 1, shapes: [], features: [] },
  cameras: {},
  zones: {},
  panels: {},
}
const keys = (state: MapDraft) => itemsOf(state, site).map(item => item.key)

test('what stands on the plan can be taken hold of; what stands elsewhere can be brought here', () => {
  expect(keys(draft)).toEqual(['zone:fence-1:line'])
  const camera = { kind: 'camera', id: 'cam-1' } as const
  const placed = withGeometry(draft, site, camera, { type: 'point', at: [50, 60] })
  expect(placed.cameras['cam-1']).toEqual({
    at: [50, 60],
    directionDegrees: 90,
    fieldOfViewDegrees: 60,
    rangeUnits: 30,
  })
  const both = withGeometry(placed, site, { kind: 'panel', id: 'panel-1' }, { type: 'point', at: [1, 1] })
  expect(keys(both)).toEqual(['zone:fence-1:line', 'panel:panel-1', 'camera:cam-1'])
})

test('a zone keeps its course when its area is drawn; its last part cannot go', () => {
  const area: Geometry = formInMiddle('area', draft.plan)
  const line = { kind: 'zone', id: 'fence-1', part: 'line' } as const
  expect(canRemove(draft, site, line)).toBe(false)
  expect(without(draft, site, line)).toBe(draft)
  const both = withGeometry(draft, site, { kind: 'zone', id: 'fence-1', part: 'area' }, area)
  expect(keys(both)).toEqual(['zone:fence-1:area', 'zone:fence-1:line'])
  expect(keys(without(both, site, line))).toEqual(['zone:fence-1:area'])
  // A course is no area.
  expect(withGeometry(draft, site, line, area)).toBe(draft)
})

const tools: readonly Exclude<Tool, { kind: 'measure' }>[] = [
  ...(['evacuation-route', 'assembly-point', 'patrol-point', 'guard-post'] as const).map(feature => ({
    kind: 'feature' as const,
    feature,
  })),
  ...(['building', 'field', 'wall', 'gate', 'road', 'green'] as const).map(shape => ({
    kind: 'shape' as const,
    shape,
  })),
  { kind: 'device', ref: { kind: 'zone', id: 'fence-1', part: 'line' }, form: 'line' },
]

test('everything that can be drawn is there afterwards, can be moved and, if it is no device, taken away', () => {
  for (const tool of tools) {
    const made = drawn(draft, site, tool, formInMiddle(formOf(tool), draft.plan), '名称')
    const item = itemsOf(made.draft, site).find(({ key }) => key === made.key)
    if (item === undefined) throw new Error(`${made.key} is not there`)
    const moved = withGeometry(made.draft, site, item.ref, item.geometry)
    expect(itemsOf(moved, site)).toEqual(itemsOf(made.draft, site))
    if (tool.kind !== 'device') expect(keys(without(made.draft, site, item.ref))).toEqual(keys(draft))
  }
})

test('undo and redo lead back and forth to the same states, whatever was done', () => {
  const act = fc.oneof(
    fc.integer({ min: 1, max: 9 }).map(value => ({ type: 'change' as const, value })),
    fc.constant({ type: 'undo' as const }),
    fc.constant({ type: 'redo' as const }),
  )
  fc.assert(
    fc.property(fc.array(act, { maxLength: 60 }), acts => {
      // The model: all states in a row, and where we are in it.
      let states = [0]
      let at = 0
      let history = beginHistory(0)
      for (const one of acts) {
        if (one.type === 'change') {
          history = changed(history, one.value)
          if (states[at] !== one.value) {
            states = [...states.slice(0, at + 1), one.value]
            at++
          }
        } else if (one.type === 'undo') {
          history = undone(history)
          at = Math.max(0, at - 1)
        } else {
          history = redone(history)
          at = Math.min(states.length - 1, at + 1)
        }
        expect(history.present).toBe(states[at])
      }
    }),
  )
})

test('a length is measured along all its legs', () => {
  expect(
    lengthUnits([
      [0, 0],
      [3, 4],
      [3, 14],
    ]),
  ).toBe(15)
  expect(lengthUnits([[9, 9]])).toBe(0)
})
