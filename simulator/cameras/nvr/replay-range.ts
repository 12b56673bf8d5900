/** What a PLAY asks of a replay. */
export interface ReplayRange {
  /** Ms UTC; null: from the beginning. */
  readonly fromMs: number | null
  readonly toMs: number | null
}

/** Reads `clock=20261122T101500Z-20261122T101600Z` (RFC 2326 §3.7) and `npt=12.5-` (§3.6); undefined for anything else. */
export function parseReplayRange(header: string | undefined, beginsMs: number): ReplayRange | undefined {
  if (header === undefined) return { fromMs: null, toMs: null }
  const clock = /^clock\s*=\s*(\S+?Z)\s*-\s*(\S+?Z)?$/.exec(header)
  if (clock) {
    const [fromMs, toMs] = [clockMs(clock[1]), clock[2] === undefined ? null : clockMs(clock[2])]
    return fromMs === undefined || toMs === undefined ? undefined : { fromMs, toMs }
  }
  const npt = /^npt\s*=\s*(\d+(?:\.\d+)?|now)\s*-\s*(\d+(?:\.\d+)?)?$/.exec(header)
  if (!npt || npt[1] === 'now') return undefined
  const after = (seconds: string | undefined): number | null =>
    seconds === undefined ? null : beginsMs + Number(seconds) * 1_000
  return { fromMs: after(npt[1]), toMs: after(npt[2]) }
}

/** As RTSP writes a moment. */
export function formatClock(ms: number): string {
  return new Date(ms).toISOString().replaceAll(/[-:]/g, '')
}

function clockMs(text: string | undefined): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d(?:\.\d+)?)Z$/.exec(text ?? '')
  if (!match) return undefined
  const [, year, month, day, hour, minute, second] = match
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00Z`) + Number(second) * 1_000
}
