import { z } from 'zod'
import type { RosterRules, RosterShift } from '../site/roster.ts'

/** A day of Beijing time: `2026-11-22`. */
export const RosterDay = z.iso.date()

/** Somebody is to stand a shift at a post. Times and names are kept as they were when it was planned. */
export const PlannedDuty = z.object({
  post: z.string(),
  postName: z.string(),
  /** The day on which the shift begins. */
  day: RosterDay,
  shift: z.string(),
  shiftName: z.string(),
  personId: z.string(),
  personName: z.string(),
  fromMs: z.number(),
  toMs: z.number(),
})
export type PlannedDuty = z.infer<typeof PlannedDuty>

/** Days on which somebody cannot stand watch: leave, illness, training. Both days belong to it. */
export const Absence = z.object({
  id: z.number().int(),
  personId: z.string(),
  personName: z.string(),
  fromDay: RosterDay,
  toDay: RosterDay,
  reason: z.string(),
})
export type Absence = z.infer<typeof Absence>

/** What the roster says of a shift that somebody began; part of the shift for ever. */
export const ShiftPlan = z.discriminatedUnion('kind', [
  /** Nothing was planned at the desk for this time. */
  z.object({ kind: z.literal('none') }),
  z.object({
    kind: z.literal('planned'),
    shiftName: z.string(),
    postName: z.string(),
    fromMs: z.number(),
    toMs: z.number(),
    /** More than 0: so late; less: so early; 0: in time as the rules understand it. */
    lateMinutes: z.number().int(),
  }),
  /** Somebody else was planned. */
  z.object({
    kind: z.literal('instead'),
    shiftName: z.string(),
    fromMs: z.number(),
    toMs: z.number(),
    of: z.string(),
  }),
])
export type ShiftPlan = z.infer<typeof ShiftPlan>

const minuteMs = 60_000
const dayMs = 86_400_000

/** From when to when a shift of a day lasts, ms UTC. Beijing has no summer time. */
export function spanOfShift(
  day: string,
  { from, to }: Pick<RosterShift, 'from' | 'to'>,
): { fromMs: number; toMs: number } {
  const fromMs = Date.parse(`${day}T${from}:00+08:00`)
  const endMs = Date.parse(`${day}T${to}:00+08:00`)
  return { fromMs, toMs: endMs > fromMs ? endMs : endMs + dayMs }
}

/**
 * What the roster says of somebody who signs on now. The desk is the first post of the rules; whoever is planned at
 * another post and sits down at the desk is planned as well.
 * @param hasServed he had signed on for this planned shift before, and comes back: that is not late
 */
export function planOf(
  duties: readonly PlannedDuty[],
  personId: string,
  rules: Pick<RosterRules, 'posts' | 'lateMinutes' | 'earlyMinutes'>,
  nowMs: number,
  hasServed: (fromMs: number) => boolean = () => false,
): ShiftPlan {
  const near = duties
    .filter(({ fromMs, toMs }) => fromMs - rules.earlyMinutes * minuteMs <= nowMs && nowMs < toMs)
    .toSorted((a, b) => b.fromMs - a.fromMs)
  // Who comes two hours early comes early for his own shift, not for nobody's.
  const own =
    near.find(duty => duty.personId === personId) ??
    duties.find(
      duty => duty.personId === personId && nowMs < duty.fromMs && duty.fromMs - nowMs < 4 * 60 * minuteMs,
    )
  if (own !== undefined) {
    const { shiftName, postName, fromMs, toMs } = own
    const lateMinutes = hasServed(fromMs) ? 0 : deviation(nowMs - fromMs, rules)
    return { kind: 'planned', shiftName, postName, fromMs, toMs, lateMinutes }
  }
  const other = near.find(({ post }) => post === rules.posts[0]?.id)
  if (other === undefined) return { kind: 'none' }
  const { shiftName, fromMs, toMs, personName } = other
  return { kind: 'instead', shiftName, fromMs, toMs, of: personName }
}

function deviation(lateMs: number, rules: Pick<RosterRules, 'lateMinutes' | 'earlyMinutes'>): number {
  const minutes = Math.trunc(lateMs / minuteMs)
  if (minutes > rules.lateMinutes) return minutes
  return minutes < -rules.earlyMinutes ? minutes : 0
}

/** One place of the roster: who is to stand it; null: nobody. */
export const RosterCell = z.object({
  post: z.string().max(63),
  day: RosterDay,
  shift: z.string().max(63),
  personId: z.string().max(63).nullable(),
})
export type RosterCell = z.infer<typeof RosterCell>

/** A rotation: each person goes through the cycle, one day of it after the other, each a day behind the one before. */
export interface RosterPattern {
  readonly post: string
  /** Days to fill, in order. */
  readonly days: readonly string[]
  /** Shift ids, null for rest: `['day', 'night', null, null]`. */
  readonly cycle: readonly (string | null)[]
  /** Person ids in the order of the rotation. */
  readonly people: readonly string[]
}

/**
 * Fills days by a rotation. Pure. Where two people come to the same shift the first in the order takes it; a shift that
 * nobody comes to is left out, so that what stands there stays.
 */
export function fillByPattern({ post, days, cycle, people }: RosterPattern): RosterCell[] {
  if (cycle.length === 0) return []
  return days.flatMap((day, dayIndex) => {
    const taken = new Set<string>()
    return people.flatMap((personId, index): RosterCell[] => {
      const shift = cycle[(dayIndex + cycle.length * people.length - index) % cycle.length] ?? null
      if (shift === null || taken.has(shift)) return []
      taken.add(shift)
      return [{ post, day, shift, personId }]
    })
  })
}
