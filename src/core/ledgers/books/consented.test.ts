import { expect, test } from 'vitest'
import { codeOf } from '../../../../tests/helpers/code-of.ts'
import { dataFolder } from '../../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../../tests/helpers/fake-clock.ts'
import type { UserActor } from '../../../shared/domain/person.ts'
import { rightsOf, type Role } from '../../../shared/domain/rights.ts'
import { Refusal } from '../../../shared/refusal.ts'
import { Attachments } from '../../attachments/store.ts'
import { Journal } from '../../journal/journal.ts'
import { openDatabase } from '../../platform/database.ts'
import { Closings } from '../closings.ts'
import { LedgerService } from '../service.ts'
import { bookHandlers } from './handlers.ts'
import { Books } from './service.ts'

const atMs = Date.parse('2026-11-18T10:00+08:00')

function openOffice() {
  const folder = dataFolder()
  const db = openDatabase(folder.path)
  const clock = new FakeClock(atMs)
  const journal = new Journal(db, clock)
  const attachments = new Attachments({ dataDir: folder.path, db, journal, clock })
  const prove = () => Promise.reject(new Refusal('duty.wrong-pin', { left: 4 }))
  const books = new Books({ db, journal, clock, attachments, prove, mayRead: () => true })
  const ledgers = new LedgerService({ journal, clock, school: '静安实验小学', dataDir: folder.path })
  const closings = new Closings({ journal, clock, ledgers, prove })
  const deskOf = (id: string, roles: readonly Role[]) => {
    const actor: UserActor = { kind: 'user', id, name: id, shiftId: null }
    return bookHandlers({ books, closings, ledgers }, journal, {
      actor: () => actor,
      check(permission) {
        if (!rightsOf(roles).has(permission)) throw new Refusal('duty.forbidden')
      },
    })
  }
  const close = () => {
    db.close()
    folder[Symbol.dispose]()
  }
  return { books, ledgers, deskOf, [Symbol.dispose]: close }
}

test('a line of a consented book is written by hand by who handles papers only, and its row says so', () => {
  using office = openOffice()
  const { books, ledgers, deskOf } = office
  const values = {
    device: '东围墙主机',
    applicant: '刘芳',
    consent: '区安委办〔2025〕3号',
    time: String(atMs),
    doer: '吴静',
  }
  const paper = { book: 'password-changes' as const, values, attachments: [] }
  const guard = deskOf('guard', ['guardLeader', 'nightGuard'])
  expect(codeOf(() => guard['books.enter'](paper))).toBe('duty.forbidden')
  expect(codeOf(() => deskOf('officer', ['equipmentOfficer'])['books.enter'](paper))).toBe('done')
  books.put({ ...paper, id: 'approval-7' }, { kind: 'station' })
  const entry = 'password-changes:approval-7'
  const changed = { entry, values: { ...values, consent: '编造' }, reason: 'x', attachments: [] }
  expect(codeOf(() => guard['books.correct'](changed))).toBe('duty.forbidden')
  expect(codeOf(() => guard['books.complete'](changed))).toBe('duty.forbidden')
  const walked = { time: String(atMs), place: '操场', person: '张敏' }
  expect(codeOf(() => guard['books.enter']({ book: 'patrol', values: walked, attachments: [] }))).toBe('done')
  const rows = ledgers.rowsOf('password-changes', 0, Number.MAX_SAFE_INTEGER)
  expect(rows.map(({ line, remarks }) => [line?.entry === entry, remarks])).toEqual([
    [false, ['手工补记，无申请']],
    [true, []],
  ])
})
