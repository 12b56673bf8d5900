import type { BookValues } from '../../shared/domain/book.ts'
import type { HandoverItem, HandoverKind } from '../../shared/domain/handover.ts'

/** A line as its book says it now. */
export interface OpenLine {
  readonly entry: string
  readonly values: BookValues
  readonly atMs: number
}

/** What the books of the guard room say at a handover. */
export interface BookFacts {
  readonly visitors: readonly OpenLine[]
  readonly vehicles: readonly OpenLine[]
  readonly faults: readonly OpenLine[]
  readonly patrol: readonly OpenLine[]
  /** Begin of the shift that is handed over; null while nobody stands watch. */
  readonly shiftFromMs: number | null
  readonly nowMs: number
}

/** A school that wrote into its patrol book within this time keeps one, ms. */
export const patrolLooksBackMs = 7 * 86_400_000
/** A shift shorter than this owes no patrol, ms. */
const patrolAfterMs = 4 * 3_600_000
/** So many lines of a book are named one by one. */
const mostLines = 12

/**
 * Visitors and vehicles that are still inside, faults that are not repaired, and whether this shift has gone on patrol:
 * lines of the books whose end nobody has written. Where a school keeps no patrol book nothing is asked.
 */
export function bookItems(facts: BookFacts): HandoverItem[] {
  const { visitors, vehicles, faults, patrol, shiftFromMs, nowMs } = facts
  const hasPatrolled = patrol.some(({ values }) => Number(values['time'] ?? 0) >= (shiftFromMs ?? 0))
  const owesPatrol = shiftFromMs !== null && nowMs - shiftFromMs >= patrolAfterMs
  return [
    ...open('fault-ticket', faults, 'repaired', 'found', ({ part }) => part),
    ...open('visitor-inside', visitors, 'left', 'came', ({ person, host }) => named(person, host)),
    ...open('vehicle-inside', vehicles, 'left', 'came', ({ plate }) => plate),
    ...(patrol.length > 0 && owesPatrol && !hasPatrolled
      ? [
          {
            id: `patrol-missed:${shiftFromMs}`,
            kind: 'patrol-missed' as const,
            name: '',
            sinceMs: shiftFromMs,
          },
        ]
      : []),
  ]
}

const named = (person = '', host = ''): string => (host === '' ? person : `${person}（${host}）`)

/** Lines without an end. */
function open(
  kind: HandoverKind,
  lines: readonly OpenLine[],
  end: string,
  begin: string,
  nameOf: (values: BookValues) => string | undefined,
): HandoverItem[] {
  const left = lines.filter(({ values }) => (values[end] ?? '') === '')
  const since = ({ values, atMs }: OpenLine): number => Number(values[begin] ?? '') || atMs
  const rest = left.slice(mostLines)
  return [
    ...left.slice(0, mostLines).map(line => ({
      id: `${kind}:${line.entry}`,
      kind,
      name: nameOf(line.values) ?? '',
      sinceMs: since(line),
    })),
    ...(rest.length === 0
      ? []
      : [
          {
            id: `${kind}:rest-${rest.length}`,
            kind,
            name: `+${rest.length}`,
            sinceMs: Math.min(...rest.map(since)),
          },
        ]),
  ]
}
