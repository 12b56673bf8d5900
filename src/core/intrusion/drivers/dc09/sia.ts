import type { SignalKind } from '../../../../shared/domain/intrusion.ts'

/** One event of a `SIA-DCS` block (SIA DC-03): `#1234|Nri1BA5`. */
export interface SiaEvent {
  /** Two letters, e.g. `BA`. */
  readonly code: string
  /** Zone or user behind the letters; null when none is told. */
  readonly number: number | null
  /** Partition from the `ri` modifier. */
  readonly partitionNumber: number | null
}

export interface SiaMeaning {
  readonly kind: SignalKind
  readonly edge: 'active' | 'restored'
  readonly subject: 'zone' | 'user' | 'device'
}

/**
 * The letters whose loss would hurt: alarms, tamper, power, arming. The rest (`^text^`, several events in a block,
 * DC-03's full list) is `unclassified` and kept raw.
 */
const meanings: Readonly<Record<string, SiaMeaning>> = {
  BA: { kind: 'alarm.intrusion', edge: 'active', subject: 'zone' },
  BR: { kind: 'alarm.intrusion', edge: 'restored', subject: 'zone' },
  BH: { kind: 'alarm.intrusion', edge: 'restored', subject: 'zone' },
  PA: { kind: 'alarm.panic', edge: 'active', subject: 'zone' },
  PR: { kind: 'alarm.panic', edge: 'restored', subject: 'zone' },
  PH: { kind: 'alarm.panic', edge: 'restored', subject: 'zone' },
  HA: { kind: 'alarm.panic', edge: 'active', subject: 'zone' },
  HR: { kind: 'alarm.panic', edge: 'restored', subject: 'zone' },
  FA: { kind: 'alarm.fire', edge: 'active', subject: 'zone' },
  FR: { kind: 'alarm.fire', edge: 'restored', subject: 'zone' },
  GA: { kind: 'alarm.fire', edge: 'active', subject: 'zone' },
  GR: { kind: 'alarm.fire', edge: 'restored', subject: 'zone' },
  TA: { kind: 'tamper', edge: 'active', subject: 'zone' },
  TR: { kind: 'tamper', edge: 'restored', subject: 'zone' },
  BB: { kind: 'bypass', edge: 'active', subject: 'zone' },
  BU: { kind: 'bypass', edge: 'restored', subject: 'zone' },
  AT: { kind: 'fault.power', edge: 'active', subject: 'device' },
  AR: { kind: 'fault.power', edge: 'restored', subject: 'device' },
  YT: { kind: 'fault.battery', edge: 'active', subject: 'device' },
  YR: { kind: 'fault.battery', edge: 'restored', subject: 'device' },
  OP: { kind: 'disarmed', edge: 'active', subject: 'user' },
  OQ: { kind: 'disarmed', edge: 'active', subject: 'user' },
  OS: { kind: 'disarmed', edge: 'active', subject: 'user' },
  OA: { kind: 'disarmed', edge: 'active', subject: 'user' },
  CL: { kind: 'armed', edge: 'active', subject: 'user' },
  CQ: { kind: 'armed', edge: 'active', subject: 'user' },
  CS: { kind: 'armed', edge: 'active', subject: 'user' },
  CA: { kind: 'armed', edge: 'active', subject: 'user' },
  CG: { kind: 'armed', edge: 'active', subject: 'user' },
  RP: { kind: 'test', edge: 'active', subject: 'device' },
  RX: { kind: 'test', edge: 'active', subject: 'device' },
}

/** Parses the first event of the block. @returns null when it is no SIA event */
export function parseSia(data: string): SiaEvent | null {
  const match =
    /^(?:#?[0-9A-Z]*\|)?[NO](?<modifiers>(?:[a-z]{2}[^a-zA-Z|^]*)*)\/?(?<code>[A-Z]{2})(?<number>\d*)/.exec(
      data,
    )
  const groups = match?.groups
  if (groups === undefined) return null
  const partition = /ri(\d+)/.exec(groups['modifiers'] ?? '')?.[1]
  const number = groups['number'] === '' ? null : Number(groups['number'])
  return {
    code: groups['code']!,
    number,
    partitionNumber: partition === undefined ? null : Number(partition),
  }
}

export function siaMeaning(code: string): SiaMeaning {
  const meaning = Object.hasOwn(meanings, code) ? meanings[code] : undefined
  return meaning ?? { kind: 'unclassified', edge: 'active', subject: 'device' }
}
