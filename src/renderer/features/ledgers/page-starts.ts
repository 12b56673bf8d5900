import type { LedgerKey, LedgerPage } from '../../../shared/domain/ledger.ts'

/** Where a page of a ledger begins, as the page before it said. */
export interface PageStart {
  /** From 1. */
  readonly page: number
  readonly before: LedgerKey | null
  /** Rows on the pages before it. */
  readonly passed: number
}

const newest: PageStart = { page: 1, before: null, passed: 0 }

/** The nearest page at or before the wanted one of which the start is known. */
export function startFor(starts: readonly PageStart[], page: number): PageStart {
  return starts.findLast(start => start.page <= page) ?? newest
}

/** The starts that are known once a page has been read from `start`. */
export function withNext(
  starts: readonly PageStart[],
  start: PageStart,
  page: number,
  read: LedgerPage,
  rowsPerPage: number,
): readonly PageStart[] {
  const known = starts.filter(each => each.page <= page)
  if (read.older === null) return known
  const passed = start.passed + (page - start.page) * rowsPerPage + read.rows.length
  return [...known, { page: page + 1, before: read.older, passed }]
}

/** How many rows the pages have of which one knows: there is always one more where the ledger goes on. */
export function rowsToTurn(start: PageStart, page: number, read: LedgerPage, rowsPerPage: number): number {
  const counted = (start.page - 1) * rowsPerPage + read.total
  return read.older === null ? counted : Math.max(counted, page * rowsPerPage + 1)
}
