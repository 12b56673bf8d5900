import type { ledgersCalls } from '../../shared/contract/ledgers.ts'
import type { UserActor } from '../../shared/domain/person.ts'
import type { HandlersFor } from '../link/answer.ts'
import type { Closings } from './closings.ts'
import type { LedgerService } from './service.ts'

/** The calls of this feature. */
export function ledgerHandlers(
  ledgers: LedgerService,
  closings: Closings,
  desk: { actor(): UserActor },
): HandlersFor<typeof ledgersCalls> {
  return {
    'ledgers.list': () => ledgers.list(),
    'ledgers.page': ({ before, offset, limit, ...query }) => ledgers.page(query, offset, limit, before),
    'ledgers.form': async query => {
      const actor = desk.actor()
      return ledgers.form(query, actor, (await closings.of(query.ledger, query)).toReversed())
    },
    'ledgers.export': query => ledgers.export(query, desk.actor()),
  }
}
