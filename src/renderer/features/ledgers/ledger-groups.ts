import type { LedgerId } from '../../../shared/domain/ledger.ts'

/** How ledgers stand together in the list, by what somebody looks for; in its order. */
export const ledgerGroups = ['duty', 'alarms', 'video', 'devices', 'gate', 'people'] as const
export type LedgerGroup = (typeof ledgerGroups)[number]

/** Every ledger stands in one group; the order here is their order in it. */
const groupOf: Readonly<Record<LedgerId, LedgerGroup>> = {
  duty: 'duty',
  'post-rotation': 'duty',
  patrol: 'duty',
  closings: 'duty',
  alarms: 'alarms',
  arming: 'alarms',
  'alarm-figures': 'alarms',
  'walk-tests': 'alarms',
  'daily-watch': 'video',
  'video-access': 'video',
  'recording-keeping': 'video',
  inspection: 'devices',
  maintenance: 'devices',
  faults: 'devices',
  outages: 'devices',
  'panel-health': 'devices',
  assets: 'devices',
  visitors: 'gate',
  vehicles: 'gate',
  access: 'gate',
  kitchen: 'gate',
  people: 'people',
  'password-changes': 'people',
  archives: 'people',
}

/** The ledgers of a group, in order. */
export function ledgersIn(group: LedgerGroup): readonly LedgerId[] {
  return (Object.keys(groupOf) as LedgerId[]).filter(id => groupOf[id] === group)
}

/** Whether what somebody types means this ledger: every word stands in one of its names, in any case. */
export function isMeant(typed: string, names: readonly string[]): boolean {
  const heap = names.join('\n').toLowerCase()
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every(word => heap.includes(word))
}
