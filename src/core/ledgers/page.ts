import { setImmediate as nextTurn } from 'node:timers/promises'
import type { LedgerKey, LedgerPage, LedgerQuery, LedgerRow } from '../../shared/domain/ledger.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { Entry } from '../journal/journal.ts'
import { withCorrections } from './corrections.ts'
import type { LedgerDefinition } from './definition.ts'
import { stretchesOf, type WalkGround } from './walk.ts'

/** Entries that are read for one page at most, and those that are read anyway for the count of a ledger. */
const mostLookedAt = 5_000
const countAhead = 1_000

export interface PageWanted {
  /** Where an earlier page said that the next begins; null for the newest row. */
  readonly before: LedgerKey | null
  /** Rows to pass over from there. */
  readonly offset: number
  readonly limit: number
}

/** Reads one page backwards, the newest row first, and no further than it must. */
export function readPage(
  definition: LedgerDefinition,
  query: LedgerQuery,
  { before, offset, limit }: PageWanted,
  ground: WalkGround,
): Pick<LedgerPage, 'rows' | 'total' | 'isMore' | 'older'> {
  const isMeant = isIn(query)
  const corrections = new CorrectionsSince(ground)
  const skip = before?.skip ?? 0
  const end = skip + offset + limit
  const found: LedgerRow[] = []
  let lookedAt = 0
  let readFromMs = query.toMs
  for (const stretch of stretchesOf(
    definition,
    query,
    before === null ? Infinity : before.atMs + 1,
    ground,
  )) {
    const rows = withCorrections(stretch.rows, corrections.of(stretch.fromMs), definition.id, ground.words)
    for (const row of rows.toReversed()) if (isMeant(row)) found.push(row)
    lookedAt += stretch.lookedAt
    readFromMs = stretch.fromMs
    const isEnough = found.length > end && (before !== null || lookedAt >= countAhead)
    if (isEnough || lookedAt >= mostLookedAt) break
  }
  const isMore = readFromMs > query.fromMs
  return {
    rows: found.slice(skip + offset, end),
    total: Math.max(0, found.length - skip),
    isMore,
    older:
      found.length > end ? keyAfter(found.slice(0, end)) : isMore ? { atMs: readFromMs - 1, skip: 0 } : null,
  }
}

/**
 * Reads all rows of a period, oldest first, stretch by stretch: between two of them the station does what else is to do.
 * @throws Refusal `ledgers.too-many` beyond `most` rows
 */
export async function readWhole(
  definition: LedgerDefinition,
  query: LedgerQuery,
  most: number,
  ground: WalkGround,
): Promise<LedgerRow[]> {
  const isMeant = isIn(query)
  const corrections = new CorrectionsSince(ground)
  const stretches: LedgerRow[][] = []
  let count = 0
  for (const { rows, fromMs } of stretchesOf(definition, query, Infinity, ground)) {
    const found = withCorrections(rows, corrections.of(fromMs), definition.id, ground.words).filter(isMeant)
    stretches.push(found)
    count += found.length
    if (count > most) throw new Refusal('ledgers.too-many', { limit: most })
    await nextTurn()
  }
  return stretches.toReversed().flat()
}

/** Whether a row has the text and the camera that are asked for. */
export function isIn({
  text,
  cameraId,
}: Pick<LedgerQuery, 'text' | 'cameraId'>): (row: LedgerRow) => boolean {
  const wanted = text.toLowerCase()
  return ({ cells, cameraIds }) =>
    (wanted === '' || cells.some(cell => cell.toLowerCase().includes(wanted))) &&
    (cameraId === '' || cameraIds?.includes(cameraId) === true)
}

/** The key of the row after these, the last of which may not be the only one of its moment. */
function keyAfter(rows: readonly LedgerRow[]): LedgerKey {
  const atMs = rows.at(-1)?.atMs ?? 0
  return { atMs, skip: rows.length - 1 - rows.findLastIndex(row => row.atMs !== atMs) }
}

/** Corrections of rows come after the rows; read further back as the walk goes back. */
class CorrectionsSince {
  readonly #ground: WalkGround
  #fromMs: number = Number.MAX_SAFE_INTEGER
  #read: readonly Entry[] = []

  constructor(ground: WalkGround) {
    this.#ground = ground
  }

  of(fromMs: number): readonly Entry[] {
    const older = this.#ground.journal.between(['ledger.corrected'], fromMs, this.#fromMs)
    this.#read = [...older, ...this.#read]
    this.#fromMs = fromMs
    return this.#read
  }
}
