import type { IntrusionReport, PartitionReport, ZoneReport } from '../../../shared/contract/intrusion.ts'
import { checklistItems, type Checklist, type ChecklistItem } from '../../../shared/domain/checklist.ts'
import type { Session } from '../../../shared/domain/duty.ts'
import type { PartitionView, SiteView, ZoneView } from '../../../shared/site-view.ts'

/** A zone with what its device says of it. */
export interface KnownZone {
  readonly zone: ZoneView
  readonly state: ZoneReport['state']
  readonly report: ZoneReport | undefined
}

/** Zones of a partition in the order of their numbers. */
export function zonesOf(
  partition: PartitionView,
  site: SiteView,
  report: IntrusionReport | null,
): KnownZone[] {
  const inPartition = new Set(partition.zoneIds)
  const reports = new Map(report?.zones.map(known => [known.id, known]))
  return site.zones
    .filter(zone => inPartition.has(zone.id))
    .toSorted((one, other) => one.number - other.number)
    .map(zone => {
      const known = reports.get(zone.id)
      return { zone, state: known?.state ?? 'unknown', report: known }
    })
}

/** Zones that keep a partition from being armed cleanly: whatever is not normal and not left out on purpose. */
export function notReady(zones: readonly KnownZone[]): KnownZone[] {
  return zones.filter(({ state }) => state !== 'normal' && state !== 'bypassed')
}

export type Act = 'arm' | 'disarm'

/** What is offered of a partition: one that is armed, or about to be, can be disarmed. */
export const nextAct = (state: PartitionReport['state'] | undefined): Act =>
  state === 'armed' || state === 'arming' || state === 'disarming' ? 'disarm' : 'arm'

/** Why a partition cannot be commanded by this person now; null when it can. */
export type Hindrance =
  'no-command' | 'unknown' | 'busy' | 'forbidden' | 'forbidden-perimeter' | 'not-signed-on'

/** Who may command: arming and disarming are the night guard's and the leader's (A-N3.2). */
export function hindranceOf(
  act: Act,
  partition: PartitionView,
  report: PartitionReport | undefined,
  session: Session | null,
): Hindrance | null {
  if (!partition.canCommand) return 'no-command'
  if (session === null) return 'not-signed-on'
  if (act === 'disarm' && partition.kind === 'perimeter') {
    if (!session.permissions.includes('intrusion.disarm-perimeter')) return 'forbidden-perimeter'
  } else if (!session.permissions.includes('intrusion.arm')) return 'forbidden'
  if (report === undefined || report.state === 'unknown') return 'unknown'
  // An arming in its exit delay may be given up at any time.
  const isBusy = report.state === 'disarming' || (report.state === 'arming' && act === 'arm')
  if (isBusy) return 'busy'
  return null
}

/** Items of .b and A-N3.5.c not yet ticked. A perimeter is armed as the norm and needs no list. */
export function uncheckedItems(
  kind: PartitionView['kind'],
  ticked: ReadonlySet<ChecklistItem>,
  items: readonly ChecklistItem[] = checklistItems,
): ChecklistItem[] {
  return kind === 'perimeter' ? [] : items.filter(item => !ticked.has(item))
}

/** The list as it goes into the record: every item that was asked, with what the guard found. */
export function checklistOf(
  ticked: ReadonlySet<ChecklistItem>,
  items: readonly ChecklistItem[] = checklistItems,
): Checklist {
  return Object.fromEntries(items.map(item => [item, ticked.has(item)])) as Checklist
}

/** How many segments of a perimeter are armed, as its host says; a segment that does not tell counts as not armed. */
export function armedSegments(zones: readonly KnownZone[]): { armed: number; total: number } {
  return { armed: zones.filter(({ report }) => report?.armed === true).length, total: zones.length }
}

/** How long a perimeter may stay disarmed, for quick choice, minutes. */
export const rearmMinutes = [15, 30, 60, 120] as const
