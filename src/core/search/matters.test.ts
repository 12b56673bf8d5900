import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dataFolder } from '../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../tests/helpers/fake-clock.ts'
import { station } from '../../shared/domain/person.ts'
import { Journal } from '../journal/journal.ts'
import { LedgerService } from '../ledgers/service.ts'
import { openDatabase } from '../platform/database.ts'
import { IndexKeeper } from './index-keeper.ts'
import { Matters } from './matters.ts'

const kinds = ['incident.raised', 'incident.joined', 'incident.closed', 'duty.noted'] as const
const body = { place: '档案室', kind: 'intrusion', signalCount: 2 }

function openRoom(path: string) {
  const db = openDatabase(path)
  const clock = new FakeClock()
  const journal = new Journal(db, clock)
  const common = { journal, clock, school: '试验小学', dataDir: path }
  const whole = new LedgerService(common)
  const matters = new Matters(db)
  const quick = new LedgerService({ ...common, matters })
  const groupedKinds = quick.groupedKinds()
  const keeper = new IndexKeeper({ db, ledgersOf: kind => quick.ledgersOf(kind), groupedKinds })
  return { clock, journal, whole, quick, keeper, matters, [Symbol.dispose]: () => void db.close() }
}

test('a ledger that finds the later entries of its rows says what one says that reads all since', async () => {
  const histories = fc.array(
    fc.record({
      kind: fc.constantFrom(...kinds),
      incident: fc.nat(4),
      // Also a clock that is set back.
      afterMs: fc.integer({ min: -40_000, max: 90_000 }),
      isRead: fc.boolean(),
    }),
    { maxLength: 30 },
  )
  const period = fc.record({ fromMs: fc.nat(600_000), lengthMs: fc.nat(600_000) })
  await fc.assert(
    fc.asyncProperty(histories, period, async (history, { fromMs, lengthMs }) => {
      using folder = dataFolder()
      using room = openRoom(folder.path)
      const startMs = room.clock.now()
      for (const { kind, incident, afterMs, isRead } of history) {
        await room.clock.advance(afterMs)
        room.journal.append({ actor: station, kind, subject: `incident:${incident}`, body })
        // The index lies behind by as much as it likes.
        if (isRead) room.keeper.step(2)
      }
      const rows = (ledgers: LedgerService) =>
        ledgers.rowsOf('alarms', startMs + fromMs, startMs + fromMs + lengthMs)
      expect(rows(room.quick)).toEqual(rows(room.whole))
    }),
    { numRuns: 40 },
  )
})

test('matters that go on after a time are named, and when a row opened', async () => {
  using folder = dataFolder()
  using room = openRoom(folder.path)
  const append = (kind: string, subject: string) =>
    room.journal.append({ actor: station, kind, subject, body }).atMs
  const openedAtMs = append('incident.raised', 'incident:1')
  append('incident.raised', 'incident:2')
  room.keeper.step()
  await room.clock.advance(60_000)
  append('incident.closed', 'incident:1')
  const nowMs = room.clock.now()
  const subjects = ['incident:1', 'incident:2', 'incident:3']
  expect([...room.matters.younger(subjects, [...kinds], nowMs)]).toEqual(['incident:1'])
  expect(room.matters.since(subjects, ['incident.raised'], 0)).toEqual([1, 2])
  expect(room.matters.openedAtMs('incident.raised', 'incident:1', 3)).toBe(openedAtMs)
  expect(room.matters.openedAtMs('incident.raised', 'incident:9', 3)).toBe(null)
})
