import type { dailyCheckCalls } from '../../../shared/contract/daily-check.ts'
import type { Session } from '../../../shared/domain/duty.ts'
import type { UserActor } from '../../../shared/domain/person.ts'
import type { HandlersFor } from '../../link/answer.ts'
import type { DailyChecks } from './service.ts'

/** The calls of this feature. */
export function dailyCheckHandlers(
  checks: DailyChecks,
  desk: { session(): Session | null; actor(): UserActor },
): HandlersFor<typeof dailyCheckCalls> {
  const round = () => ({ actor: desk.actor(), shift: desk.session()?.shift ?? null })
  return {
    'daily-check.report': () => checks.report(),
    'daily-check.start': () => checks.start(round()),
    'daily-check.look': look => checks.look(look, round()),
    'daily-check.finish': ({ reportedTo }) => checks.finish(reportedTo, round()),
  }
}
