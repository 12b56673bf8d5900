import type { Signal } from '../../shared/domain/intrusion.ts'
import type { Zone } from '../../shared/site.ts'

/** Contact ID 371 and 372: the protection loop stands open, or is shorted (SIA DC-05). */
const loopCodes = /^[136]37[12]$/

/**
 * What a signal means at its zone: the loop of a fence that is open or shorted is a fence that was cut, on a panel as on
 * a fence host. At any other zone it is a fault of the wiring.
 */
export function meantAt(zone: Pick<Zone, 'kind'> | undefined, signal: Signal): Signal {
  const isCut = zone?.kind === 'perimeter' && signal.kind === 'fault.zone' && loopCodes.test(signal.code)
  return isCut ? { ...signal, kind: 'alarm.cut' } : signal
}
