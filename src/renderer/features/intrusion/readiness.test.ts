import { expect, test } from 'vitest'
import type { PartitionReport, ZoneReport } from '../../../shared/contract/intrusion.ts'
import { checklistItems, Checklist } from '../../../shared/domain/checklist.ts'
import type { Session } from '../../../shared/domain/duty.ts'
import { rightsOf, type Role } from '../../../shared/domain/rights.ts'
import type { PartitionView, ZoneView } from '../../../shared/site-view.ts'
import {
  armedSegments,
  checklistOf,
  hindranceOf,
  notReady,
  uncheckedItems,
  type KnownZone,
} from './readiness.ts'

const building: PartitionView = {
  id: 'night',
  name: '教学楼',
  panelId: 'panel',
  kind: 'intrusion',
  zoneIds: [],
  canCommand: true,
}
const fence: PartitionView = { ...building, id: 'fence', name: '周界', kind: 'perimeter' }
const report = (state: PartitionReport['state']): PartitionReport => ({
  id: 'night',
  panelId: 'panel',
  state,
  sinceMs: 0,
  rearmAtMs: null,
  reason: '',
  changedBy: '',
})
const session = (role: Role): Session => ({
  person: { id: 'w', name: '王', roles: [role] },
  shift: null,
  certificate: { kind: 'not-needed' },
  permissions: [...rightsOf([role])],
  signedOnAtMs: 0,
})
const known = (state: ZoneReport['state'], armed: boolean | null = null): KnownZone => {
  const zone = { id: state, name: state, number: 1 } as ZoneView
  return { zone, state, report: { id: state, state, sinceMs: 0, armed, lastEventAtMs: null, lastEvent: '' } }
}

test('what is open, faulty or unknown keeps a partition from being ready; a bypass does not', () => {
  const zones = [known('normal'), known('open'), known('fault'), known('unknown'), known('bypassed')]
  expect(notReady(zones).map(({ state }) => state)).toEqual(['open', 'fault', 'unknown'])
})

test('every item is ticked by itself, and the record names each', () => {
  const ticked = new Set(checklistItems.slice(0, 4))
  expect(uncheckedItems('intrusion', ticked)).toEqual(['air-conditioning', 'panel-light'])
  expect(uncheckedItems('intrusion', new Set(checklistItems))).toEqual([])
  expect(uncheckedItems('perimeter', new Set())).toEqual([])
  expect(Checklist.parse(checklistOf(ticked))).toMatchObject({ doors: true, 'panel-light': false })
})

test('nobody commands what is unknown, under way, or not his', () => {
  expect(hindranceOf('arm', building, report('disarmed'), session('nightGuard'))).toBeNull()
  expect(hindranceOf('arm', building, report('unknown'), session('nightGuard'))).toBe('unknown')
  expect(hindranceOf('arm', building, undefined, session('nightGuard'))).toBe('unknown')
  expect(hindranceOf('disarm', building, report('arming'), session('nightGuard'))).toBeNull()
  expect(hindranceOf('arm', building, report('arming'), session('nightGuard'))).toBe('busy')
  expect(hindranceOf('arm', building, report('disarmed'), session('dutyGuard'))).toBe('forbidden')
  expect(hindranceOf('arm', building, report('disarmed'), null)).toBe('not-signed-on')
  expect(hindranceOf('arm', { ...building, canCommand: false }, report('armed'), null)).toBe('no-command')
  expect(hindranceOf('disarm', fence, report('armed'), session('nightGuard'))).toBeNull()
  const armsOnly: Session = { ...session('nightGuard'), permissions: ['intrusion.arm'] }
  expect(hindranceOf('disarm', fence, report('armed'), armsOnly)).toBe('forbidden-perimeter')
  expect(hindranceOf('disarm', fence, report('armed'), session('securityRep'))).toBeNull()
  expect(hindranceOf('arm', fence, report('disarmed'), session('securityRep'))).toBe('forbidden')
})

test('a segment that does not tell is not counted as armed', () => {
  const zones = [known('normal', true), known('normal', false), known('unknown')]
  expect(armedSegments(zones)).toEqual({ armed: 1, total: 3 })
})
