import type { Span } from '../../../shared/domain/recording.ts'
import type { StoragePlan } from '../../../shared/domain/storage.ts'
import { dayMs, type KeepRule } from './keep-rules.ts'
import type { RetentionTable } from './retention-table.ts'

/** Nothing younger goes, whatever is decided: tonight's pictures are what is asked for tomorrow. */
const youngestMs = dayMs
const batch = 1_000

export interface PlanFacts {
  readonly wantedBytes: number
  readonly nowMs: number
  readonly rules: readonly KeepRule[]
  readonly table: Pick<RetentionTable, 'oldest'>
  readonly isHeld: (cameraId: string, stretch: Span) => boolean
  readonly idOf: (plan: object) => string
}

/** The least important camera gives first, its oldest pictures first; key areas come last. */
export function planOf(facts: PlanFacts): StoragePlan {
  const { wantedBytes, rules, nowMs, idOf } = facts
  const cameras: StoragePlan['cameras'] = []
  let freedBytes = 0
  const order = rules.toSorted(
    (a, b) => a.importance - b.importance || a.keepDays - b.keepDays || a.cameraId.localeCompare(b.cameraId),
  )
  for (const rule of order) {
    if (freedBytes >= wantedBytes) break
    const given = givenBy(rule, wantedBytes - freedBytes, facts)
    if (given === null) continue
    freedBytes += given.bytes
    cameras.push({
      cameraId: rule.cameraId,
      name: rule.name,
      ...given,
      keptDaysAfter: Math.max(0, Math.floor((nowMs - given.span.toMs) / dayMs)),
      promisedDays: rule.keepDays,
    })
  }
  const id = idOf({ wantedBytes, cameras: cameras.map(({ cameraId, span }) => ({ cameraId, span })) })
  return { id, wantedBytes, freedBytes, cameras }
}

function givenBy(
  rule: KeepRule,
  wantedBytes: number,
  { table, nowMs, isHeld }: PlanFacts,
): { span: Span; bytes: number } | null {
  let bytes = 0
  let fromMs: number | null = null
  let toMs = 0
  let afterMs = -1
  for (;;) {
    const found = table.oldest(rule.cameraId, null, nowMs - youngestMs, afterMs, batch)
    for (const segment of found) {
      if (bytes >= wantedBytes) break
      if (isHeld(rule.cameraId, { fromMs: segment.firstFrameMs, toMs: segment.lastFrameMs })) continue
      bytes += segment.bytes
      fromMs ??= segment.firstFrameMs
      toMs = segment.lastFrameMs
    }
    const last = found.at(-1)
    if (last === undefined || found.length < batch || bytes >= wantedBytes)
      return fromMs === null ? null : { span: { fromMs, toMs }, bytes }
    afterMs = last.firstFrameMs
  }
}
