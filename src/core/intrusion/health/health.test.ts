import { expect, test } from 'vitest'
import { dataFolder } from '../../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../../tests/helpers/fake-clock.ts'
import { panelSite, zoneOf } from '../../../../tests/helpers/panel-site.ts'
import type { PanelHealth, Signal } from '../../../shared/domain/intrusion.ts'
import { IncidentService } from '../../incidents/service.ts'
import { Journal } from '../../journal/journal.ts'
import { openDatabase } from '../../platform/database.ts'
import { startHeartbeat } from '../../station/heartbeat.ts'
import { IntrusionService } from '../service.ts'
import { PanelClock } from './panel-clock.ts'

const site = panelSite('dc09')

const unknown: PanelHealth = {
  power: 'unknown',
  battery: 'unknown',
  tamper: 'unknown',
  clockDeviationMs: null,
}

function openRoom() {
  const folder = dataFolder()
  const clock = new FakeClock()
  const db = openDatabase(folder.path)
  const journal = new Journal(db, clock)
  const incidents = new IncidentService({ db, journal, clock })
  const stops: AbortController[] = []
  /** As the station starts: the heart beat first, which writes down blind time. */
  const open = () => {
    const stop = new AbortController()
    stops.push(stop)
    startHeartbeat({ db, journal, clock, signal: stop.signal, about: {} })
    return new IntrusionService({ site, camerasOf: () => [], db, journal, clock, incidents })
  }
  return {
    clock,
    incidents,
    open,
    /** The station falls over. */
    crash: () => stops.at(-1)?.abort(),
    bodies: (kind: string) => journal.between([kind], 0, 1e15).map(({ body }) => body),
    [Symbol.dispose]() {
      for (const stop of stops) stop.abort()
      db.close()
      folder[Symbol.dispose]()
    },
  }
}

const signal = (part: Partial<Signal>): Signal => ({
  panelId: 'panel',
  zoneNumber: null,
  partitionNumber: null,
  kind: 'fault.power',
  edge: 'active',
  userNumber: null,
  code: '1301',
  deviceAtMs: null,
  receivedAtMs: 0,
  raw: '',
  ...part,
})
const openKinds = (incidents: IncidentService) =>
  incidents.open().map(({ kind, placeName, signalState }) => `${kind} ${placeName} ${signalState}`)

test('of a panel that has told nothing all is unknown, and ok only what it said', async () => {
  using room = openRoom()
  const intrusion = room.open()
  intrusion.line('panel', 'online', 'message', 'report')
  expect(intrusion.report().panels).toMatchObject([
    { line: 'online', power: 'unknown', battery: 'unknown', tamper: 'unknown', clock: 'unknown' },
  ])
  await intrusion.signal(signal({}))
  await intrusion.signal(signal({ kind: 'tamper', code: '1137' }))
  await intrusion.signal(signal({ edge: 'restored', code: '3301' }))
  expect(intrusion.report().panels).toMatchObject([{ power: 'ok', tamper: 'fault', battery: 'unknown' }])
  // Two faults of one panel are two cases: one is over, the other is not.
  expect(openKinds(room.incidents)).toEqual([
    'power-failure 报警主机：交流电源 restored',
    'tamper 报警主机：防拆 active',
  ])
  expect(room.bodies('check.panel').map(({ line, power, tamper }) => [line, power, tamper])).toEqual([
    ['ok', 'unknown', 'unknown'],
    ['ok', 'fault', 'unknown'],
    ['ok', 'fault', 'fault'],
    ['ok', 'ok', 'fault'],
  ])
  intrusion.line('panel', 'lost', 'silence', 'report')
  expect(intrusion.report().panels).toMatchObject([{ power: 'unknown', tamper: 'unknown' }])
  expect(room.bodies('check.panel').at(-1)).toMatchObject({
    line: 'fault',
    power: 'unknown',
    tamper: 'unknown',
  })
})

test('a fault that stands in the status of the panel is an incident, and over when the status says so', () => {
  using room = openRoom()
  const intrusion = room.open()
  intrusion.line('panel', 'online', 'status read', 'both')
  const read = (health: Partial<PanelHealth>) =>
    intrusion.status('panel', { partitions: [], zones: [], health: { ...unknown, ...health } })
  read({ power: 'ok', battery: 'fault' })
  read({ power: 'ok', battery: 'fault', clockDeviationMs: -21_000 })
  read({ power: 'ok', battery: 'fault', clockDeviationMs: -21_000 })
  expect(openKinds(room.incidents)).toEqual([
    'device-fault 报警主机：蓄电池 active',
    'device-fault 报警主机：时钟 active',
  ])
  expect(room.incidents.open().map(({ signalCount }) => signalCount)).toEqual([1, 1])
  read({ power: 'ok', battery: 'ok', clockDeviationMs: -20_000 })
  expect(room.incidents.open().map(({ signalState }) => signalState)).toEqual(['restored', 'restored'])
  expect(room.bodies('check.panel').at(-1)).toMatchObject({
    battery: 'ok',
    clock: 'ok',
    clockDeviationMs: -20_000,
  })
})

