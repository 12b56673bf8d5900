import type { Journal } from '../journal/journal.ts'
import type { LedgerService } from '../ledgers/service.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import { IndexKeeper } from './index-keeper.ts'
import { Search } from './service.ts'

/** Begins to keep the index, until the station stops. */
export function startSearch(ground: {
  db: Db
  journal: Journal
  ledgers: LedgerService
  clock: Clock
  log: Log
  stopping: AbortSignal
}): { readonly keeper: IndexKeeper; readonly search: Search } {
  const keeper = new IndexKeeper({
    db: ground.db,
    ledgersOf: (kind, subject) => ground.ledgers.ledgersOf(kind, subject),
    groupedKinds: ground.ledgers.groupedKinds(),
  })
  void keeper.keep({ clock: ground.clock, log: ground.log, signal: ground.stopping })
  return { keeper, search: new Search({ ...ground, keeper }) }
}
