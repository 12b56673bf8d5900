import { expect, test } from 'vitest'
import { dataFolder } from '../../../tests/helpers/data-folder.ts'
import { FakeClock } from '../../../tests/helpers/fake-clock.ts'
import { station, type UserActor } from '../../shared/domain/person.ts'
import { IncidentService } from '../incidents/service.ts'
import { Journal } from '../journal/journal.ts'
import { openDatabase } from '../platform/database.ts'
import { journalMarks } from './timeline-marks.ts'

const wang: UserActor = { kind: 'user', id: 'wang', name: '王建国', shiftId: 1 }

test('incidents stand on the rows of their cameras, daily checks where they were watched', () => {
  using folder = dataFolder()
  const clock = new FakeClock()
  const db = openDatabase(folder.path)
  const journal = new Journal(db, clock)
  const incidents = new IncidentService({ db, journal, clock })
  const marks = journalMarks(journal, id => incidents.byId(id))
  incidents.observe({ camera: { id: 'cam-gate', name: '大门' }, text: '翻越围墙' }, wang)
  const nowMs = clock.now()
  const viewed = (kind: string) =>
    journal.append({
      actor: station,
      kind: 'video.viewed',
      subject: 'viewing/1',
      body: {
        purpose: { kind },
        viewer: { id: 'wang', name: '王建国' },
        watched: [{ cameraId: 'cam-2', fromMs: nowMs - 60_000, toMs: nowMs - 50_000 }],
      },
    })
  viewed('daily-check')
  viewed('incident-review')
  const found = marks({ fromMs: nowMs - 100_000, toMs: nowMs + 1 })
  expect(found).toEqual([
    { cameraId: 'cam-gate', kind: 'incident', fromMs: nowMs, toMs: nowMs, text: '大门' },
    { cameraId: 'cam-2', kind: 'check', fromMs: nowMs - 60_000, toMs: nowMs - 50_000, text: '王建国' },
  ])
  expect(marks({ fromMs: nowMs - 40_000, toMs: nowMs - 30_000 })).toEqual([])
  db.close()
})
