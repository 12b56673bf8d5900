import type { StationState, stationCalls } from '../../shared/contract/station.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { SiteFile } from '../../shared/site.ts'
import type { HandlersFor } from '../link/answer.ts'
import type { JournalCheck } from './journal-watch.ts'
import { viewOfSite } from './site-view.ts'

/** The calls about the station itself; every feature has a `handlers.ts` of its own. */
export function stationHandlers(
  site: () => SiteFile,
  state: () => StationState,
  verify: () => Promise<JournalCheck>,
): HandlersFor<typeof stationCalls> {
  return {
    'station.state': () => state(),
    'site.view': () => viewOfSite(site()),
    'site.plan': ({ id }) => {
      const plan = site().plans.find(candidate => candidate.id === id)
      if (plan === undefined) throw new Refusal('link.bad-input', { issues: `no plan "${id}"` })
      return plan
    },
    'journal.verify': () => verify(),
  }
}
