import type { PlanPoint } from './geometry.ts'
import type { MapMark } from './mark.ts'
import type { Tone } from '../tone.ts'

/** Side of a square in which signs are put together, pixels: two signs side by side. */
const cellPixels = 60
/** So many in a square are told apart at a glance. */
const mostSingles = 2

/** Quiet devices that stand too close to be told apart. */
export interface Cluster {
  /** Same place, same id, as long as the zoom stays. */
  readonly id: string
  readonly at: PlanPoint
  readonly markIds: readonly string[]
  /** Of the worst that is in it. */
  readonly tone: Tone
}

export interface Clustering {
  readonly singles: readonly MapMark[]
  readonly clusters: readonly Cluster[]
}

/** What calls for the guard: it is never put away, neither into a cluster nor with a layer. */
export function isCalling(mark: Pick<MapMark, 'blinking' | 'tone'>): boolean {
  return mark.blinking || mark.tone === 'alarm' || mark.tone === 'panic'
}

const worstFirst: readonly Tone[] = ['fault', 'warn', 'unknown', 'off', 'busy', 'info', 'ok']

/**
 * Puts devices together that lie in one square of the screen. What calls, what has a course and what is chosen stays by
 * itself. The squares hang on the plan: moving the map changes nothing, only zooming does.
 * @param pixelsPerUnit how large a plan unit is on the screen
 */
export function clusterMarks(
  marks: readonly MapMark[],
  pixelsPerUnit: number,
  selectedId: string | null,
): Clustering {
  const cellUnits = cellPixels / Math.max(pixelsPerUnit, 1e-9)
  const singles: MapMark[] = []
  const cells = new Map<string, MapMark[]>()
  for (const mark of marks) {
    if (isCalling(mark) || mark.line !== null || mark.id === selectedId) {
      singles.push(mark)
      continue
    }
    const key = `${Math.floor(mark.at[0] / cellUnits)}/${Math.floor(mark.at[1] / cellUnits)}`
    const cell = cells.get(key)
    if (cell === undefined) cells.set(key, [mark])
    else cell.push(mark)
  }
  const clusters: Cluster[] = []
  for (const [id, cell] of cells)
    if (cell.length <= mostSingles) singles.push(...cell)
    else clusters.push(clusterOf(id, cell))
  return { singles, clusters }
}

function clusterOf(id: string, cell: readonly MapMark[]): Cluster {
  const mean = (axis: 0 | 1) => cell.reduce((sum, mark) => sum + mark.at[axis], 0) / cell.length
  return {
    id,
    at: [mean(0), mean(1)],
    markIds: cell.map(mark => mark.id),
    tone: worstFirst.find(tone => cell.some(mark => mark.tone === tone)) ?? 'unknown',
  }
}
