import { expect, test } from 'vitest'
import { PanelRoom } from '../../../tests/helpers/panel-room.ts'
import { boundedUnknown } from './drivers/dc09/bounded-unknown.ts'

const health = { power: 'fault', battery: 'ok', tamper: 'ok', clockDeviationMs: null } as const

test('what devices tell while the disk takes nothing ends no loop: it is shown at once and stored later, in its order', () => {
  using room = new PanelRoom(Date.parse('2026-11-20T12:00:00+08:00'))
  room.read()
  const { intrusion, incidents } = room
  room.disk('full')
  room.panel.armed.set(1, true)
  intrusion.status('panel', { ...room.panel.status(), health })
  intrusion.line('fence', 'lost', 'no answer', 'both')
  intrusion.line('fence', 'online', 'inputs read', 'both')
  intrusion.line('fence', 'lost', 'no answer', 'both')
  intrusion.checkHealth()
  expect(intrusion.picture.partitions.get('part-teaching')?.state).toBe('armed')
  expect(intrusion.picture.panels.get('fence')?.line).toBe('lost')
  expect(incidents.open()).toEqual([])
  room.disk('fit')
  intrusion.checkHealth()
  intrusion.checkHealth()
  const told = [
    'intrusion.line-lost',
    'intrusion.line-back',
    'intrusion.blind',
    'intrusion.changed-elsewhere',
  ]
  expect(room.journal.between(told, 0, 1e15).map(({ kind, subject }) => [kind.slice(10), subject])).toEqual([
    ['line-back', 'panel'],
    ['line-back', 'fence'],
    ['changed-elsewhere', 'part-teaching'],
    ['line-lost', 'fence'],
    ['line-back', 'fence'],
    ['blind', 'fence'],
    ['line-lost', 'fence'],
  ])
  expect(incidents.open().map(({ kind, panelId, priority }) => [kind, panelId, priority])).toEqual([
    ['device-fault', 'fence', 3],
  ])
  // Health that could not be stored was not read: the next reading tells it.
  expect(intrusion.picture.panels.get('panel')?.power).toBe('unknown')
  intrusion.status('panel', { ...room.panel.status(), health })
  expect(incidents.open().map(({ kind }) => kind)).toContain('power-failure')
})

test('bytes of nobody that cannot be stored are counted, and end no receiver', () => {
  using room = new PanelRoom(Date.parse('2026-11-20T12:00:00+08:00'))
  const keep = boundedUnknown(room.intrusion, room.clock)
  room.disk('full')
  expect(keep('udp 192.0.2.7:4000', 'x', 'DC-09 no frame')).toBe(false)
  room.disk('fit')
  expect(keep('udp 192.0.2.7:4000', 'y', 'DC-09 no frame')).toBe(true)
  const [entry] = room.journal.between(['intrusion.unknown-message'], 0, 1e15)
  expect(entry?.body).toMatchObject({ raw: 'y', why: 'DC-09 no frame; 1 before it not kept' })
})
