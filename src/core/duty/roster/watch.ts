import { station } from '../../../shared/domain/person.ts'
import type { PlannedDuty } from '../../../shared/domain/roster.ts'
import { dutyKey } from '../../../shared/domain/roster-warnings.ts'
import type { Shift } from '../../../shared/domain/duty.ts'
import type { IncidentService } from '../../incidents/service.ts'
import type { Journal } from '../../journal/journal.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Roster } from './service.ts'

export interface RosterWatchOptions {
  readonly roster: Roster
  /** The shift that is open, whoever sits at the desk; null while the room is unmanned. */
  readonly activeShift: () => Shift | null
  readonly incidents: Pick<IncidentService, 'occur' | 'restored'>
  readonly journal: Journal
  readonly clock: Clock
}

const minuteMs = 60_000
const placeKey = 'duty:roster'

/**
 * Sees whether whoever is planned at the desk comes (A-10.a, A-10.b): nobody a while after the planned begin is an
 * incident, a guard long behind the planned end is written down. Each is told once, also across a restart.
 */
export class RosterWatch {
  readonly #options: RosterWatchOptions
  /** An incident may stand open from before; looked at once when somebody is there. */
  #mayBeOpen = true
  #told = ''

  constructor(options: RosterWatchOptions) {
    this.#options = options
  }

  /** Called every second. */
  check(): void {
    const { roster, clock, activeShift } = this.#options
    const report = roster.report()
    const told = [report.now, report.next].map(duty => (duty === null ? '' : JSON.stringify(duty))).join()
    if (told !== this.#told) roster.changed.emit(report)
    this.#told = told
    const shift = activeShift()
    if (shift !== null) this.#checkOvertime(shift)
    if (report.now === null) return
    if (isCovered(report.now, shift, roster.rules.earlyMinutes * minuteMs)) this.#came()
    else if (clock.now() >= report.now.fromMs + roster.rules.absentMinutes * minuteMs)
      this.#nobodyCame(report.now, shift)
  }

  #came(): void {
    if (!this.#mayBeOpen) return
    this.#mayBeOpen = false
    this.#options.incidents.restored(placeKey, station, 'somebody-came')
  }

  #nobodyCame(duty: PlannedDuty, shift: Shift | null): void {
    const { roster, journal, incidents, clock } = this.#options
    const what = `nobody-came:${dutyKey(duty)}:${duty.personId}`
    if (roster.isTold(what)) return
    this.#mayBeOpen = true
    journal.transaction(() => {
      roster.once(what)
      const { personName: name, shiftName, fromMs, toMs } = duty
      journal.append({
        actor: station,
        kind: 'duty.nobody-came',
        subject: duty.personId,
        body: { name, shiftName, fromMs, toMs, stays: shift?.person.name ?? '' },
      })
      incidents.occur({
        kind: 'unattended',
        place: {
          key: placeKey,
          name: `${duty.postName} ${shiftName} ${name}`,
          panelId: null,
          zoneId: null,
          cameraIds: [],
        },
        actor: station,
        code: 'nobody-came',
        deviceAtMs: null,
        receivedAtMs: clock.now(),
        text: name,
      })
    })
  }

  #checkOvertime({ id, person, plan }: Shift): void {
    const { roster, journal, clock } = this.#options
    if (plan.kind === 'none') return
    if (clock.now() < plan.toMs + roster.rules.overtimeMinutes * minuteMs) return
    const what = `overtime:${id}`
    if (roster.isTold(what)) return
    journal.transaction(() => {
      roster.once(what)
      const body = { name: person.name, shiftName: plan.shiftName, toMs: plan.toMs }
      journal.append({ actor: station, kind: 'duty.overtime', subject: person.id, body })
    })
  }
}

/** Whether somebody stands this planned shift: who is planned, who came for it, or whose own plan reaches over it. */
function isCovered(duty: PlannedDuty, shift: Shift | null, earlyMs: number): boolean {
  if (shift === null) return false
  if (shift.person.id === duty.personId || shift.startedAtMs >= duty.fromMs - earlyMs) return true
  return shift.plan.kind === 'planned' && shift.plan.toMs >= duty.toMs
}
