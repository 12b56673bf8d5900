import { beforeAll, expect, test } from 'vitest'
import { dataFolder } from '../../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../../tests/helpers/fake-clock.ts'
import type { SiteUser } from '../../../shared/site.ts'
import { IncidentService } from '../../incidents/service.ts'
import { LedgerService } from '../../ledgers/service.ts'
import { Handover } from '../handover.ts'
import { deskPeople, openDuty, openGround, pin } from '../test-room.ts'
import { ShiftReports } from './service.ts'

const hourMs = 3_600_000
let users: SiteUser[] = []

beforeAll(async () => {
  users = await deskPeople()
})

function openDesk(path: string) {
  const ground = openGround(path, users, new FakeClock(Date.parse('2026-11-22T18:00:00+08:00')))
  const { db, journal, clock } = ground
  const { duty, signOn } = openDuty(ground)
  const incidents = new IncidentService({ db, journal, clock })
  const equipment = [{ id: 'keys', name: '钥匙', count: 4 }]
  const handover = new Handover({ duty, db, journal, clock, equipment: () => equipment })
  const ledgers = new LedgerService({ journal, clock, school: '示范学校', dataDir: path })
  const reports = new ShiftReports({ duty, ledgers, journal, clock, school: () => '示范学校' })
  const sheet = (id: number) => reports.form(id, duty.actor(), 'zh-CN')
  return {
    clock,
    journal,
    duty,
    incidents,
    handover,
    reports,
    signOn,
    sheet,
    [Symbol.dispose]: () => void db.close(),
  }
}

test('the sheet of a night says who, when, what happened, what was handed over, and who signed', async () => {
  using folder = dataFolder()
  using desk = openDesk(folder.path)
  await desk.signOn('wang')
  await desk.clock.advance(4 * hourMs)
  desk.duty.note('23 点巡查教学楼，正常')
  desk.incidents.occur({
    kind: 'perimeter',
    place: { key: 'zone:fence-3', name: '东围墙 3 段', panelId: null, zoneId: null, cameraIds: [] },
    actor: { kind: 'station' },
    code: '130',
    deviceAtMs: null,
    receivedAtMs: desk.clock.now(),
  })
  desk.duty.handsOver(() => [
    { id: 'camera-lost:cam-2', kind: 'camera-lost', name: '东围墙枪机', sinceMs: 1 },
  ])
  await desk.clock.advance(8 * hourMs)
  const counts = [{ id: 'keys', count: 3 }]
  await desk.handover.sign({ pin, note: '门卫室灯管坏', counts })
  const head = desk.journal.head()
  await desk.handover.takeOver({
    toUserId: 'li',
    pin,
    acknowledged: ['camera-lost:cam-2'],
    counts,
    difference: '东门钥匙在总务处',
  })
  const { html, fileName } = desk.sheet(1)
  expect(fileName).toBe('值班（交接班）记录表_2026-11-22_1800_王建国.pdf')
  for (const words of [
    '示范学校',
    '王建国',
    '2026-11-22 18:00:00',
    '2026-11-23 06:00:00',
    '12 小时 00 分',
    '23 点巡查教学楼，正常',
    '东围墙 3 段',
    '摄像机无图像：东围墙枪机',
    '钥匙 应有 4，交班 3，接班 3',
    '东门钥匙在总务处',
    '门卫室灯管坏',
    '李强（口令签名 2026-11-23 06:00:00）',
    `${head.seq} · ${head.hash}`,
  ])
    expect(html, words).toContain(words)
  // While a shift lasts its sheet says so, and nothing is signed yet.
  expect(desk.sheet(2).html).toContain('仍在岗')
  expect(() => desk.sheet(9)).toThrow('duty.unknown-shift')
})

test('the list tells how each shift ended, and how long nobody stood watch before it', async () => {
  using folder = dataFolder()
  using desk = openDesk(folder.path)
  await desk.signOn('wang')
  await desk.clock.advance(hourMs)
  await desk.handover.sign({ pin, note: '', counts: [{ id: 'keys', count: 4 }] })
  const counts = [{ id: 'keys', count: 4 }]
  await desk.handover.takeOver({ toUserId: 'li', pin, acknowledged: [], counts, difference: '' })
  await desk.clock.advance(hourMs)
  desk.duty.signOff({ note: '下班', reason: 'room-closes' })
  await desk.clock.advance(hourMs / 2)
  await desk.signOn('wang')
  expect(
    desk.reports
      .list(0, desk.clock.now() + 1)
      .map(({ person, end, to, unmannedBeforeMs }) => [person.name, end, to, unmannedBeforeMs]),
  ).toEqual([
    ['王建国', 'open', '', hourMs / 2],
    ['李强', 'signed-off', '', 0],
    ['王建国', 'handed-over', '李强', 0],
  ])
})
