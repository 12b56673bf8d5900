import { expect, test } from 'vitest'
import type { Signal, SignalKind, ZoneKind } from '../../../shared/domain/intrusion.ts'
import type { Zone } from '../../../shared/site.ts'
import { isQuiet, provesZone } from './rules.ts'

const zone = (kind: ZoneKind): Zone => ({
  id: 'z',
  name: '防区',
  number: 1,
  kind,
  detector: 'other',
  place: 'gate',
  plan: 'campus',
  cameras: [],
})
const signal = (kind: SignalKind, more: Partial<Signal> = {}): Signal => ({
  panelId: 'p',
  zoneNumber: 1,
  partitionNumber: 1,
  kind,
  edge: 'active',
  userNumber: null,
  code: '1130',
  deviceAtMs: null,
  receivedAtMs: 1,
  raw: '',
  ...more,
})

test('only what walking sets off is quiet, and only at zones that are for it', () => {
  const quiet = (['intrusion', 'perimeter', 'panic', 'fire', 'tamper'] as const).flatMap(kind =>
    (
      [
        'alarm.intrusion',
        'alarm.perimeter',
        'alarm.cut',
        'alarm.panic',
        'alarm.fire',
        'tamper',
        'fault.zone',
      ] as const
    )
      .filter(said => isQuiet(signal(said), zone(kind)))
      .map(said => `${kind} ${said}`),
  )
  expect(quiet).toEqual([
    'intrusion alarm.intrusion',
    'intrusion alarm.perimeter',
    'perimeter alarm.intrusion',
    'perimeter alarm.perimeter',
  ])
})

test('a zone is ticked off by an alarm, an open contact or the panel’s own test, never by a fault or an end', () => {
  const proves = (kind: SignalKind, more: Partial<Signal> = {}) =>
    provesZone(signal(kind, more), zone('intrusion'))
  expect([proves('alarm.intrusion'), proves('zone.open'), proves('test', { code: '1611' })]).toEqual([
    true,
    true,
    true,
  ])
  expect([proves('fault.zone'), proves('tamper'), proves('bypass'), proves('armed')]).toEqual(
    Array(4).fill(false),
  )
  expect(proves('alarm.intrusion', { edge: 'restored' })).toBe(false)
  // Contact ID 612: “point not tested”.
  expect(proves('test', { code: '1612' })).toBe(false)
  expect(provesZone(signal('tamper'), zone('tamper'))).toBe(true)
})
