import type {
  IntrusionReport,
  PanelReport,
  PartitionReport,
  ZoneReport,
} from '../../shared/contract/intrusion.ts'
import type { PanelStatus, PartitionState, Signal } from '../../shared/domain/intrusion.ts'
import type { Panel, Partition, SiteFile, Zone } from '../../shared/site.ts'
import type { LinePath } from './drivers/driver.ts'
import { partOf } from './health/panel-parts.ts'
import { ZoneCondition } from './zone-condition.ts'

/**
 * What the station believes of every panel, partition and zone, in memory only: at start all is unknown, and stays so
 * until a device says otherwise (nothing is inferred from the last run).
 */
export class IntrusionPicture {
  readonly panels = new Map<string, PanelReport>()
  readonly partitions = new Map<string, PartitionReport>()
  readonly #zones = new Map<string, ZoneCondition>()
  readonly #lines = new Map<string, Map<LinePath, 'online' | 'lost'>>()
  /** Panel and number that a partition stands for. */
  readonly #addresses = new Map<string, string>()
  #site: SiteFile

  constructor(site: SiteFile, nowMs: number) {
    this.#site = site
    this.follow(site, nowMs)
  }

  /**
   * Takes up a changed site: what is new in it is unknown, what is gone is forgotten, and what was known of the rest
   * stays. A partition or zone under another number of the device is a new one.
   */
  follow(site: SiteFile, nowMs: number): void {
    this.#site = site
    const panels = new Map(
      site.panels.map(panel => [panel.id, this.panels.get(panel.id) ?? newPanel(panel, nowMs)]),
    )
    for (const panel of site.panels) if (!this.#lines.has(panel.id)) this.#lines.set(panel.id, new Map())
    for (const id of this.#lines.keys()) if (!panels.has(id)) this.#lines.delete(id)
    refill(this.panels, panels)
    this.#followPartitions(nowMs)
    this.#followZones(nowMs)
  }

  #followPartitions(nowMs: number): void {
    const next = new Map<string, PartitionReport>()
    for (const panel of this.#site.panels)
      for (const partition of panel.partitions) {
        const address = `${panel.id}#${String(partition.number)}`
        const known =
          this.#addresses.get(partition.id) === address ? this.partitions.get(partition.id) : undefined
        this.#addresses.set(partition.id, address)
        next.set(partition.id, known ?? newPartition(panel, partition, nowMs))
      }
    for (const id of this.#addresses.keys()) if (!next.has(id)) this.#addresses.delete(id)
    refill(this.partitions, next)
  }

  #followZones(nowMs: number): void {
    const next = new Map<string, ZoneCondition>()
    for (const panel of this.#site.panels)
      for (const zone of panel.zones) {
        const address = `${panel.id}#${String(zone.number)}`
        const known = this.#zones.get(zone.id)
        next.set(zone.id, known?.address === address ? known : new ZoneCondition(zone.id, address, nowMs))
      }
    refill(this.#zones, next)
  }

  /** Another driver speaks for the panel from now on: nothing is known of it until that one says something. */
  restarted(panelId: string, nowMs: number): void {
    const panel = this.panels.get(panelId)
    if (panel === undefined) return
    this.#lines.set(panelId, new Map())
    this.panels.set(panelId, { ...panel, line: 'unknown', sinceMs: nowMs })
    this.#forget(panelId, nowMs)
  }

  report(): IntrusionReport {
    return {
      panels: [...this.panels.values()],
      partitions: [...this.partitions.values()],
      zones: [...this.#zones.values()].map(zone => zone.report),
    }
  }

  /** The panels of the site as it is now. */
  get sitePanels(): readonly Panel[] {
    return this.#site.panels
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
    for (const { number, state } of status.zones) this.#conditionOf(panelId, number)?.readOut(state, nowMs)
    // A fence host has an armed coil a segment; the number of the segment is the number of its zone.
    if (panel.driver === 'modbus')
      for (const { number, state } of status.partitions)
        this.#conditionOf(panelId, number)?.setArmed(state === 'armed')
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
    this.#conditionOf(signal.panelId, signal.zoneNumber)?.signalled(signal, nowMs)
  }

  #applyPanelSignal(signal: Signal): void {
    const panel = this.panels.get(signal.panelId)
    if (panel === undefined) return
    const verdict = signal.edge === 'active' ? 'fault' : 'ok'
    const part = partOf(signal)
    if (part !== null) this.panels.set(panel.id, { ...panel, [part]: verdict })
  }

  /** What is known of the panel itself. */
  setHealth(panelId: string, health: Partial<Omit<PanelReport, 'id' | 'line' | 'sinceMs'>>): void {
    const panel = this.panels.get(panelId)
    if (panel !== undefined) this.panels.set(panelId, { ...panel, ...health })
  }

  #conditionOf(panelId: string, zoneNumber: number | null): ZoneCondition | undefined {
    const zone = this.zoneByNumber(panelId, zoneNumber)
    return zone === undefined ? undefined : this.#zones.get(zone.id)
  }

  /** The panel is lost: what was known of it is not known any more. */
  #forget(panelId: string, nowMs: number): void {
    const panel = this.panel(panelId)
    for (const partition of panel?.partitions ?? []) this.setPartition(partition.id, 'unknown', nowMs, '')
    for (const zone of panel?.zones ?? []) this.#zones.get(zone.id)?.forget(nowMs)
    const report = this.panels.get(panelId)
    if (report !== undefined) this.panels.set(panelId, { ...report, ...nothingKnown })
  }
}

const nothingKnown = {
  power: 'unknown',
  battery: 'unknown',
  tamper: 'unknown',
  clock: 'unknown',
  clockDeviationMs: null,
} as const

function newPanel(panel: Panel, nowMs: number): PanelReport {
  return { id: panel.id, line: 'unknown', sinceMs: nowMs, ...nothingKnown }
}

function newPartition(panel: Panel, partition: Partition, nowMs: number): PartitionReport {
  return {
    id: partition.id,
    panelId: panel.id,
    state: 'unknown',
    sinceMs: nowMs,
    rearmAtMs: null,
    reason: '',
    changedBy: '',
  }
}

/** Puts the entries of another map into this one, in their order. */
function refill<T>(map: Map<string, T>, entries: ReadonlyMap<string, T>): void {
  map.clear()
  for (const [key, value] of entries) map.set(key, value)
}

/** State of a partition in a reading. Number 0 stands for the whole device: armed only when every part is. */
function stateIn(status: PanelStatus, partition: Partition): PartitionState {
  const parts = status.partitions.filter(part => partition.number === 0 || part.number === partition.number)
  if (parts.length === 0) return 'unknown'
  if (parts.some(part => part.state === 'arming')) return 'arming'
  return parts.every(part => part.state === 'armed') ? 'armed' : 'disarmed'
}
