/** Where a tour stands. Times are ms UTC: a wake-up that comes late changes nothing. */
export type TourPhase =
  | { readonly kind: 'off' }
  | { readonly kind: 'running'; readonly nextAtMs: number }
  /** The guard works on the wall: goes on by itself a while after the last touch. */
  | { readonly kind: 'touched'; readonly untilMs: number; readonly leftMs: number }
  /** While an alarm waits, or a picture is enlarged, the wall stays as it is. */
  | { readonly kind: 'held'; readonly why: 'alarm' | 'enlarged'; readonly leftMs: number }

export type TourEvent =
  | { readonly type: 'start' }
  | { readonly type: 'stop' }
  | { readonly type: 'touched' }
  /** The screen was changed, by the tour or by hand: it stays for the whole dwell. */
  | { readonly type: 'changed' }
  | { readonly type: 'look'; readonly isAlarm: boolean; readonly isEnlarged: boolean }

/** After the last touch the tour waits so long. */
export const touchHoldMs = 20_000
/** What was left of the dwell is not cut shorter than this when the tour goes on. */
const leastLeftMs = 3_000
/** The next pictures are dialled so long before they are shown, so that none of them is black. */
const aheadMs = 5_000

/** Pure. `isDue` is the caller's to ask; advancing is told with `changed`. */
export function stepTour(phase: TourPhase, event: TourEvent, dwellMs: number, nowMs: number): TourPhase {
  if (event.type === 'stop') return phase.kind === 'off' ? phase : { kind: 'off' }
  if (event.type === 'start') return { kind: 'running', nextAtMs: nowMs + dwellMs }
  if (phase.kind === 'off') return phase
  switch (event.type) {
    case 'touched':
      return phase.kind === 'held'
        ? phase
        : { kind: 'touched', untilMs: nowMs + touchHoldMs, leftMs: leftOf(phase, nowMs) }
    case 'changed':
      return phase.kind === 'running'
        ? { kind: 'running', nextAtMs: nowMs + dwellMs }
        : { ...phase, leftMs: dwellMs }
    case 'look':
      return looked(phase, event, nowMs)
  }
}

type Going = Exclude<TourPhase, { kind: 'off' }>

function looked(
  phase: Going,
  { isAlarm, isEnlarged }: { isAlarm: boolean; isEnlarged: boolean },
  nowMs: number,
): TourPhase {
  const why = isAlarm ? 'alarm' : isEnlarged ? 'enlarged' : null
  if (why !== null)
    return phase.kind === 'held' && phase.why === why
      ? phase
      : { kind: 'held', why, leftMs: leftOf(phase, nowMs) }
  const isOver = phase.kind === 'held' || (phase.kind === 'touched' && nowMs >= phase.untilMs)
  return isOver ? { kind: 'running', nextAtMs: nowMs + Math.max(leastLeftMs, phase.leftMs) } : phase
}

function leftOf(phase: Going, nowMs: number): number {
  return phase.kind === 'running' ? Math.max(0, phase.nextAtMs - nowMs) : phase.leftMs
}

/** Whether the next screen is to be shown now. */
export function isDue(phase: TourPhase, nowMs: number): boolean {
  return phase.kind === 'running' && nowMs >= phase.nextAtMs
}

/** Whether the next screen's pictures are to be dialled already. */
export function isAhead(phase: TourPhase, nowMs: number): boolean {
  return phase.kind === 'running' && phase.nextAtMs - nowMs <= aheadMs
}
