import { z } from 'zod'
import { Checklist, ChecklistItem } from '../domain/checklist.ts'
import { ArmingSchedule, KeypadUser, SchoolDay, weekdays } from '../site/arming.ts'
import { call, nothing } from './call.ts'
import { PartitionReport } from './intrusion.ts'

const Wanted = z.enum(['armed', 'disarmed'])

/** How a partition stands against the last (or, when reminded of, the next) change of its schedule. */
export const ArmingWatch = z.object({
  dueAtMs: z.number(),
  to: Wanted,
  /**
   * `reminded`: the time is near; `due`: it has come; `met`: done; `departed`: disarmed again while it should be armed;
   * `missed`: alarm raised; `escalated`: raised again.
   */
  stage: z.enum(['reminded', 'due', 'met', 'departed', 'missed', 'escalated']),
  stageAtMs: z.number(),
  /** When its alarm was raised; null while none is open. */
  missedAtMs: z.number().nullable(),
  /** Put off by somebody (overtime); nothing is raised before `untilMs`. */
  hold: z.object({ untilMs: z.number(), reason: z.string(), byName: z.string() }).nullable(),
})
export type ArmingWatch = z.infer<typeof ArmingWatch>

export const DayView = z.object({
  date: z.string(),
  as: z.enum(['holiday', ...weekdays]),
  why: z.enum(['school', 'state-holiday', 'state-workday', 'week']),
  note: z.string(),
  /** Hours in which it is disarmed, ms UTC. */
  open: z.array(z.object({ fromMs: z.number(), toMs: z.number() })),
})
export type DayView = z.infer<typeof DayView>

export const PartitionArming = z.object({
  partitionId: z.string(),
  /** What it is meant to be now; null without a schedule. A perimeter is always meant to be armed. */
  wanted: Wanted.nullable(),
  next: z.object({ atMs: z.number(), to: Wanted }).nullable(),
  schedule: ArmingSchedule.nullable(),
  checklist: z.array(ChecklistItem),
  watch: ArmingWatch.nullable(),
  /** Whether the panel takes zones out of service when told, and confirms it. */
  canBypass: z.boolean(),
  /** Whether the panel clears its alarm memory when told, and confirms it. */
  canClear: z.boolean(),
})
export type PartitionArming = z.infer<typeof PartitionArming>

/** A zone that is out of service. `order` is null where the device says so and nobody told the station why. */
export const Bypass = z.object({
  zoneId: z.string(),
  order: z
    .object({
      reason: z.string(),
      byName: z.string(),
      sinceMs: z.number(),
      /** When it ends by itself; the disarming of its partition ends it before. */
      endsAtMs: z.number(),
      /** It should have ended and the device did not confirm it. */
      isOverdue: z.boolean(),
    })
    .nullable(),
})
export type Bypass = z.infer<typeof Bypass>

export const ArmingReport = z.object({
  partitions: z.array(PartitionArming),
  bypasses: z.array(Bypass),
  today: DayView.omit({ open: true }),
  schoolDays: z.array(SchoolDay),
  keypadUsers: z.array(z.object({ panelId: z.string(), users: z.array(KeypadUser) })),
  /** The last year whose holidays the program knows. */
  calendarKnownUntil: z.number().int(),
})
export type ArmingReport = z.infer<typeof ArmingReport>

const reason = z.string().trim().min(1).max(300)

export const armingCalls = {
  'arming.report': call('nobody', nothing, ArmingReport),
  /** Arms although something is not ready: open zones are bypassed, what the checklist lacks is recorded. */
  'arming.force': call(
    'intrusion.force',
    z.object({
      partitionId: z.string(),
      checklist: Checklist,
      /** Zones to take out of service; they come back with the disarming, at the latest at `endsAtMs`. */
      zoneIds: z.array(z.string()).max(200),
      endsAtMs: z.number(),
      reason,
    }),
    PartitionReport,
  ),
  'arming.bypass': call(
    'intrusion.bypass',
    z.object({ zoneId: z.string(), endsAtMs: z.number(), reason }),
    z.null(),
  ),
  'arming.end-bypass': call('intrusion.bypass', z.object({ zoneId: z.string() }), z.null()),
  /** Puts the arming that is due off, at most three hours. */
  'arming.hold': call(
    'intrusion.arm',
    z.object({ partitionId: z.string(), untilMs: z.number(), reason }),
    z.null(),
  ),
  /** 延长撤防: a perimeter is armed again later than planned, at most 24 hours from now. */
  'arming.extend-disarm': call(
    'intrusion.disarm-perimeter',
    z.object({ partitionId: z.string(), rearmAtMs: z.number(), reason }),
    z.null(),
  ),
  /** The guard found the panel's red light dark (A-N3.5.c): raises a fault of the panel. */
  'arming.light-dark': call('intrusion.arm', z.object({ partitionId: z.string() }), z.null()),
  'arming.save-schedule': call(
    'intrusion.schedule',
    z.object({
      partitionId: z.string(),
      schedule: ArmingSchedule.nullable(),
      checklist: z.array(ChecklistItem),
    }),
    z.null(),
  ),
  'arming.save-days': call('intrusion.schedule', z.object({ days: z.array(SchoolDay).max(400) }), z.null()),
  'arming.save-users': call(
    'intrusion.schedule',
    z.object({ panelId: z.string(), users: z.array(KeypadUser).max(500) }),
    z.null(),
  ),
  /** What a schedule means day by day, from today on. */
  'arming.preview': call(
    'intrusion.schedule',
    z.object({ schedule: ArmingSchedule, days: z.array(SchoolDay).max(400) }),
    z.array(DayView),
  ),
} as const
