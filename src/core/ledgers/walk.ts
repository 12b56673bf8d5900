import type { LedgerRow } from '../../shared/domain/ledger.ts'
import type { Entry, Journal } from '../journal/journal.ts'
import type { Matters } from '../search/matters.ts'
import type { LedgerDefinition } from './definition.ts'
import type { Words } from './words.ts'

/** Entries that rows begin with, of the most frequent kind, in one stretch: it grows with how long the walk takes. */
const fewest = 60
const most = 960

/** A part of a period, with the rows that stand in it. */
export interface Stretch {
  /** Oldest first. */
  readonly rows: readonly LedgerRow[]
  readonly fromMs: number
  /** What it took: entries that were read, or passed over. */
  readonly lookedAt: number
}

export interface WalkGround {
  readonly journal: Journal
  /** Finds the later entries of a row; without it, all of the period are read. */
  readonly matters: Pick<Matters, 'since'> | null
  readonly words: Words
}

/**
 * Walks a ledger from its newest row backwards, stretch by stretch, so that whoever wants a page reads a page and not
 * the period. Every row stands in the stretch of its own time, with all its entries, also those behind the period.
 * @param period `[fromMs, toMs)`: rows of another time are not given, entries before it do not count
 * @param startMs where the walk begins: rows from then on are left out
 */
export function* stretchesOf(
  definition: LedgerDefinition,
  period: { readonly fromMs: number; readonly toMs: number },
  startMs: number,
  ground: WalkGround,
): Generator<Stretch> {
  const { journal, words } = ground
  const matters =
    definition.opensRow === undefined ? null : new MattersOnce(definition, period.fromMs, ground)
  const starting = startingKinds(definition)
  let toMs = Math.min(period.toMs, startMs)
  let older: readonly LedgerRow[] = []
  for (let count = fewest; toMs > period.fromMs; count = Math.min(most, count * 2)) {
    const fromMs = journal.startOfNewest(starting, period.fromMs, toMs, count)
    const aheadMs = Math.min(period.toMs, toMs + (definition.looksAheadMs ?? 0))
    const entries = matters?.entries(fromMs, toMs) ?? journal.between(definition.kinds, fromMs, aheadMs)
    // A row of a matter that went on in this stretch may have begun in an older one, where it is not read again.
    const found = [...older, ...definition.rows(entries, words)]
    older = found.filter(({ atMs }) => atMs < fromMs)
    yield {
      rows: byTime(found.filter(({ atMs }) => atMs >= fromMs && atMs < toMs)),
      fromMs,
      lookedAt: Math.max(count, entries.length),
    }
    toMs = fromMs
  }
}

/** Rows in the order of their time; those of one moment as they stand. */
export const byTime = (rows: readonly LedgerRow[]): LedgerRow[] => rows.toSorted((a, b) => a.atMs - b.atMs)

/** The kinds that a row may begin with. */
export function startingKinds({ kinds, opensRow, startsRow, alone }: LedgerDefinition): readonly string[] {
  return opensRow === undefined ? kinds : [...(startsRow ?? [opensRow]), ...(alone ?? [])]
}

/** The entries of all matters that begin a row in a stretch; each matter is read once in a walk. */
class MattersOnce {
  readonly #ground: WalkGround
  readonly #fromMs: number
  readonly #starting: readonly string[]
  readonly #alone: readonly string[]
  readonly #kinds: readonly string[]
  readonly #known = new Set<string>()

  constructor(definition: LedgerDefinition, fromMs: number, ground: WalkGround) {
    this.#ground = ground
    this.#fromMs = fromMs
    this.#alone = definition.alone ?? []
    this.#starting = startingKinds(definition).filter(kind => !this.#alone.includes(kind))
    this.#kinds = definition.kinds.filter(kind => !this.#alone.includes(kind))
  }

  entries(fromMs: number, toMs: number): Entry[] {
    const { journal } = this.#ground
    const subjects = new Set(
      journal.subjects(this.#starting, fromMs, toMs).filter(subject => !this.#known.has(subject)),
    )
    for (const subject of subjects) this.#known.add(subject)
    const single = this.#alone.length === 0 ? [] : journal.between(this.#alone, fromMs, toMs)
    return [...this.#about(subjects), ...single].toSorted((a, b) => a.seq - b.seq)
  }

  #about(subjects: ReadonlySet<string>): Entry[] {
    const { journal, matters } = this.#ground
    if (subjects.size === 0) return []
    return matters === null
      ? journal
          .between(this.#kinds, this.#fromMs, Number.MAX_SAFE_INTEGER)
          .filter(({ subject }) => subjects.has(subject))
      : journal.entries(matters.since(subjects, this.#kinds, this.#fromMs))
  }
}
