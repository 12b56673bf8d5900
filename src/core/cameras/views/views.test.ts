import { expect, test } from 'vitest'
import { dataFolder } from '../../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../../tests/helpers/fake-clock.ts'
import type { UserActor } from '../../../shared/domain/person.ts'
import { standardLayout, type WallArrangement, type WallWindow } from '../../../shared/domain/wall.ts'
import { Journal } from '../../journal/journal.ts'
import { openDatabase } from '../../platform/database.ts'
import { ViewService } from './service.ts'

const guard: UserActor = { kind: 'user', id: 'wang', name: '王建国', shiftId: 1 }
const leader: UserActor = { kind: 'user', id: 'zhao', name: '赵明', shiftId: null }
const byGuard = { actor: guard, mayShare: false }
const byLeader = { actor: leader, mayShare: true }
const arrangement: WallArrangement = {
  layout: standardLayout(4),
  content: { kind: 'list', cameraIds: ['cam-1', null, 'cam-2'] },
}
const view = (name: string, isShared: boolean, id: number | null = null) => ({
  id,
  name,
  isShared,
  arrangement,
})

function openRoom() {
  const folder = dataFolder()
  const open = () => {
    const db = openDatabase(folder.path)
    const journal = new Journal(db, new FakeClock())
    return { db, journal, views: new ViewService({ db, journal, clock: new FakeClock() }) }
  }
  const first = open()
  return {
    ...first,
    open,
    notes: () =>
      first.journal
        .between(['view.saved', 'view.removed'], 0, Number.MAX_SAFE_INTEGER)
        .map(({ kind, actor, body }) => [kind, actor.kind === 'user' ? actor.id : '', body['name']]),
    [Symbol.dispose]() {
      first.db.close()
      folder[Symbol.dispose]()
    },
  }
}

test('one sees the shared views and his own; what everybody uses is journaled', () => {
  using room = openRoom()
  const told: number[] = []
  room.views.changed.on(() => told.push(1))
  room.views.save(view('夜间', false), byGuard)
  const shared = room.views.save(view('早上入校', true), byLeader)
  const names = (person: string | null) => room.views.list(person).map(({ name }) => name)
  expect([names('wang'), names('zhao'), names(null)]).toEqual([
    ['早上入校', '夜间'],
    ['早上入校'],
    ['早上入校'],
  ])
  room.views.save(view('上午入校', true, shared.id), byLeader)
  room.views.remove(shared.id, byLeader)
  expect(names('wang')).toEqual(['夜间'])
  expect(room.notes()).toEqual([
    ['view.saved', 'zhao', '早上入校'],
    ['view.saved', 'zhao', '上午入校'],
    ['view.removed', 'zhao', '上午入校'],
  ])
  expect(told).toHaveLength(4)
})

test('a guard changes no shared view and nobody changes what is another person’s', () => {
  using room = openRoom()
  const shared = room.views.save(view('共用', true), byLeader)
  const own = room.views.save(view('夜间', false), byGuard)
  expect(() => room.views.save(view('我的', true), byGuard)).toThrow('duty.forbidden')
  expect(() => room.views.save(view('共用', false, shared.id), byGuard)).toThrow('duty.forbidden')
  expect(() => room.views.remove(shared.id, byGuard)).toThrow('duty.forbidden')
  expect(() => room.views.remove(own.id, byLeader)).toThrow('views.unknown')
  expect(() => room.views.remove(99, byLeader)).toThrow('views.unknown')
  expect(() => room.views.save(view('共用', true), byLeader)).toThrow('views.name-taken')
  // The same name for oneself and for all is two views.
  room.views.save(view('共用', false), byGuard)
  expect(room.views.list('wang')).toHaveLength(3)
  expect(room.notes()).toHaveLength(1)
})

test('each window has what it showed last again after a restart', () => {
  using room = openRoom()
  const state: WallWindow = {
    arrangement,
    viewId: null,
    page: 2,
    tour: { viewIds: [1, 2], dwellSeconds: 10, isRunning: true },
    hasFigures: true,
    shows: 'map',
  }
  room.views.keepWindow('main', { ...state, page: 0 })
  room.views.keepWindow('second', state)
  room.views.keepWindow('main', { ...state, page: 1 })
  const again = room.open()
  expect(again.views.window('second')).toEqual(state)
  expect(again.views.window('main')?.page).toBe(1)
  again.db.exec(`UPDATE wall_window SET state = '{"of":"an earlier form"}' WHERE name = 'main'`)
  expect(again.views.window('main')).toBe(null)
  again.db.close()
})
