import type {
  IntrusionReport,
  PanelReport,
  PartitionReport,
  ZoneReport,
} from '../../shared/contract/intrusion.ts'
import type {
  PanelStatus,
  PartitionState,
  Signal,
  SignalKind,
  ZoneState,
} from '../../shared/domain/intrusion.ts'
import type { Panel, Partition, SiteFile, Zone } from '../../shared/site.ts'
import type { LinePath } from './drivers/driver.ts'

interface ZoneFacts {
  report: ZoneReport
  /** What the device last read out for the zone as a whole. */
  base: ZoneState
  /** Conditions that signals began and did not end yet. */
  active: Set<SignalKind>
}

/** The state a condition shows as, the worst first. */
const worstFirst: readonly (readonly [SignalKind, ZoneState])[] = [
  ['alarm.panic', 'alarm'],
  ['alarm.fire', 'alarm'],
  ['alarm.cut', 'alarm'],
  ['alarm.perimeter', 'alarm'],
  ['alarm.intrusion', 'alarm'],
  ['tamper', 'tamper'],
  ['fault.slack', 'fault'],
  ['fault.zone', 'fault'],
  ['fault.power', 'fault'],
  ['fault.battery', 'fault'],
  ['fault.line', 'fault'],
  ['bypass', 'bypassed'],
  ['zone.open', 'open'],
]

/**
 * What the station believes of every panel, partition and zone, in memory only: at start all is unknown, and stays so
 * until a device says otherwise (nothing is inferred from the last run).
 */
export class IntrusionPicture {
  readonly panels = new Map<string, PanelReport>()
  readonly partitions = new Map<string, PartitionReport>()
  readonly #zones = new Map<string, ZoneFacts>()
  readonly #lines = new Map<string, Map<LinePath, 'online' | 'lost'>>()
  readonly #site: SiteFile

