import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { dataFolder } from '../../../../tests/helpers/data-folder.ts'
import type { Signal, SignalKind, ZoneKind } from '../../../shared/domain/intrusion.ts'
import type { UserActor } from '../../../shared/domain/person.ts'
import type { Panel, SiteFile, Zone } from '../../../shared/site.ts'
import { Journal } from '../../journal/journal.ts'
import type { Clock } from '../../platform/clock.ts'
import { openDatabase, type Db } from '../../platform/database.ts'
import { PanelWorkService } from './service.ts'

const actor: UserActor = { kind: 'user', id: 'wu-jing', name: '吴静', shiftId: null }
const minuteMs = 60_000

function zone(number: number, kind: ZoneKind, partition?: string): Zone {
  const own = { id: `zone-${number}`, name: `防区 ${number}`, number, kind, place: 'gate', plan: 'campus' }
  return { ...own, detector: 'other', cameras: [], ...(partition !== undefined && { partition }) }
}
const zones = [
  zone(1, 'intrusion', 'part-1'),
  zone(2, 'intrusion', 'part-2'),
  zone(3, 'panic'),
  zone(4, 'perimeter', 'part-2'),
]
const panel: Panel = {
  driver: 'dc09',
  id: 'panel-1',
  name: '主机',
  place: 'gate',
  account: '1234',
  supervisionSeconds: 60,
  keypadUsers: [],
  partitions: (['part-1', 'part-2'] as const).map((id, index) => ({
    id,
    name: id,
    number: index + 1,
    kind: 'intrusion',
    checklist: [],
  })),
  zones,
}

let folder: ReturnType<typeof dataFolder>
let db: Db
let nowMs: number
let site: SiteFile
let journal: Journal
const clock: Clock = { now: () => nowMs, monotonic: () => nowMs, sleep: () => Promise.resolve() }
const open = (): PanelWorkService => new PanelWorkService({ site: () => site, db, journal, clock })

beforeEach(() => {
  folder = dataFolder()
  db = openDatabase(folder.path)
  nowMs = 1_000_000
  site = { panels: [panel], retiredPanels: [] } as unknown as SiteFile
  journal = new Journal(db, clock)
})
afterEach(() => {
  db.close()
  folder[Symbol.dispose]()
})

const signal = (zoneNumber: number, kind: SignalKind, code = '1130'): Signal => ({
  panelId: 'panel-1',
  zoneNumber,
  partitionNumber: 1,
  kind,
  edge: 'active',
  userNumber: null,
  code,
  deviceAtMs: null,
  receivedAtMs: nowMs,
  raw: '',
})
const look = (work: PanelWorkService, zoneNumber: number, kind: SignalKind) =>
  work.look(
    signal(zoneNumber, kind),
    zones.find(({ number }) => number === zoneNumber),
  )
const start = (work: PanelWorkService, partitionId: string | null, minutes = 10): number =>
  work.startTest({ panelId: 'panel-1', partitionId, reason: '测试', minutes }, actor)

test('a test of a partition is one of its zones alone, and over at its minute even before it is closed', () => {
  const work = open()
  const id = start(work, 'part-1')
  expect(look(work, 1, 'alarm.intrusion')).toEqual({ testId: id, isQuiet: true })
  expect([look(work, 2, 'alarm.intrusion'), look(work, 3, 'alarm.panic')]).toEqual([null, null])
  nowMs += 10 * minuteMs
  expect(look(work, 1, 'alarm.intrusion')).toBeNull()
  // A restart lies between.
  const after = open()
  after.checkDue()
  expect(after.report().walkTests).toEqual([])
  expect(journal.lastOf(['walk-test.ended'])?.body).toMatchObject({
    cause: 'time',
    passed: [{ name: '防区 1', number: 1, code: '1130' }],
    silent: [],
  })
})

