import { z } from 'zod'
import type { RosterRules } from '../site/roster.ts'
import type { Absence, PlannedDuty } from './roster.ts'

/** What is doubtful about a planned shift. None of them refuses it: the leader decides and the record keeps it. */
const RosterWarningKind = z.enum([
  /** On two posts or in two shifts at a time. */
  'double',
  /** On again with less rest than the rules ask for. */
  'rest-short',
  /** Longer on duty without rest than the rules allow. */
  'too-long',
  'certificate-missing',
  /** It ends before the shift does. */
  'certificate-expires',
  'absent',
  /** Does not stand watch any more: left, or another role. */
  'not-a-guard',
])
type RosterWarningKind = z.infer<typeof RosterWarningKind>

/** @property duty `post:day:shift`, see `dutyKey` */
export const RosterWarning = z.object({
  duty: z.string(),
  kind: RosterWarningKind,
  personId: z.string(),
  /** Hours of rest or of duty, last day of the certificate, reason of the absence; empty for the others. */
  detail: z.string(),
})
export type RosterWarning = z.infer<typeof RosterWarning>

/** Where somebody is planned, as one word. */
export const dutyKey = ({ post, day, shift }: Pick<PlannedDuty, 'post' | 'day' | 'shift'>): string =>
  `${post}:${day}:${shift}`

/** Who may be planned, and how the certificate stands. */
export interface RosterPerson {
  readonly id: string
  /** Last day of the 《保安员》 certificate; null: none is known. */
  readonly certificateValidTo: string | null
}

const hourMs = 3_600_000
/** A change of post takes a moment; more than this is rest, ms. */
const breathMs = hourMs / 2

/**
 * Everything doubtful in a roster, in its order. Pure.
 * @param duties in any order; for right answers at the ends some days more than are shown
 * @param guards those who stand watch now
 */
export function rosterWarnings(
  duties: readonly PlannedDuty[],
  guards: readonly RosterPerson[],
  absences: readonly Absence[],
  rules: Pick<RosterRules, 'restHours' | 'mostHours'>,
): RosterWarning[] {
  const known = new Map(guards.map(guard => [guard.id, guard]))
  const byPerson = Map.groupBy(
    duties.toSorted((a, b) => a.fromMs - b.fromMs),
    ({ personId }) => personId,
  )
  return [...byPerson.values()]
    .flatMap(own => [
      ...own.flatMap(duty => ofOne(duty, known.get(duty.personId), absences)),
      ...ofMany(own, rules),
    ])
    .toSorted((a, b) => a.duty.localeCompare(b.duty))
}

function warn(duty: PlannedDuty, kind: RosterWarningKind, detail = ''): RosterWarning {
  return { duty: dutyKey(duty), kind, personId: duty.personId, detail }
}

function ofOne(
  duty: PlannedDuty,
  person: RosterPerson | undefined,
  absences: readonly Absence[],
): RosterWarning[] {
  if (person === undefined) return [warn(duty, 'not-a-guard')]
  const lastDay = new Date(duty.toMs - 1 + 8 * hourMs).toISOString().slice(0, 10)
  const away = absences.find(
    ({ personId, fromDay, toDay }) => personId === duty.personId && fromDay <= lastDay && duty.day <= toDay,
  )
  const validTo = person.certificateValidTo
  return [
    ...(away === undefined ? [] : [warn(duty, 'absent', away.reason)]),
    ...(validTo === null ? [warn(duty, 'certificate-missing')] : []),
    ...(validTo !== null && validTo < lastDay ? [warn(duty, 'certificate-expires', validTo)] : []),
  ]
}

/** Looks at a person's shifts one after the other. @param own in the order of their begin */
function ofMany(
  own: readonly PlannedDuty[],
  rules: Pick<RosterRules, 'restHours' | 'mostHours'>,
): RosterWarning[] {
  const found: RosterWarning[] = []
  let onSinceMs = own[0]?.fromMs ?? 0
  let untilMs = Number.NEGATIVE_INFINITY
  for (const duty of own) {
    const restMs = duty.fromMs - untilMs
    if (restMs < 0) found.push(warn(duty, 'double'))
    else if (restMs < rules.restHours * hourMs)
      found.push(warn(duty, 'rest-short', String(Math.floor(restMs / hourMs))))
    if (restMs > breathMs) onSinceMs = duty.fromMs
    untilMs = Math.max(untilMs, duty.toMs)
    const onMs = untilMs - onSinceMs
    if (onMs > rules.mostHours * hourMs) found.push(warn(duty, 'too-long', String(Math.round(onMs / hourMs))))
  }
  return found
}