  constructor(site: SiteFile, nowMs: number) {
    this.#site = site
    for (const panel of site.panels) {
      this.panels.set(panel.id, {
        id: panel.id,
        line: 'unknown',
        sinceMs: nowMs,
        power: 'unknown',
        battery: 'unknown',
      })
      this.#lines.set(panel.id, new Map())
      for (const partition of panel.partitions)
        this.partitions.set(partition.id, {
          id: partition.id,
          panelId: panel.id,
          state: 'unknown',
          sinceMs: nowMs,
          rearmAtMs: null,
          reason: '',
          changedBy: '',
        })
      for (const zone of panel.zones)
        this.#zones.set(zone.id, {
          report: {
            id: zone.id,
            state: 'unknown',
            sinceMs: nowMs,
            armed: null,
            lastEventAtMs: null,
            lastEvent: '',
          },
          base: 'unknown',
          active: new Set(),
        })
    }
  }

  report(): IntrusionReport {
    return {
      panels: [...this.panels.values()],
      partitions: [...this.partitions.values()],
      zones: [...this.#zones.values()].map(facts => facts.report),
    }
  }

  panel(id: string): Panel | undefined {
    return this.#site.panels.find(panel => panel.id === id)
  }

  partition(id: string): { panel: Panel; partition: Partition; report: PartitionReport } | undefined {
    for (const panel of this.#site.panels) {
      const partition = panel.partitions.find(candidate => candidate.id === id)
      const report = this.partitions.get(id)
      if (partition !== undefined && report !== undefined) return { panel, partition, report }
    }
    return undefined
  }

  zoneByNumber(panelId: string, zoneNumber: number | null): Zone | undefined {
    return this.panel(panelId)?.zones.find(zone => zone.number === zoneNumber)
  }

  zoneReport(zoneId: string): ZoneReport | undefined {
    return this.#zones.get(zoneId)?.report
  }

  /** A line of a panel changed. Returns whether the panel as a whole changed between lost and on line. */
  setLine(panelId: string, path: LinePath, state: 'online' | 'lost', nowMs: number): boolean {
    const panel = this.panels.get(panelId)
    const lines = this.#lines.get(panelId)
    if (panel === undefined || lines === undefined) return false
    lines.set(path, state)
    const line = [...lines.values()].includes('lost') ? 'lost' : 'online'
    if (line === panel.line) return false
    this.panels.set(panelId, { ...panel, line, sinceMs: nowMs })
    if (line === 'lost') this.#forget(panelId, nowMs)
    return true
  }

  /** A whole reading of the device. Returns the partitions whose state it changed. */
  applyStatus(
    panelId: string,
    status: PanelStatus,
    nowMs: number,
    busy: ReadonlySet<string>,
  ): PartitionReport[] {
    const panel = this.panel(panelId)
    // While its alarms cannot reach us, a panel's zones are unknown, even if another line still reads them out.
    if (panel === undefined || this.panels.get(panelId)?.line === 'lost') return []
    for (const { number, state } of status.zones) this.#setBase(panel, number, state, nowMs)
    for (const { number, state } of status.partitions) this.#setSegmentArmed(panel, number, state === 'armed')
    return panel.partitions
      .filter(partition => !busy.has(partition.id))
      .map(partition => this.setPartition(partition.id, stateIn(status, partition), nowMs, ''))
      .filter(changed => changed !== null)
  }

  /** Puts a partition into a state. Returns the new report, or null when it was in that state already. */
  setPartition(id: string, state: PartitionState, nowMs: number, changedBy: string): PartitionReport | null {
    const present = this.partitions.get(id)
    if (present === undefined || present.state === state) return null
    const next = { ...present, state, sinceMs: nowMs, changedBy }
    this.partitions.set(id, next)
    return next
  }

  /** Notes why a perimeter is out of its norm and until when; null when it is armed again. */
  setNorm(id: string, norm: { reason: string; rearmAtMs: number } | null): void {
    const present = this.partitions.get(id)
    if (present !== undefined)
      this.partitions.set(id, { ...present, reason: norm?.reason ?? '', rearmAtMs: norm?.rearmAtMs ?? null })
  }

  /** A signal of a zone or of the panel itself. */
  applySignal(signal: Signal, nowMs: number): void {
    this.#applyPanelSignal(signal)
    const zone = this.zoneByNumber(signal.panelId, signal.zoneNumber)
    const facts = zone === undefined ? undefined : this.#zones.get(zone.id)
    if (facts === undefined) return
    if (signal.edge === 'active') facts.active.add(signal.kind)
    else facts.active.delete(signal.kind)
    const event = `${signal.kind}|${signal.edge}`
    facts.report = { ...facts.report, lastEventAtMs: signal.receivedAtMs, lastEvent: event }
    // The last condition ended: the alarm that the device read out before is over with it.
    if (signal.edge === 'restored' && facts.active.size === 0 && facts.base !== 'unknown')
      facts.base = 'normal'
    settle(facts, nowMs)
  }

  #applyPanelSignal(signal: Signal): void {
    const panel = this.panels.get(signal.panelId)
    if (panel === undefined) return
    const verdict = signal.edge === 'active' ? 'fault' : 'ok'
    if (signal.kind === 'fault.power') this.panels.set(panel.id, { ...panel, power: verdict })
    if (signal.kind === 'fault.battery') this.panels.set(panel.id, { ...panel, battery: verdict })
  }

  #setBase(panel: Panel, number: number, state: ZoneState, nowMs: number): void {
    const zone = panel.zones.find(candidate => candidate.number === number)
    const facts = zone === undefined ? undefined : this.#zones.get(zone.id)
    if (facts === undefined) return
    facts.base = state
    if (state === 'normal') facts.active.clear()
    settle(facts, nowMs)
  }

  /** A fence host has an armed coil a segment; the number of the segment is the number of its zone. */
  #setSegmentArmed(panel: Panel, number: number, armed: boolean): void {
    if (panel.driver !== 'modbus') return
    const zone = panel.zones.find(candidate => candidate.number === number)
    const facts = zone === undefined ? undefined : this.#zones.get(zone.id)
    if (facts !== undefined) facts.report = { ...facts.report, armed }
  }

  /** The panel is lost: what was known of it is not known any more. */
  #forget(panelId: string, nowMs: number): void {
    const panel = this.panel(panelId)
    for (const partition of panel?.partitions ?? []) this.setPartition(partition.id, 'unknown', nowMs, '')
    for (const zone of panel?.zones ?? []) {
      const facts = this.#zones.get(zone.id)
      if (facts === undefined) continue
      facts.base = 'unknown'
      facts.active.clear()
      facts.report = { ...facts.report, armed: null }
      settle(facts, nowMs)
    }
    const report = this.panels.get(panelId)
    if (report !== undefined) this.panels.set(panelId, { ...report, power: 'unknown', battery: 'unknown' })
  }
}

function settle(facts: ZoneFacts, nowMs: number): void {
  const state = worstFirst.find(([kind]) => facts.active.has(kind))?.[1] ?? facts.base
  if (state !== facts.report.state) facts.report = { ...facts.report, state, sinceMs: nowMs }
}

/** State of a partition in a reading. Number 0 stands for the whole device: armed only when every part is. */
function stateIn(status: PanelStatus, partition: Partition): PartitionState {
  const parts = status.partitions.filter(part => partition.number === 0 || part.number === partition.number)
  if (parts.length === 0) return 'unknown'
  if (parts.some(part => part.state === 'arming')) return 'arming'
  return parts.every(part => part.state === 'armed') ? 'armed' : 'disarmed'
}
