import { beforeAll, expect, test } from 'vitest'
import { dataFolder } from '../../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../../tests/helpers/fake-clock.ts'
import type { UserActor } from '../../../shared/domain/person.ts'
import type { SiteUser } from '../../../shared/site.ts'
import { DutyRules } from '../../../shared/site/duty.ts'
import { IncidentService } from '../../incidents/service.ts'
import { dutyLedger } from '../../ledgers/duty-ledger.ts'
import { wordsIn } from '../../ledgers/words.ts'
import { Emitter } from '../../platform/emitter.ts'
import { deskPeople, openDuty, openGround, pin } from '../test-room.ts'
import { rosterForm } from './form.ts'
import { Roster, type RosterOptions } from './service.ts'
import { RosterWatch } from './watch.ts'

const minuteMs = 60_000
const leader: UserActor = { kind: 'user', id: 'zhao', name: '赵明', shiftId: null }
const at = (text: string): number => Date.parse(`2026-11-${text}:00+08:00`)
let users: SiteUser[] = []

beforeAll(async () => {
  users = await deskPeople()
})

/** A site whose rules of duty change as the real one's do. */
function siteOf(): RosterOptions['sites'] {
  const site = { duty: DutyRules.parse({}), schoolDays: [] }
  const changed = new Emitter<never>()
  const change = (_actor: unknown, _summary: string, edit: (draft: typeof site) => void) => {
    edit(site)
    return site
  }
  return { current: site, change, changed } as unknown as RosterOptions['sites']
}

function openDesk(path: string, clock = new FakeClock(at('22T17:00'))) {
  const ground = openGround(path, users, clock)
  const { db, journal, people } = ground
  const roster = new Roster({ db, journal, clock, people, sites: siteOf() })
  const { duty, signOn } = openDuty(ground, roster)
  const incidents = new IncidentService({ db, journal, clock })
  const open = () =>
    new RosterWatch({ roster, incidents, journal, clock, activeShift: () => duty.activeShift() })
  const watch = open()
  const plan = (cells: readonly string[]) =>
    roster.change(
      {
        how: 'assigned',
        reason: '',
        cells: cells.map(cell => {
          const [day, shift = '', personId = ''] = cell.split(' ')
          return { post: 'desk', day: `2026-11-${day}`, shift, personId: personId === '-' ? null : personId }
        }),
      },
      leader,
    )
  const wait = async (minutes: number) => {
    await clock.advance(minutes * minuteMs)
    watch.check()
  }
  const said = (kinds: readonly string[]) =>
    dutyLedger.rows(journal.between(kinds, 0, 4e12), wordsIn('zh-CN')).map(({ cells }) => cells.at(-1))
  return {
    clock,
    journal,
    roster,
    duty,
    incidents,
    watch,
    open,
    plan,
    wait,
    signOn,
    said,
    [Symbol.dispose]: () => void db.close(),
  }
}

test('who comes late is told so, and the record keeps what was planned', async () => {
  using folder = dataFolder()
  using desk = openDesk(folder.path)
  desk.plan(['22 night wang', '23 day li'])
  expect(desk.roster.report()).toMatchObject({ now: null, next: { personName: '王建国' } })
  await desk.wait(70)
  const session = await desk.signOn('wang')
  expect(session.shift?.plan).toMatchObject({ kind: 'planned', lateMinutes: 10, toMs: at('23T06:00') })
  expect(desk.said(['duty.signed-on'])).toEqual(['排班 夜班 18:00–06:00，迟到 10 分'])
  expect(session.shift?.kind).toBe('night')
  // Back in the same shift after a walk is not late, and the time without a guard has its length.
  desk.duty.signOff({ note: '出去一趟', reason: 'other' })
  await desk.wait(95)
  await desk.signOn('wang')
  expect(desk.said(['duty.signed-on']).at(-1)).toBe(
    '排班 夜班 18:00–06:00；此前无人值守：2026-11-22 18:10:00 至 2026-11-22 19:45:00，共 1 小时 35 分',
  )
  // What was planned when the shift began stays.
  expect(() => desk.plan(['22 night li'])).toThrow('roster.begun')
  expect(() => desk.plan(['23 night li', '22 night -'])).toThrow('roster.begun')
  expect(desk.roster.read('2026-11-22', '2026-11-24').duties.map(({ personId }) => personId)).toEqual([
    'wang',
    'li',
  ])
})

test('nobody comes: an incident once, also across a restart; whoever comes restores it', async () => {
  using folder = dataFolder()
  const clock = new FakeClock(at('22T17:00'))
  {
    using desk = openDesk(folder.path, clock)
    desk.plan(['22 night wang'])
    await desk.wait(74)
    expect(desk.incidents.open()).toEqual([])
    await desk.wait(1)
    expect(desk.incidents.open()).toMatchObject([
      { kind: 'unattended', placeName: '值班台 夜班 王建国', signalState: 'active' },
    ])
    expect(desk.said(['duty.nobody-came'])).toEqual(['王建国（夜班）应于 2026-11-22 18:00 到班'])
  }
  using desk = openDesk(folder.path, clock)
  await desk.wait(10)
  expect(desk.journal.between(['duty.nobody-came'], 0, 4e12)).toHaveLength(1)
  const session = await desk.signOn('li')
  expect(session.shift?.plan).toMatchObject({ kind: 'instead', of: '王建国' })
  await desk.wait(1)
  expect(desk.incidents.open()).toMatchObject([{ signalState: 'restored' }])
})

