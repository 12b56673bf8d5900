import type { searchCalls } from '../../shared/contract/search.ts'
import type { HandlersFor } from '../link/answer.ts'
import type { Search } from './service.ts'

/** The calls of this feature. */
export function searchHandlers(search: Search): HandlersFor<typeof searchCalls> {
  return {
    'search.find': ({ olderThanSeq, limit, ...query }) => search.find(query, olderThanSeq, limit),
    'search.source': ({ seq, ledger, locale }) => search.source(seq, ledger, locale),
  }
}
