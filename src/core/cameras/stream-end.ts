import type { StreamCode } from '../../shared/domain/camera.ts'
import type { AttemptEnd } from './condition.ts'

/** How a run of ffmpeg came to its end, as far as it can be seen from outside. */
export interface RunOutcome {
  /** The last lines of stderr. */
  readonly stderr: readonly string[]
  /** E.g. `the stream ended (exit code 0)`; the reason when ffmpeg said nothing. */
  readonly how: string
  /** Whether media came before the end. */
  readonly hadMedia: boolean
  readonly lastedMs: number
}

/** ffmpeg waits so long for an answer before it gives up with words that say nothing (`Invalid data found`). */
const noAnswerAfterMs = 8_000

type Verdict = Pick<AttemptEnd, 'cause' | 'code'>
const lost = (code: StreamCode): Verdict => ({ cause: 'lost', code })

/**
 * What ffmpeg 5.1 prints, the most telling first. A number is RTSP's status (RFC 7826 §17): `method DESCRIBE failed:
 * 404 Not Found`; of the request that failed, never of one in the middle of a stream that went well.
 */
const meanings: readonly (readonly [RegExp, Verdict])[] = [
  [/\b401 Unauthorized\b/i, { cause: 'unauthorised', code: 'credentials' }],
  [/failed: 403\b|403 Forbidden/i, lost('forbidden')],
  [/failed: (404|410)\b|404 Not Found/i, lost('not-found')],
  [/failed: 461\b/, lost('transport')],
  // 453 Not Enough Bandwidth and 503 Service Unavailable are how devices say that they serve no more viewers.
  [/failed: (453|503)\b/, lost('too-many-connections')],
  [/failed: [45]\d\d\b|Server returned [45]XX/, lost('device-error')],
  [/Failed to resolve hostname|Name or service not known/i, lost('name-unknown')],
  [/Connection refused/i, lost('connection-refused')],
  [/unreachable|No route to host/i, lost('unreachable')],
  [/timed out/i, lost('no-answer')],
  [/matches no streams/i, { cause: 'unsupported', code: 'no-video' }],
  [/Could not find tag for codec/i, { cause: 'unsupported', code: 'codec' }],
]

/** What the end of a run means. ffmpeg's exit code 0 is as much a loss as any other. */
export function endOf(run: RunOutcome): AttemptEnd {
  const said = reasonFrom(run.stderr)
  const reason = said === '' ? run.how : said
  if (run.hadMedia) return { ...lost('hung-up'), reason }
  for (const [pattern, verdict] of meanings)
    if (run.stderr.some(line => pattern.test(line))) return { ...verdict, reason }
  return { ...lost(run.lastedMs >= noAnswerAfterMs ? 'no-answer' : 'hung-up'), reason }
}

/** The line of stderr that says most, without ffmpeg's own addresses in memory; empty when it said nothing. */
function reasonFrom(stderr: readonly string[]): string {
  const lines = stderr.map(line => line.replace(/^(\[[^\]]*\]\s*)+/, '').trim())
  const telling =
    lines.findLast(line => /\bfailed: [45]\d\d\b/.test(line)) ??
    lines.findLast(line => /fail|refused|timed? ?out|error|unreachable|no route|40\d|50\d/i.test(line))
  return (telling ?? lines.at(-1) ?? '').replace(/^pipe:0: /, '').slice(0, 200)
}

/** How many RTP packets a line of ffmpeg says were lost on the way (UDP and multicast); 0 for any other line. */
export function packetsMissedIn(line: string): number {
  const missed = /RTP: missed (\d+) packets/.exec(line)?.[1]
  return missed === undefined ? 0 : Number(missed)
}
