import type { recordsCalls } from '../../shared/contract/records.ts'
import type { UserActor } from '../../shared/domain/person.ts'
import type { HandlersFor } from '../link/answer.ts'
import type { Records } from './service.ts'

/** The calls of this feature. */
export function recordsHandlers(
  records: Records,
  desk: { actor(): UserActor },
): HandlersFor<typeof recordsCalls> {
  return {
    'records.report': () => records.report(),
    'records.purge-plan': ({ id, beforeMs }) => records.retention.plan(id, beforeMs),
    'records.purge': wish => records.retention.purge(wish, desk.actor()),
    'records.export-heads': () => records.exportHeads(desk.actor()),
    'backup.make-key': () => records.backups.makeKey(desk.actor()),
    'backup.now': async () => {
      await records.backups.now(desk.actor())
      return {}
    },
  }
}
