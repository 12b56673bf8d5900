import fc from 'fast-check'
import { expect, test } from 'vitest'
import { IncidentKind, priorityOf, type Incident } from '../../../shared/domain/incident.ts'
import { byUrgency } from './order.ts'
import { queueItems, toggleGroup, type QueueItem } from './queue-items.ts'
import { sampleIncident, stamp } from './sample-incident.ts'

const anIncident = fc.record({
  kind: fc.constantFrom(...IncidentKind.options),
  panelId: fc.constantFrom('panel', 'fence', null),
  raisedAtMs: fc.nat(10_000),
  isLocated: fc.boolean(),
})

const aQueue = fc
  .array(anIncident, { maxLength: 80 })
  .map(drafts =>
    byUrgency(
      drafts.map(({ kind, panelId, raisedAtMs, isLocated }, index) =>
        withLocated(
          { ...sampleIncident({ id: index + 1, kind, raisedAtMs }), panelId, priority: priorityOf[kind] },
          isLocated,
        ),
      ),
    ),
  )

const withLocated = (incident: Incident, isLocated: boolean): Incident =>
  isLocated ? { ...incident, progress: { ...incident.progress, located: stamp() } } : incident

/** What a line stands for while its group is closed; the incidents of an opened group stand for themselves. */
const incidentsOf = (item: QueueItem): readonly Incident[] =>
  item.type === 'incident' ? [item.incident] : item.isOpen ? [] : item.incidents

const keysOf = (items: readonly QueueItem[]) =>
  items.flatMap(item => (item.type === 'group' ? [item.key] : []))

test('every incident is on exactly one line, opened or not, and no line hides a higher priority', () => {
  fc.assert(
    fc.property(aQueue, fc.nat(), (queue, choice) => {
      const closed = queueItems(queue, new Set())
      const keys = keysOf(closed)
      const key = keys[choice % Math.max(1, keys.length)]
      for (const items of [closed, queueItems(queue, key === undefined ? new Set() : new Set([key]))]) {
        const ids = items.flatMap(incidentsOf).map(({ id }) => id)
        expect(ids.toSorted((a, b) => a - b)).toEqual(queue.map(({ id }) => id).toSorted((a, b) => a - b))
        const priorities = items.flatMap(incidentsOf).map(({ priority }) => priority)
        expect(priorities).toEqual(priorities.toSorted((a, b) => a - b))
      }
    }),
  )
})

test('what is most urgent is never put together', () => {
  fc.assert(
    fc.property(aQueue, queue => {
      const together = queueItems(queue, new Set()).flatMap(item =>
        item.type === 'group' ? item.incidents : [],
      )
      expect(together.filter(({ priority }) => priority === 1)).toEqual([])
    }),
  )
})

test('a flood is a few lines', () => {
  const flood = Array.from({ length: 200 }, (_, index) =>
    sampleIncident({ id: index + 1, raisedAtMs: index }),
  )
  const panic = sampleIncident({ id: 900, kind: 'panic', raisedAtMs: 900 })
  const items = queueItems(byUrgency([...flood, panic]), new Set())
  expect(items).toMatchObject([
    { type: 'incident', incident: { id: 900 } },
    { type: 'group', waiting: 200 },
  ])
  const [key = ''] = keysOf(items)
  expect(queueItems(byUrgency(flood), toggleGroup(new Set(), key))).toHaveLength(201)
  expect(toggleGroup(new Set([key]), key).size).toBe(0)
})
