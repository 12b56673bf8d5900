import type { ArmingReport, DayView, PartitionArming } from '../../../shared/contract/arming.ts'
import type { HandlerInput } from '../../../shared/contract.ts'
import type { PartitionReport } from '../../../shared/contract/intrusion.ts'
import type { ChecklistItem } from '../../../shared/domain/checklist.ts'
import type { UserActor } from '../../../shared/domain/person.ts'
import { Refusal } from '../../../shared/refusal.ts'
import type { ArmingSchedule, KeypadUser, SchoolDay } from '../../../shared/site/arming.ts'
import { Emitter } from '../../platform/emitter.ts'
import type { SiteDraft, SiteStore } from '../../station/site-store.ts'
import type { IntrusionService } from '../service.ts'
import { Bypasses } from './bypasses.ts'
import { calendarKnownUntil, dateAfter, dateOf, dayKindOf } from './calendar.ts'
import { partitionsOf, type ArmingContext, type SitePartition } from './context.ts'
import { extendDisarm } from './extend.ts'
import { forceArm } from './force.ts'
import { openOn, wantedAt } from './schedule.ts'
import { armingTables } from './tables.ts'
import { ScheduleWatch } from './watch.ts'

/** How many days a preview shows. */
const previewDays = 28

/** When partitions are to be armed, what is due and missed, and what is out of service. */
export class Arming {
  readonly changed = new Emitter<ArmingReport>()
  readonly bypasses: Bypasses
  readonly watch: ScheduleWatch
  readonly #context: ArmingContext
  #lastTold = ''

  constructor({ intrusion, sites }: { intrusion: IntrusionService; sites: SiteStore }) {
    this.#context = { intrusion, sites, tables: armingTables(intrusion.context.db) }
    this.bypasses = new Bypasses(this.#context)
    this.watch = new ScheduleWatch(this.#context)
  }

  /**
   * Looks at the clock; called every second. Resolves when every bypass that was over has been dealt with; never rejects:
   * what could not be stored is found again a second later.
   */
  async check(): Promise<void> {
    try {
      this.watch.check()
      this.tell()
      await this.bypasses.check()
      this.tell()
    } catch (error) {
      this.#context.intrusion.context.log?.error({ err: error }, 'the watch over arming failed')
    }
  }

  report(): ArmingReport {
    const { current } = this.#context.sites
    const nowMs = this.#nowMs()
    const date = dateOf(nowMs)
    return {
      partitions: partitionsOf(current).map(found => this.#armingOf(found, nowMs)),
      bypasses: this.bypasses.list(),
      today: { date, ...dayKindOf(date, current.schoolDays) },
      schoolDays: current.schoolDays,
      keypadUsers: current.panels.map(({ id, keypadUsers }) => ({ panelId: id, users: keypadUsers })),
      calendarKnownUntil,
    }
  }

  /** Tells every screen, when something is other than it was told last. */
  tell(): void {
    const report = this.report()
    const text = JSON.stringify(report)
    if (text === this.#lastTold) return
    this.#lastTold = text
    this.changed.emit(report)
  }

  /** See `forceArm`. */
  async force(input: HandlerInput<'arming.force'>, actor: UserActor): Promise<PartitionReport> {
    const report = await forceArm(
      { intrusion: this.#context.intrusion, bypasses: this.bypasses },
      input,
      actor,
    )
    this.tell()
    return report
  }

  /** See `extendDisarm`. The watch goes by the new time at once. */
  extendDisarm(input: HandlerInput<'arming.extend-disarm'>, actor: UserActor): void {
    this.#context.intrusion.context.journal.transaction(() => {
      extendDisarm(this.#context.intrusion, input, actor)
      this.watch.check()
    })
  }

  /** The panel's red light does not blink: it may have no power (A-N3.5.c). */
  lightDark(partitionId: string, actor: UserActor): void {
    const { journal, incidents, clock } = this.#context.intrusion.context
    const { panel, partition } = this.#partition(partitionId)
    journal.transaction(() => {
      journal.append({
        actor,
        kind: 'intrusion.panel-light-dark',
        subject: partitionId,
        body: { partition: partition.name, panel: panel.name },
      })
      incidents.occur({
        kind: 'device-fault',
        place: {
          key: `panel:${panel.id}:light`,
          name: panel.name,
          panelId: panel.id,
          zoneId: null,
          cameraIds: [],
        },
        actor,
        code: 'panel-light-dark',
        deviceAtMs: null,
        receivedAtMs: clock.now(),
      })
    })
  }

  saveSchedule(
    input: { partitionId: string; schedule: ArmingSchedule | null; checklist: ChecklistItem[] },
    actor: UserActor,
  ): void {
    const { partition } = this.#partition(input.partitionId)
    this.#context.sites.change(actor, `修改“${partition.name}”的布防时间和检查项`, draft => {
      const written = draftPartition(draft, input.partitionId)
      if (input.schedule === null) delete written.schedule
      else written.schedule = input.schedule
      written.checklist = input.checklist
    })
    this.tell()
  }

  saveDays(days: SchoolDay[], actor: UserActor): void {
    this.#context.sites.change(actor, '修改校历', draft => {
      draft.schoolDays = days
    })
    this.tell()
  }

  saveUsers(input: { panelId: string; users: KeypadUser[] }, actor: UserActor): void {
    this.#context.sites.change(actor, `修改报警主机 ${input.panelId} 的键盘用户`, draft => {
      const panel = draft.panels.find(({ id }) => id === input.panelId)
      if (panel === undefined) throw new Refusal('panels.unknown')
      panel.keypadUsers = input.users
    })
    this.tell()
  }

  preview(schedule: ArmingSchedule, days: readonly SchoolDay[]): DayView[] {
    const today = dateOf(this.#nowMs())
    return Array.from({ length: previewDays }, (_, index) => {
      const date = dateAfter(today, index)
      return { date, ...dayKindOf(date, days), open: [...openOn(schedule, days, date)] }
    })
  }

  #armingOf(found: SitePartition, nowMs: number): PartitionArming {
    const { intrusion, sites } = this.#context
    const { panel, partition } = found
    const { schedule } = partition
    const wanted =
      partition.kind === 'perimeter'
        ? ('armed' as const)
        : schedule === undefined
          ? null
          : wantedAt(schedule, sites.current.schoolDays, nowMs)
    return {
      partitionId: partition.id,
      wanted,
      next: this.watch.duesOf(found, nowMs).next,
      schedule: schedule ?? null,
      checklist: partition.checklist,
      watch: this.watch.of(partition.id),
      canBypass: intrusion.controls.get(panel.id)?.abilities.bypassesZones === true,
      canClear: intrusion.controls.get(panel.id)?.abilities.clearsAlarms === true,
    }
  }

  #partition(partitionId: string): SitePartition {
    const found = partitionsOf(this.#context.sites.current).find(
      ({ partition }) => partition.id === partitionId,
    )
    if (found === undefined) throw new Refusal('intrusion.unknown-partition')
    return found
  }

  #nowMs(): number {
    return this.#context.intrusion.context.clock.now()
  }
}

function draftPartition(
  draft: SiteDraft,
  partitionId: string,
): SiteDraft['panels'][number]['partitions'][number] {
  const found = draft.panels.flatMap(panel => panel.partitions).find(({ id }) => id === partitionId)
  if (found === undefined) throw new Refusal('intrusion.unknown-partition')
  return found
}
