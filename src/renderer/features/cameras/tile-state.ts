import type { StreamCode, StreamReport, StreamState } from '../../../shared/domain/camera.ts'

interface Told {
  readonly state: StreamState
  readonly sinceMs: number
  readonly code: StreamCode
  readonly reason: string
}

/** What the screen itself knows of a stream: its own frame clock, not what anybody says. */
export interface OwnView {
  /** When the stream was asked for, ms UTC. */
  readonly openedAtMs: number
  /** When the picture last moved on, ms UTC; null before the first frame. */
  readonly advancedAtMs: number | null
  /** What core said on the stream itself; null before it said anything. */
  readonly told: Told | null
  /** Why this screen cannot show it, e.g. no decoder; null when it can. */
  readonly failure: {
    readonly state: 'unsupported' | 'lost'
    readonly sinceMs: number
    readonly reason: string
  } | null
}

/** What a tile says. Only `live` leaves the picture uncovered. */
export interface TileState {
  readonly state: Exclude<StreamState, 'idle'>
  readonly sinceMs: number
  readonly attempts: number
  /** Why it is not live; `none` when only the own frame clock says so. */
  readonly code: StreamCode
  /** Technical words of the cause; empty when there are none. */
  readonly reason: string
}

/** A picture that has not moved for so long is no longer live (complaint: a frozen tile looks live). */
const stalledAfterMs = 2_000

const rank: Readonly<Record<StreamState, number>> = {
  live: 0,
  idle: 0,
  connecting: 1,
  stalled: 2,
  lost: 3,
  unsupported: 4,
  unauthorised: 4,
  off: 5,
}

/** The worse of what core reports and what the own frame clock says. "Since" is the last moving picture where there was one. */
export function tileState(own: OwnView, report: StreamReport | null, nowMs: number): TileState {
  const seen = seenHere(own, nowMs)
  const told = newerOf(own, report)
  const attempts = report?.attempts ?? 0
  if (told === null || told.state === 'idle' || rank[told.state] <= rank[seen.state])
    return seen.code === 'none' && told !== null
      ? { ...seen, attempts, code: told.code, reason: told.reason }
      : { ...seen, attempts }
  const lastPictureAtMs = own.advancedAtMs ?? report?.lastFrameAtMs ?? null
  const sinceMs = told.state === 'off' ? told.sinceMs : (lastPictureAtMs ?? told.sinceMs)
  return { state: told.state, sinceMs, attempts, code: told.code, reason: told.reason }
}

function seenHere(own: OwnView, nowMs: number): TileState {
  const nothing = { attempts: 0, code: 'none', reason: '' } as const
  if (own.failure !== null) {
    const code = own.failure.state === 'unsupported' ? 'codec' : 'damaged'
    return { ...nothing, code, ...own.failure }
  }
  if (own.advancedAtMs === null) return { ...nothing, state: 'connecting', sinceMs: own.openedAtMs }
  if (nowMs - own.advancedAtMs > stalledAfterMs)
    return { ...nothing, state: 'stalled', sinceMs: own.advancedAtMs }
  return { ...nothing, state: 'live', sinceMs: own.openedAtMs }
}

/** Pushes are sent now and then, the stream's own messages at once: whichever describes the later change counts. */
function newerOf(own: OwnView, report: StreamReport | null): Told | null {
  if (own.told === null) return report
  if (report === null || own.told.sinceMs >= report.sinceMs) return own.told
  return report
}
