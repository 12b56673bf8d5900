import { z } from 'zod'

/**
 * EEMUA 191 for one operator's desk: ten new alarms within ten minutes are a flood, and it is over when fewer than five
 * came within the last ten.
 */
export const floodWindowMs = 600_000
const floodBeginsAt = 10
const floodEndsBelow = 5

/** A flood of alarms that goes on. */
export const Flood = z.object({
  /** When the first alarm of it came, ms UTC. */
  sinceMs: z.number(),
  /** New alarms since then. */
  count: z.number().int(),
  /** Most within ten minutes. */
  peak: z.number().int(),
})
export type Flood = z.infer<typeof Flood>

/** What is known of the load: times of the alarms of the last ten minutes, oldest first, and the flood if there is one. */
export interface FloodWatch {
  readonly recent: readonly number[]
  readonly flood: Flood | null
}

export const calm: FloodWatch = { recent: [], flood: null }

export interface FloodStep {
  readonly watch: FloodWatch
  /** It began with this step. */
  readonly began: boolean
  /** It ended before this step, at `endMs`. */
  readonly ended: (Flood & { readonly endMs: number }) | null
}

/**
 * Time passes, and with `alarm` a new alarm comes at `nowMs`. Pure. Of an earlier time than the last (the clock was set
 * back) an alarm counts as if it came with the last.
 */
export function stepFlood(before: FloodWatch, event: 'tick' | 'alarm', nowMs: number): FloodStep {
  const atMs = Math.max(nowMs, before.recent.at(-1) ?? nowMs)
  const ended = endOf(before, atMs)
  const flood = ended === null ? before.flood : null
  const left = before.recent.filter(time => time > atMs - floodWindowMs)
  if (event === 'tick') return { watch: { recent: left, flood }, began: false, ended }
  const recent = [...left, atMs]
  if (flood !== null) {
    const grown = { ...flood, count: flood.count + 1, peak: Math.max(flood.peak, recent.length) }
    return { watch: { recent, flood: grown }, began: false, ended }
  }
  if (recent.length < floodBeginsAt) return { watch: { recent, flood: null }, began: false, ended }
  const begun = { sinceMs: recent[0] ?? atMs, count: recent.length, peak: recent.length }
  return { watch: { recent, flood: begun }, began: true, ended }
}

/** The flood is over when the fifth last alarm is ten minutes old. */
function endOf({ recent, flood }: FloodWatch, nowMs: number): FloodStep['ended'] {
  if (flood === null) return null
  const endMs = (recent.at(-floodEndsBelow) ?? flood.sinceMs) + floodWindowMs
  return endMs <= nowMs ? { ...flood, endMs } : null
}

/** All floods among alarms at these times (oldest first) that ended by `nowMs`, or still go on (`endMs` null). */
export function floodsOf(timesMs: readonly number[], nowMs: number): (Flood & { endMs: number | null })[] {
  const floods: (Flood & { endMs: number | null })[] = []
  let watch = calm
  const take = (step: FloodStep): void => {
    if (step.ended !== null) floods.push(step.ended)
    ;({ watch } = step)
  }
  for (const atMs of timesMs) take(stepFlood(watch, 'alarm', atMs))
  take(stepFlood(watch, 'tick', nowMs))
  if (watch.flood !== null) floods.push({ ...watch.flood, endMs: null })
  return floods
}
