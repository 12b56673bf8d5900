import type { Signal, SignalKind } from '../../../shared/domain/intrusion.ts'
import type { Zone } from '../../../shared/site.ts'

/** What proves that a detector is heard: it alarmed, it stood open, or the panel says that it was tested. */
const proving: ReadonlySet<SignalKind> = new Set([
  'alarm.intrusion',
  'alarm.perimeter',
  'alarm.cut',
  'alarm.panic',
  'alarm.fire',
  'zone.open',
  'test',
])

/** Tests that say of a zone only that it was not tested (Contact ID 612), or that one began or ended (SIA FI, FK). */
const provesNothing = /^(?:[136]612|F[IK])$/

/** Alarms that a tester sets off by walking. */
const quietKinds: ReadonlySet<SignalKind> = new Set(['alarm.intrusion', 'alarm.perimeter'])

/** Whether a signal of a zone ticks that zone off in a walk test. */
export function provesZone(signal: Signal, zone: Zone): boolean {
  if (signal.edge !== 'active') return false
  if (provesNothing.test(signal.code)) return false
  // The contact in the lid of a box is the detector of its tamper zone.
  return proving.has(signal.kind) || (zone.kind === 'tamper' && signal.kind === 'tamper')
}

/**
 * Whether a signal of a zone under test raises no incident. Panic, fire and tamper zones always raise theirs, and so do
 * a panic call, a fire, a cut fence or an opened box at any zone: nobody does these by walking.
 */
export function isQuiet(signal: Signal, zone: Zone): boolean {
  return quietKinds.has(signal.kind) && isWalkable(zone)
}

/** Whether a tester sets the zone off by walking through it. */
export function isWalkable({ kind }: Pick<Zone, 'kind'>): boolean {
  return kind === 'intrusion' || kind === 'perimeter'
}
