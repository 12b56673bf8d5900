import { expect, test } from 'vitest'
import type { Signal } from '../../shared/domain/intrusion.ts'
import type { Panel, SiteFile } from '../../shared/site.ts'
import { IntrusionPicture } from './picture.ts'

function panel(id: string, zones: Record<string, number>): Panel {
  return {
    driver: 'dc09',
    id,
    name: id,
    place: 'gate',
    account: '1234',
    supervisionSeconds: 60,
    keypadUsers: [],
    partitions: [{ id: `${id}-part`, name: '一区', number: 1, kind: 'intrusion', checklist: [] }],
    zones: Object.entries(zones).map(([zoneId, number]) => ({
      id: zoneId,
      name: zoneId,
      number,
      partition: `${id}-part`,
      kind: 'intrusion',
      detector: 'pir',
      place: 'gate',
      plan: 'campus',
      at: [0, 0],
      cameras: [],
    })),
  }
}

const siteWith = (...panels: Panel[]): SiteFile => ({ panels }) as unknown as SiteFile

const alarmOf = (panelId: string, zoneNumber: number): Signal => ({
  panelId,
  zoneNumber,
  partitionNumber: 1,
  kind: 'alarm.intrusion',
  edge: 'active',
  userNumber: null,
  code: '1130',
  deviceAtMs: null,
  receivedAtMs: 5,
  raw: '',
})

test('a changed site leaves what did not change as it was, and knows nothing of what is new', () => {
  const picture = new IntrusionPicture(siteWith(panel('a', { a1: 1 })), 0)
  picture.setLine('a', 'report', 'online', 1)
  picture.applyStatus(
    'a',
    { partitions: [{ number: 1, state: 'armed' }], zones: [{ number: 1, state: 'normal' }] },
    2,
    new Set(),
  )
  picture.applySignal(alarmOf('a', 1), 3)
  picture.follow(siteWith(panel('b', { b1: 1 }), panel('a', { a1: 1, a2: 2 })), 9)
  expect(picture.report().panels.map(({ id, line }) => [id, line])).toEqual([
    ['b', 'unknown'],
    ['a', 'online'],
  ])
  expect(picture.partitions.get('a-part')).toMatchObject({ state: 'armed', sinceMs: 2 })
  expect(picture.zoneReport('a1')).toMatchObject({ state: 'alarm', sinceMs: 3 })
  expect(picture.zoneReport('a2')).toMatchObject({ state: 'unknown', sinceMs: 9 })
  expect(picture.zoneReport('b1')?.state).toBe('unknown')
})

test('what is gone is forgotten; a zone under another number is a new one', () => {
  const picture = new IntrusionPicture(siteWith(panel('a', { a1: 1, a2: 2 }), panel('b', { b1: 1 })), 0)
  picture.applySignal(alarmOf('a', 1), 3)
  picture.applySignal(alarmOf('a', 2), 3)
  picture.follow(siteWith(panel('a', { a1: 7, a2: 2 })), 9)
  expect(picture.zoneReport('a1')).toMatchObject({ state: 'unknown', lastEvent: '' })
  expect(picture.zoneReport('a2')?.state).toBe('alarm')
  expect(picture.report().panels.map(({ id }) => id)).toEqual(['a'])
  expect(picture.zoneReport('b1')).toBeUndefined()
  expect(picture.setLine('b', 'report', 'online', 10)).toBe(false)
})

test('after its driver was started anew a panel is unknown until that one speaks', () => {
  const picture = new IntrusionPicture(siteWith(panel('a', { a1: 1 })), 0)
  picture.setLine('a', 'report', 'online', 1)
  picture.applySignal(alarmOf('a', 1), 3)
  picture.restarted('a', 9)
  expect(picture.panels.get('a')).toMatchObject({ line: 'unknown', sinceMs: 9 })
  expect(picture.zoneReport('a1')?.state).toBe('unknown')
})
