import { expect, test } from 'vitest'
import { codeOf } from '../../../../tests/helpers/code-of.ts'
import { dataFolder } from '../../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../../tests/helpers/fake-clock.ts'
import type { UserActor } from '../../../shared/domain/person.ts'
import { IncidentService } from '../../incidents/service.ts'
import { Journal } from '../../journal/journal.ts'
import { LedgerService } from '../../ledgers/service.ts'
import { openDatabase, type Db } from '../../platform/database.ts'
import { DailyChecks } from './service.ts'

const dayMs = 86_400_000
const guard: UserActor = { kind: 'user', id: 'zhang', name: '张敏', shiftId: 1 }
const round = { actor: guard, shift: null }
const school = [
  { id: 'cam-1', name: '正门' },
  { id: 'cam-2', name: '操场' },
]

/** A station at 10:00 Beijing time of 2026-11-22, with a database that outlives it. */
function openWatch(db: Db, dataDir: string, clock: FakeClock, cameras = school) {
  const journal = new Journal(db, clock)
  const incidents = new IncidentService({ db, journal, clock })
  const checks = new DailyChecks({ db, journal, clock, incidents, cameras: () => cameras })
  const ledgers = new LedgerService({ journal, clock, school: '示范学校', dataDir })
  return {
    checks,
    incidents,
    missed: () => journal.between(['daily-check.missed'], 0, 1e15).map(({ subject }) => subject),
    rows: () =>
      ledgers
        .page(
          { ledger: 'daily-watch', fromMs: 0, toMs: 1e15, text: '', cameraId: '', locale: 'zh-CN' },
          0,
          50,
        )
        .rows.map(({ cells }) => cells.join(' | ')),
  }
}

function openRoom(clock = new FakeClock(Date.UTC(2026, 10, 22, 2, 0, 0))) {
  const folder = dataFolder()
  const db = openDatabase(folder.path)
  return {
    clock,
    start: (cameras = school) => openWatch(db, folder.path, clock, cameras),
    [Symbol.dispose]() {
      db.close()
      folder[Symbol.dispose]()
    },
  }
}

test('a round over all cameras: one look each, a finding opens an incident, and the ledger has its row', () => {
  using room = openRoom()
  const { checks, incidents, rows } = room.start()
  checks.start(round)
  checks.look({ cameraId: 'cam-1', finding: null, note: '' }, round)
  expect(codeOf(() => checks.finish('none-needed', round))).toBe('daily-check.cameras-left')
  const check = checks.look({ cameraId: 'cam-2', finding: 'fill-light', note: '灯不亮' }, round)
  const [incident] = incidents.open()
  expect(incident).toMatchObject({ kind: 'device-fault', placeName: '操场', cameraIds: ['cam-2'] })
  // The guard knows of it: it does not ring.
  expect(incident?.progress.located?.by.name).toBe('张敏')
  expect(check.cameras[1]?.outcome?.incidentId).toBe(incident?.id)
  checks.finish('equipment-officer', round)
  expect(rows()[0]).toContain(
    '2026-11-22 |  | 张敏 | 正门、操场 | 操场：夜间补光不足，灯不亮\n1 路正常 | 警情 1 | 技防设施专管员',
  )
  expect(codeOf(() => checks.look({ cameraId: 'cam-1', finding: null, note: '' }, round))).toBe(
    'daily-check.over',
  )
})

test.each(['device-fault', 'view-shifted', 'image-degraded', 'fill-light'] as const)(
  'each of the four findings of A-15.1.3 opens an incident: %s',
  finding => {
    using room = openRoom()
    const { checks, incidents } = room.start()
    checks.start(round)
    checks.look({ cameraId: 'cam-1', finding, note: '' }, round)
    expect(incidents.open().map(({ kind }) => kind)).toEqual(['device-fault'])
  },
)

test('a restart in the middle keeps what was looked at; cameras that came meanwhile join the round', () => {
  using room = openRoom()
  room.start().checks.start(round)
  const before = room.start()
  before.checks.look({ cameraId: 'cam-1', finding: null, note: '' }, round)
  const { checks } = room.start([...school, { id: 'cam-3', name: '食堂' }])
  expect(checks.report().today.cameras.map(({ outcome }) => outcome !== null)).toEqual([true, false])
  expect(checks.start(round).cameras.map(({ id }) => id)).toEqual(['cam-1', 'cam-2', 'cam-3'])
  expect(checks.report().today.cameras[0]?.outcome?.by.name).toBe('张敏')
})

test('a day that ends without a finished round is missed, at Beijing midnight, and shown', async () => {
  using room = openRoom()
  const { checks, missed, rows } = room.start()
  checks.start(round)
  checks.look({ cameraId: 'cam-1', finding: null, note: '' }, round)
  await room.clock.advance(14 * 3_600_000 - 1)
  checks.checkDay()
  expect(missed()).toEqual([])
  await room.clock.advance(1)
  checks.checkDay()
  expect(missed()).toEqual(['daily-check/2026-11-22'])
  expect(checks.report()).toMatchObject({
    today: { day: '2026-11-23', started: null },
    missed: [{ day: '2026-11-22', done: 1, of: 2 }],
  })
  expect(rows()[0]).toContain('未完成每日查看（已看 1 路，共 2 路）')
  checks.checkDay()
  expect(missed()).toHaveLength(1)
})

test('days on which the station was off are missed as well; a finished day is not', async () => {
  using room = openRoom()
  const first = room.start()
  first.checks.start(round)
  for (const { id } of school) first.checks.look({ cameraId: id, finding: null, note: '' }, round)
  first.checks.finish('none-needed', round)
  await room.clock.advance(3 * dayMs)
  const { checks, missed } = room.start()
  expect(missed()).toEqual(['daily-check/2026-11-23', 'daily-check/2026-11-24'])
  expect(checks.report().today.day).toBe('2026-11-25')
})