test('a panel that goes out of service ends its test and its learning', () => {
  const work = open()
  start(work, null)
  work.learn('panel-1', 5, actor)
  site = { panels: [], retiredPanels: [panel] } as unknown as SiteFile
  work.checkDue()
  expect(work.report()).toEqual({ learning: [], walkTests: [] })
  expect(journal.lastOf(['walk-test.ended'])?.body).toMatchObject({ panel: '主机', cause: 'retired' })
})

test('learning lists numbers without a zone, only while it lasts, and forgets them when it ends', () => {
  const work = open()
  work.look(signal(9, 'alarm.intrusion'), undefined)
  expect(work.report().learning).toEqual([])
  work.learn('panel-1', 5, actor)
  work.look(signal(9, 'alarm.intrusion'), undefined)
  work.look(signal(9, 'tamper', '1144'), undefined)
  work.look(signal(0, 'fault.power'), undefined)
  look(work, 1, 'alarm.intrusion')
  expect(open().report().learning).toMatchObject([
    { endsAtMs: nowMs + 5 * minuteMs, numbers: [{ number: 9, count: 2, code: '1144', kind: 'tamper' }] },
  ])
  nowMs += 5 * minuteMs
  work.look(signal(10, 'alarm.intrusion'), undefined)
  work.checkDue()
  expect(journal.lastOf(['panel.learning-ended'])?.body).toMatchObject({ unnamed: [9] })
  work.learn('panel-1', 5, actor)
  expect(work.report().learning[0]?.numbers).toEqual([])
})

test('a zone that is read as open counts once; one that stood open from the start does not', () => {
  const work = open()
  const read = (one: 'normal' | 'open', two: 'normal' | 'open'): void =>
    work.follow({
      zones: [one, two].map((state, index) => ({
        id: `zone-${index + 1}`,
        state,
        sinceMs: 0,
        armed: null,
        lastEventAtMs: null,
        lastEvent: '',
      })),
    })
  read('normal', 'open')
  start(work, null)
  read('open', 'open')
  read('normal', 'open')
  read('open', 'open')
  expect(work.report().walkTests[0]?.zones.map(({ count }) => count)).toEqual([1, 0, 0, 0])
})

test('no row of starts, ends, times and signals keeps a panic call or a zone outside the test quiet', () => {
  const kinds = [
    'alarm.intrusion',
    'alarm.perimeter',
    'alarm.cut',
    'alarm.panic',
    'alarm.fire',
    'tamper',
  ] as const
  const step = fc.oneof(
    fc.record({ do: fc.constant('start' as const), partition: fc.constantFrom(null, 'part-1', 'part-2') }),
    fc.record({ do: fc.constant('end' as const) }),
    fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 15 }) }),
    fc.record({
      do: fc.constant('signal' as const),
      zone: fc.constantFrom(...zones),
      kind: fc.constantFrom(...kinds),
    }),
  )
  const work = open()
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), steps => {
      let running: { partition: string | null; endsAtMs: number } | null = null
      for (const row of work.report().walkTests) work.endTest(row.id, actor)
      for (const next of steps) {
        if (next.do === 'wait') nowMs += next.minutes * minuteMs
        if (next.do === 'end') for (const row of work.report().walkTests) work.endTest(row.id, actor)
        if (next.do === 'end') running = null
        if (next.do === 'start' && work.report().walkTests.length === 0) {
          start(work, next.partition)
          running = { partition: next.partition, endsAtMs: nowMs + 10 * minuteMs }
        }
        if (next.do !== 'signal') continue
        const isQuiet = work.look(signal(next.zone.number, next.kind), next.zone)?.isQuiet === true
        const isWithin =
          running !== null &&
          nowMs < running.endsAtMs &&
          (running.partition === null || running.partition === next.zone.partition)
        const isWalking = next.kind === 'alarm.intrusion' || next.kind === 'alarm.perimeter'
        expect(isQuiet).toBe(isWithin && isWalking && next.zone.kind !== 'panic')
      }
    }),
    { numRuns: 60 },
  )
})
