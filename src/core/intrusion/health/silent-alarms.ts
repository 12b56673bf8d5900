import type { IncidentKind } from '../../../shared/domain/incident.ts'
import type { PanelStatus, Signal, ZoneState } from '../../../shared/domain/intrusion.ts'
import type { Panel, Zone } from '../../../shared/site.ts'
import { incidentKindOf } from '../../incidents/rules.ts'
import type { IntrusionPicture } from '../picture.ts'
import { isWalkable } from '../work/rules.ts'
import { alarmIn, type FoundAlarm } from './found-alarms.ts'

/** So long a signal may come after the reading that shows its alarm, ms. */
const graceMs = 10_000
/** A signal so long before a reading that showed no alarm yet explains an alarm in the next one, ms. */
const signalFirstMs = 60_000

interface Watched {
  /** What was read last; null: nothing yet. */
  readonly state: ZoneState | null
  /** When it was last read without an alarm. */
  readonly quietAtMs: number | null
  /** When its alarm was last heard of by a signal. */
  readonly heardAtMs: number | null
  readonly due: { readonly alarm: FoundAlarm; readonly panel: Panel; readonly atMs: number } | null
}

const unread: Watched = { state: null, quietAtMs: null, heardAtMs: null, due: null }

interface SilentAlarmsOptions {
  readonly picture: IntrusionPicture
  /** Whether an alarm of the zone is one that somebody sets off by walking. */
  readonly isWalked: (panelId: string, zone: Zone) => boolean
  readonly raise: (panel: Panel, alarm: FoundAlarm) => void
}

/**
 * Alarms that a panel reads out and never signals: its report was refused, or its stream is open on one side only. A
 * zone that goes over into alarm without a signal is raised after a short while. What the panel still remembers of an
 * alarm that it signalled, also after its end, is none.
 */
export class SilentAlarms {
  readonly #options: SilentAlarmsOptions
  readonly #zones = new Map<string, Watched>()

  constructor(options: SilentAlarmsOptions) {
    this.#options = options
  }

  /** A reading; to be told before the picture takes it over. The first one is not looked at: see `foundAlarms`. */
  read(panel: Panel, status: PanelStatus, nowMs: number): void {
    const { picture } = this.#options
    if (panel.driver === 'modbus' || picture.panels.get(panel.id)?.line === 'lost') return
    for (const { number, state } of status.zones) {
      const zone = panel.zones.find(candidate => candidate.number === number)
      if (zone === undefined) continue
      const isFirst = picture.zoneReport(zone.id)?.state === 'unknown'
      this.#zones.set(zone.id, this.#after(panel, zone, { state, isFirst }, nowMs))
    }
  }

  #after(
    panel: Panel,
    zone: Zone,
    { state, isFirst }: { state: ZoneState; isFirst: boolean },
    nowMs: number,
  ): Watched {
    const before = this.#zones.get(zone.id) ?? unread
    const kind = alarmIn(zone, state)
    if (kind === null) return { ...before, state, quietAtMs: nowMs }
    const isWalked = state === 'alarm' && this.#options.isWalked(panel.id, zone)
    if (isFirst || before.state === state || before.due !== null || isWalked || isExplained(before))
      return { ...before, state }
    return { ...before, state, due: { panel, alarm: { zone, kind, isNew: true }, atMs: nowMs + graceMs } }
  }

  /** A signal of a zone. */
  heard(zoneId: string, signal: Signal, nowMs: number): void {
    const kind = incidentKindOf(signal.kind)
    if (signal.edge === 'restored' || kind === null || !alarmKinds.has(kind)) return
    this.#zones.set(zoneId, { ...(this.#zones.get(zoneId) ?? unread), heardAtMs: nowMs, due: null })
  }

  /** The panel is lost, or another driver speaks for it. */
  forget(panelId: string): void {
    for (const { id } of this.#options.picture.panel(panelId)?.zones ?? []) this.#zones.delete(id)
  }

  /** Raises what no signal came for; called every second. */
  checkDue(nowMs: number): void {
    for (const [zoneId, watched] of this.#zones) {
      const { due } = watched
      if (due === null || nowMs < due.atMs) continue
      this.#zones.set(zoneId, { ...watched, due: null })
      this.#options.raise(due.panel, due.alarm)
    }
  }

  /** A walk test is over: what somebody set off and nothing ended rings now, as when a shelf ends. */
  testEnded({ panelId, partitionId }: { panelId: string; partitionId: string | null }): void {
    const panel = this.#options.picture.panel(panelId)
    for (const zone of panel?.zones ?? []) {
      const report = this.#options.picture.zoneReport(zone.id)
      const wasTested = partitionId === null || partitionId === zone.partition
      // After its end has been signalled, what is read out is the panel's memory of it.
      const isOver = report === undefined || /^alarm\..*\|restored$/.test(report.lastEvent)
      const kind = report?.state === 'alarm' ? alarmIn(zone, report.state) : null
      if (panel !== undefined && kind !== null && wasTested && isWalkable(zone) && !isOver)
        this.#options.raise(panel, { zone, kind, isNew: false })
    }
  }
}

const alarmKinds: ReadonlySet<IncidentKind> = new Set([
  'panic',
  'fire',
  'perimeter-cut',
  'perimeter',
  'intrusion',
  'tamper',
])

function isExplained({ heardAtMs, quietAtMs }: Watched): boolean {
  return heardAtMs !== null && (quietAtMs === null || heardAtMs >= quietAtMs - signalFirstMs)
}
