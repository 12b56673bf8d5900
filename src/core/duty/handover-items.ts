import type { Bypass } from '../../shared/contract/arming.ts'
import type { IntrusionReport } from '../../shared/contract/intrusion.ts'
import type { CameraReport, StreamState } from '../../shared/domain/camera.ts'
import { beijingDay } from '../../shared/domain/daily-check.ts'
import type { HandoverItem } from '../../shared/domain/handover.ts'
import type { Incident } from '../../shared/domain/incident.ts'
import type { Shelf } from '../../shared/domain/shelving.ts'
import type { OutageReport } from '../../shared/domain/outage.ts'
import type { StorageWarning } from '../../shared/domain/storage.ts'
import type { FaultTicket } from '../../shared/domain/ticket.ts'
import type { SiteFile } from '../../shared/site.ts'

/** What the station knows at the moment of a handover. */
export interface HandoverFacts {
  readonly site: Pick<SiteFile, 'cameras' | 'panels'>
  /** The most urgent first. */
  readonly incidents: readonly Incident[]
  readonly intrusion: IntrusionReport
  readonly bypasses: readonly Bypass[]
  readonly shelves: readonly Shelf[]
  readonly cameras: readonly CameraReport[]
  readonly tickets: readonly FaultTicket[]
  /** Consented to and not over. */
  readonly outages: readonly OutageReport[]
  readonly nowMs: number
  /** The round over all cameras of today is owed and not finished. */
  readonly isDailyCheckOwed: boolean
  /** Space for recordings runs short; null while it does not. */
  readonly storage: StorageWarning | null
}

/** Tickets are not closed yet anywhere (feature maintenance): those of the last days are named, older ones counted, ms. */
const ticketsForMs = 7 * 86_400_000

/** An outage that begins within the next shift is told to the next guard, ms. */
const nextShiftMs = 12 * 3_600_000

/** So many open incidents are named one by one. */
const mostIncidents = 12

/** A camera that is only being dialled, or that nobody wants now, is not lost. */
const lost: ReadonlySet<StreamState> = new Set(['stalled', 'lost', 'unauthorised', 'unsupported'])

/** What is open, in the order in which the next guard should hear of it. */
export function handoverItems(facts: HandoverFacts): HandoverItem[] {
  const { site, incidents, intrusion, bypasses, shelves, cameras, tickets } = facts
  const zones = new Map(site.panels.flatMap(({ zones: all }) => all.map(({ id, name }) => [id, name])))
  const perimeters = new Map(
    site.panels.flatMap(({ partitions }) =>
      partitions.filter(({ kind }) => kind === 'perimeter').map(({ id, name }) => [id, name]),
    ),
  )
  const panels = new Map(site.panels.map(({ id, name }) => [id, name]))
  const names = new Map(site.cameras.filter(({ retired }) => !retired).map(({ id, name }) => [id, name]))
  return [
    ...incidentItems(incidents),
    ...intrusion.partitions
      .filter(({ id, state }) => perimeters.has(id) && state !== 'armed')
      .map(({ id, sinceMs }) => item('perimeter-disarmed', id, perimeters.get(id) ?? id, sinceMs)),
    ...bypasses.map(({ zoneId, order }) =>
      item('zone-bypassed', zoneId, zones.get(zoneId) ?? zoneId, order?.sinceMs ?? null),
    ),
    ...shelves.map(({ id, zoneName, fromMs }) => item('alarm-shelved', String(id), zoneName, fromMs)),
    ...intrusion.panels
      .filter(({ line }) => line === 'lost')
      .map(({ id, sinceMs }) => item('panel-lost', id, panels.get(id) ?? id, sinceMs)),
    ...cameras
      .filter(({ id, main, sub }) => names.has(id) && (lost.has(main.state) || lost.has(sub.state)))
      .map(({ id, main, sub }) =>
        item('camera-lost', id, names.get(id) ?? id, lost.has(main.state) ? main.sinceMs : sub.sinceMs),
      ),
    ...ticketItems(tickets, facts.nowMs),
    ...facts.outages
      .filter(({ fromMs }) => fromMs - facts.nowMs < nextShiftMs)
      .map(({ number, devices, fromMs }) =>
        item(
          'planned-outage',
          String(number),
          `${number} ${devices.map(({ name }) => name).join('、')}`,
          fromMs,
        ),
      ),
    ...(facts.storage === null
      ? []
      : [item('storage-short', 'space', beijingDay(facts.storage.shortAtMs), null)]),
    ...(facts.isDailyCheckOwed ? [item('daily-check-owed', 'today', '', null)] : []),
  ]
}

/** A fault of long ago is not forgotten, and does not fill the list either. */
function ticketItems(tickets: readonly FaultTicket[], nowMs: number): HandoverItem[] {
  const isNew = ({ openedAtMs }: FaultTicket): boolean => nowMs - openedAtMs < ticketsForMs
  const old = tickets.filter(ticket => !isNew(ticket))
  const oldestMs = Math.min(...old.map(({ openedAtMs }) => openedAtMs))
  return [
    ...tickets
      .filter(isNew)
      .map(({ number, place, openedAtMs }) =>
        item('fault-ticket', String(number), `${number} ${place}`, openedAtMs),
      ),
    ...(old.length === 0 ? [] : [item('fault-ticket', `rest-${old.length}`, `+${old.length}`, oldestMs)]),
  ]
}

/** After a flood nobody ticks two hundred lines with open eyes: the most urgent one by one, the others as one. */
function incidentItems(incidents: readonly Incident[]): HandoverItem[] {
  const [first, rest] = [incidents.slice(0, mostIncidents), incidents.slice(mostIncidents)]
  const oldestMs = Math.min(...rest.map(({ raisedAtMs }) => raisedAtMs))
  return [
    ...first.map(({ id, placeName, raisedAtMs }) =>
      item('incident', String(id), `#${id} ${placeName}`, raisedAtMs),
    ),
    ...(rest.length === 0 ? [] : [item('incident', `rest-${rest.length}`, `+${rest.length}`, oldestMs)]),
  ]
}

function item(kind: HandoverItem['kind'], id: string, name: string, sinceMs: number | null): HandoverItem {
  return { id: `${kind}:${id}`, kind, name, sinceMs: sinceMs === null ? null : Math.round(sinceMs) }
}
