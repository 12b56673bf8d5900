import { expect, test } from 'vitest'
import { dataFolder } from '../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../tests/helpers/fake-clock.ts'
import { isUnacknowledged, nextStep } from '../../shared/domain/incident.ts'
import type { UserActor } from '../../shared/domain/person.ts'
import { Journal } from '../journal/journal.ts'
import { LedgerService } from '../ledgers/service.ts'
import { openDatabase } from '../platform/database.ts'
import { IncidentService } from './service.ts'

const wang: UserActor = { kind: 'user', id: 'wang', name: '王建国', shiftId: 1 }
const gate = { id: 'cam-gate', name: '大门' }

function openRoom() {
  const folder = dataFolder()
  const clock = new FakeClock()
  const db = openDatabase(folder.path)
  const journal = new Journal(db, clock)
  const incidents = new IncidentService({ db, journal, clock })
  const ledgers = new LedgerService({ journal, clock, school: '学校', dataDir: folder.path })
  return {
    incidents,
    clock,
    entries: () => journal.between(['incident.raised', 'incident.joined', 'incident.located'], 0, 1e15),
    ledger: () =>
      ledgers.page(
        { ledger: 'alarms', fromMs: 0, toMs: 1e15, locale: 'zh-CN', text: '', cameraId: '' },
        0,
        10,
      ).rows,
    [Symbol.dispose]() {
      db.close()
      folder[Symbol.dispose]()
    },
  }
}

test('what a guard saw in a picture is an incident with that camera, located by him: nothing rings', () => {
  using room = openRoom()
  const told: number[] = []
  room.incidents.changed.on(open => told.push(open.length))
  const incident = room.incidents.observe({ camera: gate, text: '翻越围墙' }, wang)
  expect(incident).toMatchObject({
    kind: 'observed',
    placeName: '大门',
    cameraIds: ['cam-gate'],
    progress: { located: { by: { id: 'wang', name: '王建国' }, atMs: room.clock.now() } },
  })
  expect(isUnacknowledged(incident)).toBe(false)
  expect(nextStep(incident)).toBe('scene')
  expect(room.incidents.open()).toEqual([incident])
  expect(told).toEqual([1])
  expect(room.entries().map(({ kind, actor, body }) => ({ kind, actor, text: body['text'] }))).toEqual([
    { kind: 'incident.raised', actor: wang, text: '翻越围墙' },
    { kind: 'incident.located', actor: wang, text: undefined },
  ])
  expect(room.ledger()[0]?.cells.slice(1, 3)).toEqual(['大门', '发现情况\n翻越围墙'])
})

test('a camera says where: no word is needed; seen there again, it joins and the first look stays', async () => {
  using room = openRoom()
  const first = room.incidents.observe({ camera: gate, text: '' }, wang)
  await room.clock.advance(60_000)
  const again = room.incidents.observe(
    { camera: gate, text: '打架斗殴' },
    { ...wang, id: 'li', name: '李强' },
  )
  expect(again).toMatchObject({ id: first.id, signalCount: 2, progress: { located: { by: { id: 'wang' } } } })
  expect(room.ledger().map(row => row.cells.slice(1, 3))).toEqual([['大门\n共 2 次', '发现情况\n打架斗殴']])
})

test('outside the pictures the words are the place, and two places never become one', () => {
  using room = openRoom()
  expect(() => room.incidents.observe({ camera: null, text: '' }, wang)).toThrow('incidents.text-required')
  expect(room.entries()).toEqual([])
  const one = room.incidents.observe({ camera: null, text: '北门外人行道' }, wang)
  const other = room.incidents.observe({ camera: null, text: '北门外人行道' }, wang)
  expect(other.id).not.toBe(one.id)
  expect(one).toMatchObject({ placeName: '北门外人行道', cameraIds: [], signalCount: 1 })
  expect(room.ledger().map(row => row.cells.slice(1, 3))).toEqual([
    ['北门外人行道', '发现情况'],
    ['北门外人行道', '发现情况'],
  ])
})
