import { expect, test } from 'vitest'
import { nothingDone, type Incident } from '../../shared/domain/incident.ts'
import { riskOf, type RiskIncident } from './risk.ts'

const by = { by: { id: 'g', name: '王' }, atMs: 5 }
const incident = (
  part: Partial<RiskIncident>,
  verdict?: 'true' | 'false' | 'test' | 'fault',
): RiskIncident => ({
  kind: 'intrusion' satisfies Incident['kind'],
  zoneId: 'fence-1',
  cameraIds: ['cam-1'],
  raisedAtMs: 10,
  drill: null,
  progress: { ...nothingDone, verified: verdict === undefined ? null : { ...by, verdict, note: '' } },
  ...part,
})

test('places are counted, the most frequent first; drills, tests and faults are left out', () => {
  const risk = riskOf([
    incident({ zoneId: 'pir-1', raisedAtMs: 99 }, 'false'),
    incident({}, 'true'),
    incident({ raisedAtMs: 20 }),
    incident({ drill: 3 }),
    incident({}, 'test'),
    incident({}, 'fault'),
    incident({ kind: 'device-fault' }),
    incident({ zoneId: null, kind: 'observed' }),
    incident({ zoneId: null, cameraIds: [] }),
  ])
  expect(risk).toEqual([
    { zoneId: 'fence-1', cameraId: null, count: 2, trueCount: 1, lastAtMs: 20 },
    { zoneId: 'pir-1', cameraId: null, count: 1, trueCount: 0, lastAtMs: 99 },
    { zoneId: null, cameraId: 'cam-1', count: 1, trueCount: 0, lastAtMs: 10 },
  ])
})
