import { expect, test } from 'vitest'
import { dataFolder } from '../../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../../tests/helpers/fake-clock.ts'
import { figureLines } from '../../../shared/domain/figure-lines.ts'
import type { IncidentKind, Verdict } from '../../../shared/domain/incident.ts'
import type { UserActor } from '../../../shared/domain/person.ts'
import { Journal } from '../../journal/journal.ts'
import { LedgerService } from '../../ledgers/service.ts'
import { openDatabase } from '../../platform/database.ts'
import { IncidentService } from '../service.ts'
import { pageSql, staleSql } from './figure-table.ts'
import { FloodAlert } from './flood-watch.ts'
import { AlarmStatistics } from './service.ts'

const wang: UserActor = { kind: 'user', id: 'wang', name: '王建国', shiftId: 1 }
const minuteMs = 60_000
const dayMs = 86_400_000

function openRoom() {
  const folder = dataFolder()
  const clock = new FakeClock()
  const db = openDatabase(folder.path)
  const journal = new Journal(db, clock)
  const incidents = new IncidentService({ db, journal, clock })
  const statistics = new AlarmStatistics({ db, journal, clock })
  const startMs = clock.now()
  const raise = (zone: string, kind: IncidentKind = 'intrusion') =>
    incidents.occur({
      kind,
      place: { key: `zone:${zone}`, name: zone, panelId: 'panel', zoneId: zone, cameraIds: [] },
      actor: { kind: 'device', id: 'panel' },
      code: '1130',
      deviceAtMs: null,
      receivedAtMs: clock.now(),
    })
  return {
    db,
    clock,
    journal,
    statistics,
    incidents,
    raise,
    startMs,
    figures: () => statistics.figures({ fromMs: startMs, toMs: clock.now() + 1 }),
    /** Handles it as quickly as told: located, arrived and closed so long after it was raised, ms. */
    async handle(id: number, verdict: Verdict, [locateMs, arriveMs, closeMs]: [number, number, number]) {
      await clock.advance(locateMs)
      incidents.act(id, { type: 'locate' }, wang)
      incidents.act(id, { type: 'dispatch', who: '李强' }, wang)
      await clock.advance(arriveMs - locateMs)
      incidents.act(id, { type: 'arrive' }, wang)
      incidents.act(id, { type: 'verify', verdict, note: '' }, wang)
      incidents.act(id, { type: 'handle', text: '查看' }, wang)
      incidents.act(id, { type: 'report', told: ['school-leader'], note: '' }, wang)
      incidents.act(id, { type: 'record', text: '已处置' }, wang)
      await clock.advance(closeMs - arriveMs)
      incidents.act(id, { type: 'close' }, wang)
    },
    [Symbol.dispose]() {
      db.close()
      folder[Symbol.dispose]()
    },
  }
}

