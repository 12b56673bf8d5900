import type { statisticsCalls } from '../../../shared/contract/statistics.ts'
import type { UserActor } from '../../../shared/domain/person.ts'
import type { HandlersFor } from '../../link/answer.ts'
import type { FloodAlert } from './flood-watch.ts'
import type { AlarmStatistics } from './service.ts'

/** The calls of this feature. */
export function statisticsHandlers(
  statistics: AlarmStatistics,
  flood: FloodAlert,
  desk: { actor(): UserActor },
): HandlersFor<typeof statisticsCalls> {
  return {
    'statistics.flood': () => flood.flood(),
    'statistics.figures': period => statistics.figures(period),
    'statistics.write': async period => {
      await statistics.write(period, desk.actor())
      return {}
    },
  }
}
