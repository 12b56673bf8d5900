import { expect, test } from 'vitest'
import { nothingDone, type Incident } from '../../shared/domain/incident.ts'
import { handoverItems, type HandoverFacts } from './handover-items.ts'

const nowMs = Date.UTC(2026, 10, 22, 22)
const nothing: HandoverFacts = {
  site: { cameras: [], panels: [] },
  incidents: [],
  intrusion: { panels: [], partitions: [], zones: [] },
  bypasses: [],
  shelves: [],
  cameras: [],
  tickets: [],
  outages: [],
  isDailyCheckOwed: false,
  storage: null,
  nowMs,
}
const incident = (id: number): Incident =>
  ({ id, placeName: `防区 ${id}`, raisedAtMs: nowMs - id, progress: nothingDone }) as unknown as Incident

test('nothing is open', () => {
  expect(handoverItems(nothing)).toEqual([])
})

test('a flood is handed over with its most urgent one by one and the others as one', () => {
  const incidents = Array.from({ length: 200 }, (_, index) => incident(index + 1))
  const items = handoverItems({ ...nothing, incidents })
  expect(items).toHaveLength(13)
  expect(items[0]).toMatchObject({ id: 'incident:1', name: '#1 防区 1' })
  expect(items.at(-1)).toMatchObject({ name: '+188', sinceMs: nowMs - 200 })
  // One more is another matter: what was ticked before does not cover it.
  const more = handoverItems({ ...nothing, incidents: [...incidents, incident(201)] })
  expect(more.at(-1)?.id).not.toBe(items.at(-1)?.id)
})

test('tickets of the last week are named, older ones counted, and the round of the day is spoken of', () => {
  const ticket = (number: number, daysAgo: number) => ({
    number,
    incidentId: 1,
    openedAtMs: nowMs - daysAgo * 86_400_000,
    by: { id: 'wang', name: '王建国' },
    device: 'cam-1',
    place: '正门',
    note: '',
    deadlines: 'unknown' as const,
  })
  const items = handoverItems({ ...nothing, tickets: [ticket(2, 6), ticket(1, 8)], isDailyCheckOwed: true })
  expect(items.map(({ id }) => id)).toEqual([
    'fault-ticket:2',
    'fault-ticket:rest-1',
    'daily-check-owed:today',
  ])
})

test('disks that will not hold what was promised are told from the day on which that is known', () => {
  const storage = { level: 'soon' as const, shortAtMs: Date.UTC(2026, 11, 3, 20) }
  expect(handoverItems({ ...nothing, storage })).toEqual([
    { id: 'storage-short:space', kind: 'storage-short', name: '2026-12-04', sinceMs: null },
  ])
})
