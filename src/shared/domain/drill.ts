import { z } from 'zod'
import type { RefusalCode } from '../refusal.ts'

const by = z.object({ id: z.string(), name: z.string() })

/** The longest drill, ms: what is forgotten ends by itself. */
export const longestDrillMs = 4 * 3_600_000

/** 演练: alarms of the chosen zones are marked and counted nowhere, until it ends. Alarms of all others are real. */
export const Drill = z.object({
  id: z.number().int(),
  reason: z.string(),
  zoneIds: z.array(z.string()),
  by,
  startedAtMs: z.number(),
  /** When it ends by itself, ms UTC. */
  endsAtMs: z.number(),
  ended: z.object({ atMs: z.number(), by: by.nullable() }).nullable(),
})
export type Drill = z.infer<typeof Drill>

export type DrillEvent =
  | {
      readonly type: 'start'
      readonly id: number
      readonly reason: string
      readonly zoneIds: readonly string[]
      readonly by: Drill['by']
      readonly endsAtMs: number
    }
  | { readonly type: 'end'; readonly by: Drill['by'] }
  | { readonly type: 'tick' }

export type DrillOutcome =
  { readonly ok: true; readonly drill: Drill | null } | { readonly ok: false; readonly code: RefusalCode }

/** The drill that runs; null when there is none, or it has ended. */
export function runningDrill(drill: Drill | null, nowMs: number): Drill | null {
  return drill !== null && drill.ended === null && nowMs < drill.endsAtMs ? drill : null
}

/** One event of the last drill. Pure; a drill is over at its time, whether or not anybody has looked. */
export function stepDrill(drill: Drill | null, event: DrillEvent, nowMs: number): DrillOutcome {
  const running = runningDrill(drill, nowMs)
  switch (event.type) {
    case 'start': {
      const { id, reason, zoneIds, by: starter, endsAtMs } = event
      if (running !== null) return { ok: false, code: 'drill.running' }
      const isFit = zoneIds.length > 0 && endsAtMs > nowMs && endsAtMs - nowMs <= longestDrillMs
      if (!isFit || reason.trim() === '') return { ok: false, code: 'drill.invalid' }
      return {
        ok: true,
        drill: { id, reason, zoneIds: [...zoneIds], by: starter, startedAtMs: nowMs, endsAtMs, ended: null },
      }
    }
    case 'end':
      return running === null
        ? { ok: false, code: 'drill.none' }
        : { ok: true, drill: { ...running, ended: { atMs: nowMs, by: event.by } } }
    case 'tick':
      return drill !== null && drill.ended === null && running === null
        ? { ok: true, drill: { ...drill, ended: { atMs: drill.endsAtMs, by: null } } }
        : { ok: true, drill }
  }
}
