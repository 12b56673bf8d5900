import { dayMs, dayStartMs, type KeepRule } from './keep-rules.ts'

const horizonDays = 120
/** Said this long ahead. */
const soonMs = 14 * dayMs
const urgentMs = dayMs

/** Recordings of one camera and day. */
export interface DaySum {
  readonly cameraId: string
  readonly day: number
  readonly bytes: number
}

export interface OutlookFacts {
  readonly nowMs: number
  readonly usedBytes: number
  readonly capacityBytes: number
  readonly rules: readonly KeepRule[]
  /** What a camera writes a day, as measured. */
  readonly bytesPerDay: ReadonlyMap<string, number>
  readonly days: readonly DaySum[]
  /** Of what is past its time, so much is locked as evidence. */
  readonly lockedBytes: number
}

export interface Outlook {
  readonly level: 'fine' | 'soon' | 'short'
  /** When space runs out with nothing left that may go; null when not within 120 days. */
  readonly shortAtMs: number | null
  readonly bytesPerDay: number
  readonly neededBytes: number
}

/** Whether the disks hold what was promised, and if not, the day on which that shows. */
export function outlookOf(facts: OutlookFacts): Outlook {
  const { nowMs, rules, bytesPerDay } = facts
  const rate = (cameraId: string) => bytesPerDay.get(cameraId) ?? 0
  const writing = rules.filter(({ isRecorded }) => isRecorded)
  const daily = writing.reduce((sum, { cameraId }) => sum + rate(cameraId), 0)
  const neededBytes = writing.reduce(
    (sum, { cameraId, keepDays }) => sum + rate(cameraId) * (keepDays + 1),
    0,
  )
  const shortAtMs = shortAt(facts, daily)
  const leftMs = shortAtMs === null ? Infinity : shortAtMs - nowMs
  const level = leftMs <= urgentMs ? 'short' : leftMs <= soonMs ? 'soon' : 'fine'
  return { level, shortAtMs, bytesPerDay: daily, neededBytes }
}

/** Plays the days to come: each writes, and sets free what grows old enough by its end. */
function shortAt(facts: OutlookFacts, daily: number): number | null {
  const { nowMs, capacityBytes } = facts
  const fromDay = (ahead: number): number => usedAt(facts, daily, ahead) - capacityBytes
  let beforeBytes = fromDay(0)
  if (beforeBytes > 0) return nowMs
  for (let ahead = 1; ahead <= horizonDays; ahead++) {
    const overBytes = fromDay(ahead)
    if (overBytes > 0) return nowMs + (ahead - overBytes / (overBytes - beforeBytes)) * dayMs
    beforeBytes = overBytes
  }
  return null
}

/** Bytes that must be there so many days from now: what is, and what comes, less what may go by then. */
function usedAt(facts: OutlookFacts, daily: number, ahead: number): number {
  const { nowMs, usedBytes, rules, days, bytesPerDay, lockedBytes } = facts
  const thenMs = nowMs + ahead * dayMs
  const keepDays = new Map(rules.map(rule => [rule.cameraId, rule.keepDays]))
  const old = days
    .filter(({ cameraId, day }) => dayStartMs(day + 1) + (keepDays.get(cameraId) ?? 0) * dayMs <= thenMs)
    .reduce((sum, { bytes }) => sum + bytes, 0)
  const comingThatGoes = rules
    .filter(rule => rule.isRecorded && ahead > rule.keepDays)
    .reduce((sum, rule) => sum + (bytesPerDay.get(rule.cameraId) ?? 0) * (ahead - rule.keepDays), 0)
  return usedBytes + daily * ahead - Math.max(0, old - lockedBytes) - comingThatGoes
}