test('a guard who is not relieved is written down once, and the relief that does not come is an incident', async () => {
  using folder = dataFolder()
  using desk = openDesk(folder.path)
  desk.plan(['22 night wang', '23 day li'])
  await desk.wait(60)
  await desk.signOn('wang')
  await desk.wait(12 * 60 + 14)
  expect(desk.incidents.open()).toEqual([])
  await desk.wait(1)
  expect(desk.incidents.open()).toMatchObject([{ placeName: '值班台 日班 李强' }])
  await desk.wait(15)
  await desk.wait(60)
  expect(desk.said(['duty.overtime'])).toEqual(['王建国 应于 2026-11-23 06:00 下班'])
  await desk.duty.takeOver('li', pin, () => ({}))
  await desk.wait(1)
  expect(desk.incidents.open()).toMatchObject([{ signalState: 'restored' }])
  expect(desk.said(['duty.took-over'])).toEqual(['自 王建国 接班；排班 日班 06:00–18:00，迟到 1 小时 30 分'])
})

test('who comes some minutes before six stands the day shift', async () => {
  using folder = dataFolder()
  using desk = openDesk(folder.path, new FakeClock(at('22T23:00')))
  desk.plan(['23 day li'])
  await desk.wait(6 * 60 + 55)
  expect((await desk.signOn('li')).shift).toMatchObject({ kind: 'day', plan: { lateMinutes: 0 } })
})

test('changes are all or nothing and say what stood there; only guards are planned', () => {
  using folder = dataFolder()
  using desk = openDesk(folder.path)
  expect(() => desk.plan(['23 day wang', '23 night chen'])).toThrow('roster.not-a-guard')
  expect(() => desk.plan(['23 day wang', '23 third wang'])).toThrow('roster.unknown-place')
  expect(desk.roster.read('2026-11-23', '2026-11-23').duties).toEqual([])
  desk.plan(['23 day wang', '23 night li'])
  desk.plan(['23 day wang', '23 night li'])
  desk.plan(['23 day li', '23 night -'])
  expect(desk.said(['roster.changed'])).toEqual([
    '改排；11-23 日班 无人→王建国；11-23 夜班 无人→李强',
    '改排；11-23 日班 王建国→李强；11-23 夜班 李强→无人',
  ])
})

test('new times of a shift hold for what has not begun', async () => {
  using folder = dataFolder()
  using desk = openDesk(folder.path)
  desk.plan(['22 night wang', '23 night li'])
  await desk.wait(90)
  const rules = desk.roster.rules
  const shifts = rules.shifts.map(shift => (shift.id === 'night' ? { ...shift, from: '20:00' } : shift))
  desk.roster.setRules({ rules: { ...rules, shifts }, equipment: [] }, leader)
  expect(desk.roster.read('2026-11-22', '2026-11-23').duties.map(({ fromMs }) => fromMs)).toEqual([
    at('22T18:00'),
    at('23T20:00'),
  ])
})

test('absence warns where somebody is planned; the form carries names, sums and the head of the chain', () => {
  using folder = dataFolder()
  using desk = openDesk(folder.path)
  desk.plan(['23 day wang', '24 night li'])
  desk.roster.addAbsence(
    { personId: 'li', fromDay: '2026-11-24', toDay: '2026-11-25', reason: '病假' },
    leader,
  )
  const page = desk.roster.read('2026-11-23', '2026-11-29')
  expect(page.warnings).toEqual([
    { duty: 'desk:2026-11-24:night', kind: 'absent', personId: 'li', detail: '病假' },
  ])
  expect(page.days.filter(({ isFree }) => isFree).map(({ day }) => day)).toEqual(['2026-11-28', '2026-11-29'])
  const { html, fileName } = rosterForm(
    page,
    { school: '示范学校', printedBy: '赵明', printedAtMs: at('22T17:00'), head: desk.journal.head() },
    'zh-CN',
  )
  expect(fileName).toBe('值班排班表 2026-11-23 至 2026-11-29.pdf')
  for (const words of [
    '示范学校',
    '日班 06:00–18:00',
    '王建国 1 班 12 小时',
    '李强 2026-11-24',
    desk.journal.head().hash,
  ])
    expect(html).toContain(words)
  desk.roster.endAbsence(1, leader)
  expect(desk.roster.read('2026-11-23', '2026-11-29').warnings).toEqual([])
  expect(desk.said(['roster.absence-entered', 'roster.absence-ended'])).toHaveLength(2)
})
