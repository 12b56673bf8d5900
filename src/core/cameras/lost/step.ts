/** Losses that begin so close to each other have one cause: a switch, a recorder, a fuse. */
const togetherMs = 30_000
/** Fewer are told one by one. */
const leastTogether = 3

/** One camera without a picture. `told`: it stands on the desk, under a place that it may share with others. */
export type Loss =
  | { readonly kind: 'failing'; readonly sinceMs: number; readonly sinceMonotonicMs: number }
  | { readonly kind: 'told'; readonly sinceMs: number; readonly placeKey: string }
export type KnownLosses = ReadonlyMap<string, Loss>

/** What is seen of one camera. `unknown`: nobody asks for its picture, or it is just being dialled. */
export interface Sight {
  readonly cameraId: string
  readonly picture: 'live' | 'lost' | 'unknown'
  /** Out of use as planned, or watched by what comes after an outage. */
  readonly isExpected: boolean
}

/** Cameras that are to be told of under one place. */
export interface LossGroup {
  readonly placeKey: string
  readonly cameraIds: readonly string[]
  /** When the first of them was lost, ms UTC. */
  readonly sinceMs: number
  /** It belongs to a place that is told of already. */
  readonly isJoining: boolean
  /** At least half of all cameras that anybody looks at: it may be the power (A-N3.4.b). */
  readonly isMostOfAll: boolean
}

export interface LossStep {
  readonly losses: KnownLosses
  readonly told: readonly LossGroup[]
  /** Places whose cameras all show a picture again, or are no more of the school. */
  readonly back: readonly string[]
}

export interface LossTime {
  /** ms UTC, for the record. */
  readonly nowMs: number
  /** For the length of a loss: a clock that is set loses no camera. */
  readonly monotonicMs: number
  /** How long a camera may be without a picture. */
  readonly afterMs: number
}

/**
 * One look at all cameras (C18, G1). A loss that lasts is told once: alone, or with all that were lost together with it;
 * one that comes later joins the place of those it was lost with.
 */
export function stepLosses(before: KnownLosses, sights: readonly Sight[], time: LossTime): LossStep {
  const noted = new Map<string, Loss>()
  for (const sight of sights) {
    const loss = noteOf(before.get(sight.cameraId), sight, time)
    if (loss !== null) noted.set(sight.cameraId, loss)
  }
  const placesOf = (losses: KnownLosses) =>
    new Set([...losses.values()].flatMap(loss => (loss.kind === 'told' ? [loss.placeKey] : [])))
  const told = dueGroups(noted, sights, time)
  for (const { placeKey, cameraIds } of told)
    for (const id of cameraIds) {
      const sinceMs = noted.get(id)?.sinceMs ?? time.nowMs
      noted.set(id, { kind: 'told', sinceMs, placeKey })
    }
  const standing = placesOf(noted)
  return {
    losses: noted,
    told,
    back: [...placesOf(before)].filter(key => !standing.has(key)),
  }
}

function noteOf(loss: Loss | undefined, sight: Sight, { nowMs, monotonicMs }: LossTime): Loss | null {
  if (sight.picture === 'live') return null
  if (loss?.kind === 'told') return loss
  // Its time counts anew when the outage is over.
  if (sight.isExpected) return null
  if (loss !== undefined || sight.picture === 'unknown') return loss ?? null
  return { kind: 'failing', sinceMs: nowMs, sinceMonotonicMs: monotonicMs }
}

interface Failing {
  readonly cameraId: string
  readonly sinceMs: number
  readonly sinceMonotonicMs: number
  readonly isDue: boolean
}

function dueGroups(losses: KnownLosses, sights: readonly Sight[], time: LossTime): LossGroup[] {
  const watched = sights.filter(({ picture }) => picture !== 'unknown').length
  let open = failing(losses, sights, time)
  const groups: LossGroup[] = []
  for (;;) {
    const first = open.find(({ isDue }) => isDue)
    if (first === undefined) return groups
    const near = open.filter(
      ({ sinceMonotonicMs }) => Math.abs(sinceMonotonicMs - first.sinceMonotonicMs) <= togetherMs,
    )
    const placeKey = placeToJoin(losses, first.sinceMs)
    const members = placeKey === null && near.length < leastTogether ? [first] : near
    const ids = members.map(({ cameraId }) => cameraId).toSorted()
    groups.push({
      placeKey: placeKey ?? (ids.length === 1 ? `camera:${ids[0]}:lost` : `cameras:${ids[0]}:lost`),
      cameraIds: ids,
      sinceMs: Math.min(...members.map(({ sinceMs }) => sinceMs)),
      isJoining: placeKey !== null,
      isMostOfAll: ids.length >= leastTogether && ids.length * 2 >= watched,
    })
    open = open.filter(({ cameraId }) => !ids.includes(cameraId))
  }
}

/** Cameras that are without a picture now and not told of, in the order in which they were lost. */
function failing(
  losses: KnownLosses,
  sights: readonly Sight[],
  { monotonicMs, afterMs }: LossTime,
): Failing[] {
  return sights
    .flatMap(({ cameraId, picture }) => {
      const loss = losses.get(cameraId)
      if (picture !== 'lost' || loss?.kind !== 'failing') return []
      return [{ ...loss, cameraId, isDue: monotonicMs - loss.sinceMonotonicMs >= afterMs }]
    })
    .toSorted((a, b) => a.sinceMonotonicMs - b.sinceMonotonicMs)
}

/** The place of several that were lost together, where some still are, and just before this one. */
function placeToJoin(losses: KnownLosses, sinceMs: number): string | null {
  const members = [...losses.values()].filter(loss => loss.kind === 'told')
  const joined = members.find(
    loss => loss.placeKey.startsWith('cameras:') && Math.abs(loss.sinceMs - sinceMs) <= togetherMs,
  )
  return joined?.placeKey ?? null
}
