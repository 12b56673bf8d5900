import type { PanelReport } from '../../../shared/contract/intrusion.ts'
import type { IncidentKind } from '../../../shared/domain/incident.ts'
import type { PanelHealth } from '../../../shared/domain/intrusion.ts'
import { station } from '../../../shared/domain/person.ts'
import type { Raising } from '../../incidents/shelving/service.ts'
import type { Journal } from '../../journal/journal.ts'
import type { Clock } from '../../platform/clock.ts'
import type { IntrusionPicture } from '../picture.ts'
import { PanelClock } from './panel-clock.ts'
import { partKinds, placeOfPart, type Part } from './panel-parts.ts'

export interface HealthContext {
  readonly picture: IntrusionPicture
  readonly journal: Journal
  readonly incidents: Raising
  readonly clock: Clock
}

/** Times in messages are whole seconds: less than this is no other deviation. */
const worthShowingMs = 2_000

/**
 * How panels themselves are: mains, battery, tamper, clock and line (C02, C12, A-N3.5.a). Every change of a verdict is
 * an entry `check.panel`, not known as well as ok and fault; a fault that the panel tells in its status, or that its
 * clock shows, is an incident until the panel says that it is over. Only what a device said is ever ok.
 */
export class HealthWatch {
  readonly #context: HealthContext
  readonly #clocks = new Map<string, PanelClock>()
  readonly #noted = new Map<string, string>()

  constructor(context: HealthContext) {
    this.#context = context
  }

  /** A message said when it was made; judged with the next `checkDue`, for in a flood there are hundreds a second. */
  heardAt(panelId: string, deviceAtMs: number, receivedAtMs: number): void {
    this.#clock(panelId).heard(deviceAtMs, receivedAtMs)
  }

  /** What a reading of the panel says of itself. */
  status(panelId: string, health: PanelHealth): void {
    const { picture, clock } = this.#context
    if (picture.panels.get(panelId)?.line === 'lost') return
    const nowMs = clock.now()
    for (const part of ['power', 'battery', 'tamper'] as const)
      if (health[part] !== 'unknown') this.#set(panelId, part, health[part])
    if (health.clockDeviationMs !== null) {
      this.#clock(panelId).asked(health.clockDeviationMs, nowMs)
      this.#judgeClock(panelId, nowMs)
    }
    this.note(panelId)
  }

  /** The panel is lost or another one: its clock is not known any more, and old readings say nothing about it. */
  forget(panelId: string): void {
    this.#clocks.delete(panelId)
  }

  /** Writes down the verdicts of a panel when they are others than the last ones. */
  note(panelId: string): void {
    const { picture, journal } = this.#context
    const [report, panel] = [picture.panels.get(panelId), picture.panel(panelId)]
    if (report === undefined || panel === undefined) return
    const { line, power, battery, tamper, clock } = report
    const verdicts = { line: lineVerdict(line), power, battery, tamper, clock }
    const text = JSON.stringify(verdicts)
    const before = this.#noted.get(panelId)
    if (before === text) return
    this.#noted.set(panelId, text)
    // That nothing is known of a panel before it has said anything is no finding.
    if (before === undefined && Object.values(verdicts).every(verdict => verdict === 'unknown')) return
    const clockDeviationMs = report.clockDeviationMs
    journal.append({
      actor: station,
      kind: 'check.panel',
      subject: panelId,
      body: { name: panel.name, ...verdicts, clockDeviationMs },
    })
  }

  /** What was noted last did not reach the disk. */
  noteAgain(panelId: string): void {
    if (this.#noted.has(panelId)) this.#noted.set(panelId, '')
  }

  /** Looks whether a clock was heard too long ago; called every second. */
  checkDue(): void {
    const { journal, clock } = this.#context
    for (const panelId of this.#clocks.keys())
      journal.transaction(() => {
        this.#judgeClock(panelId, clock.now())
        this.note(panelId)
      })
  }

  #judgeClock(panelId: string, nowMs: number): void {
    const { verdict, deviationMs } = this.#clock(panelId).finding(nowMs)
    const { picture } = this.#context
    const report = picture.panels.get(panelId)
    if (report === undefined || report.line === 'lost') return
    const shownMs = report.clockDeviationMs
    const isSame =
      shownMs !== null && deviationMs !== null && Math.abs(shownMs - deviationMs) < worthShowingMs
    if (!isSame || report.clock !== verdict) picture.setHealth(panelId, { clockDeviationMs: deviationMs })
    this.#set(panelId, 'clock', verdict)
  }

  #set(panelId: string, part: Part, verdict: PanelReport[Part]): void {
    const { picture, incidents, clock } = this.#context
    const [report, panel] = [picture.panels.get(panelId), picture.panel(panelId)]
    if (report === undefined || panel === undefined || report[part] === verdict) return
    picture.setHealth(panelId, { [part]: verdict })
    const place = placeOfPart(panel, part)
    const kind: IncidentKind = partKinds[part]
    if (verdict === 'fault')
      incidents.occur({
        kind,
        place,
        actor: station,
        code: `${part}-status`,
        deviceAtMs: null,
        receivedAtMs: clock.now(),
      })
    else if (verdict === 'ok') incidents.restored(place.key, station, `${part}-status`)
  }

  #clock(panelId: string): PanelClock {
    const clock = this.#clocks.get(panelId) ?? new PanelClock()
    this.#clocks.set(panelId, clock)
    return clock
  }
}

function lineVerdict(line: PanelReport['line']): 'unknown' | 'ok' | 'fault' {
  return line === 'lost' ? 'fault' : line === 'online' ? 'ok' : 'unknown'
}