test('a clock is ahead at once, behind only when several messages say so; an old reading proves nothing', () => {
  const atMs = Date.UTC(2026, 10, 22)
  const ahead = new PanelClock()
  ahead.heard(atMs + 20_001, atMs)
  expect(ahead.finding(atMs)).toEqual({ verdict: 'fault', deviationMs: 20_001 })
  const behind = new PanelClock()
  behind.heard(atMs - 600_000, atMs)
  behind.heard(atMs - 600_000, atMs + 1)
  expect(behind.finding(atMs).verdict).toBe('unknown')
  // They had waited in the panel: this one did not.
  behind.heard(atMs - 2_000, atMs)
  expect(behind.finding(atMs)).toEqual({ verdict: 'ok', deviationMs: -2_000 })
  for (let message = 0; message < 5; message++) behind.heard(atMs - 30_000, atMs)
  expect(behind.finding(atMs).verdict).toBe('fault')
  expect(behind.finding(atMs + 25 * 3_600_000)).toEqual({ verdict: 'unknown', deviationMs: null })
})

test('times in messages are judged once a second, and shown', async () => {
  using room = openRoom()
  const intrusion = room.open()
  intrusion.line('panel', 'online', 'message', 'report')
  for (let message = 0; message < 3; message++)
    intrusion.heardAt('panel', room.clock.now() - 45_000, room.clock.now())
  intrusion.checkHealth()
  expect(intrusion.report().panels).toMatchObject([{ clock: 'fault', clockDeviationMs: -45_000 }])
  expect(openKinds(room.incidents)).toEqual(['device-fault 报警主机：时钟 active'])
})

test('blind time of a panel: a lost line, a station that was off, and a loss that the station slept over', async () => {
  using room = openRoom()
  const startMs = room.clock.now()
  const first = room.open()
  first.line('panel', 'online', 'message', 'report')
  expect(room.bodies('intrusion.blind')).toEqual([])
  await room.clock.advance(60_000)
  first.line('panel', 'lost', 'silence', 'report')
  await room.clock.advance(30_000)
  first.line('panel', 'online', 'message', 'report')
  await room.clock.advance(10_000)
  room.crash()
  await room.clock.advance(120_000)
  const second = room.open()
  expect(second.report().panels).toMatchObject([{ line: 'unknown', power: 'unknown' }])
  await room.clock.advance(5_000)
  second.line('panel', 'online', 'message', 'report')
  await room.clock.advance(10_000)
  second.line('panel', 'lost', 'silence', 'report')
  await room.clock.advance(10_000)
  room.crash()
  await room.clock.advance(10_000)
  room.open().line('panel', 'online', 'message', 'report')
  const spans = room
    .bodies('intrusion.blind')
    .map(({ cause, fromMs, toMs }) => [cause, Number(fromMs) - startMs, Number(toMs) - startMs])
  expect(spans).toEqual([
    ['line', 60_000, 90_000],
    ['station-off', 100_000, 225_000],
    ['line', 235_000, 255_000],
  ])
})

test('an alarm that stands in the panel at the first reading is raised once, and not what is normal', () => {
  using room = openRoom()
  const zones = [zoneOf(1, 'panic'), zoneOf(2, 'fire'), zoneOf(3, 'tamper')]
  const intrusion = room.open()
  intrusion.follow(panelSite('dc09', zones))
  intrusion.line('panel', 'online', 'status read', 'both')
  const read = (states: readonly ('alarm' | 'normal')[]) =>
    intrusion.status('panel', {
      partitions: [],
      zones: states.map((state, index) => ({ number: index + 1, state })),
    })
  read(['alarm', 'normal', 'normal'])
  read(['alarm', 'alarm', 'normal'])
  expect(openKinds(room.incidents)).toEqual(['panic 防区 1 active'])
  expect(room.bodies('intrusion.found')).toEqual([{ zone: '防区 1', kind: 'panic' }])
})