test('a day of alarms: counts, false alarms per place, times per guard, priorities, what stands too long', async () => {
  using room = openRoom()
  const { clock } = room
  await room.handle(room.raise('档案室').id, 'false', [20_000, 2 * minuteMs, 5 * minuteMs])
  await room.handle(room.raise('档案室').id, 'true', [40_000, 3 * minuteMs, 9 * minuteMs])
  await room.handle(room.raise('财务室').id, 'test', [30_000, minuteMs, 2 * minuteMs])
  room.raise('校门', 'panic')
  room.raise('图书馆')
  room.raise('图书馆')
  room.incidents.observe({ camera: { id: 'cam', name: '操场' }, text: '打架' }, wang)
  await clock.advance(2 * dayMs)
  const figures = await room.figures()
  expect(figures).toMatchObject({
    alarms: 5,
    falseAlarms: 1,
    verified: 2,
    stale: { now: 2, closed: 0 },
    topShare: 1,
    byPriority: [1, 4, 0, 0],
    floods: [],
    acknowledge: { count: 3, medianMs: 30_000, p90Ms: 40_000 },
    close: { count: 3, medianMs: 5 * minuteMs, p90Ms: 9 * minuteMs },
    guards: [
      {
        name: '王建国',
        acknowledge: { count: 3 },
        arrive: { count: 0, medianMs: null },
        close: { count: 3 },
      },
      {
        name: '李强',
        acknowledge: { count: 0 },
        arrive: { count: 3, medianMs: 100_000 },
        close: { count: 0 },
      },
    ],
  })
  expect(figures.places.slice(0, 3)).toMatchObject([
    { name: '档案室', alarms: 2, falseAlarms: 1, verified: 2 },
    { name: '财务室', alarms: 1, falseAlarms: 0, verified: 0 },
    { name: '校门', alarms: 1 },
  ])
  expect(figures.places.find(({ name }) => name === '图书馆')).toMatchObject({ alarms: 1, signals: 2 })
  expect(figures.byHour.reduce((sum, count) => sum + count, 0)).toBe(5)
  expect(figureLines(figures).find(({ id }) => id === 'false-share')).toEqual({
    id: 'false-share',
    value: '50%',
    limit: '10%',
    isOver: true,
  })
})

test('a flood begins and ends in the journal, over a restart of the station', async () => {
  using room = openRoom()
  const { db, journal, clock } = room
  const first = new FloodAlert({ db, journal, clock })
  room.incidents.raised.on(incident => first.raised(incident))
  for (let zone = 1; zone <= 12; zone++) {
    room.raise(`防区 ${zone}`)
    await clock.advance(1_000)
  }
  expect(first.flood()).toEqual({ sinceMs: room.startMs, count: 12, peak: 12 })
  const again = new FloodAlert({ db, journal, clock })
  expect(again.flood()).toMatchObject({ sinceMs: room.startMs })
  await clock.advance(11 * minuteMs)
  again.check()
  expect(again.flood()).toBeNull()
  const entries = journal.between(['flood.began', 'flood.ended'], 0, 1e15)
  expect(entries.map(({ kind }) => kind)).toEqual(['flood.began', 'flood.ended'])
  expect((await room.figures()).floods).toMatchObject([{ sinceMs: room.startMs, count: 12, peak: 12 }])
})

test('the sheet in the ledger says what was counted when it was written', async () => {
  using room = openRoom()
  await room.handle(room.raise('档案室').id, 'false', [20_000, 2 * minuteMs, 5 * minuteMs])
  await room.statistics.write({ fromMs: room.startMs, toMs: room.clock.now() }, wang)
  const ledgers = new LedgerService({ journal: room.journal, clock: room.clock, school: '学校', dataDir: '' })
  const query = {
    ledger: 'alarm-figures',
    fromMs: 0,
    toMs: 1e15,
    locale: 'zh-CN',
    text: '',
    cameraId: '',
  } as const
  const cells = ledgers.page(query, 0, 100).rows.map(row => row.cells.slice(2, 5))
  expect(cells).toContainEqual(['误报率', '100%\n超出建议', '建议 ≤ 10%'])
  expect(cells).toContainEqual(['确认用时', '0:20 / 0:20\n在建议范围内', '建议 ≤ 1:00'])
})

test('the figures are read through the order of time, what stands through its own index; no JSON is parsed', () => {
  using room = openRoom()
  const planOf = (sql: string) => room.db.prepare(`EXPLAIN QUERY PLAN ${sql}`)
  const details = (rows: unknown[]) => rows.map(row => (row as { detail: string }).detail)
  expect(details(planOf(pageSql).all({ afterMs: 0, afterId: 0, toMs: 1, limit: 1 }))).toEqual([
    expect.stringMatching(/^SEARCH incident_figure USING PRIMARY KEY/),
  ])
  expect(details(planOf(staleSql).all({ beforeMs: 0 }))).toEqual([
    expect.stringMatching(/^SEARCH incident_figure USING INDEX incident_figure_open/),
  ])
})
