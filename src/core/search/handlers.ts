import type { searchCalls } from '../../shared/contract/search.ts'
import type { Permission } from '../../shared/domain/rights.ts'
import type { HandlersFor } from '../link/answer.ts'
import type { Search } from './service.ts'

/** The calls of this feature. */
export function searchHandlers(
  search: Search,
  desk: { session(): { readonly permissions: readonly Permission[] } | null },
): HandlersFor<typeof searchCalls> {
  return {
    'search.find': ({ olderThanSeq, limit, ...query }) =>
      search.find(
        query,
        olderThanSeq,
        limit,
        desk.session()?.permissions.includes('journal.verify') ?? false,
      ),
    'search.source': ({ seq, ledger, locale }) => search.source(seq, ledger, locale),
  }
}
