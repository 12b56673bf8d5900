import type { storageCalls } from '../../shared/contract/storage.ts'
import type { UserActor } from '../../shared/domain/person.ts'
import type { HandlersFor } from '../link/answer.ts'
import type { Storage } from './storage-service.ts'

/** The calls of disks, keeping and evidence. */
export function storageHandlers(
  storage: Storage,
  desk: { actor(): UserActor },
): HandlersFor<typeof storageCalls> {
  const { evidence, retention } = storage
  return {
    'recordings.storage': () => storage.report(),
    'recordings.storage-warning': () => storage.warning(),
    'recordings.write-kept': () => ({ atMs: storage.writeKept() }),
    'recordings.lock': draft => evidence.lock(draft, desk.actor()),
    'recordings.extend-lock': ({ id, untilMs, reason }) => evidence.extend(id, untilMs, reason, desk.actor()),
    'recordings.release-lock': ({ id, reason }) => evidence.release(id, reason, desk.actor()),
    'recordings.storage-plan': ({ wantedBytes }) => retention.plan(wantedBytes),
    'recordings.decide-storage': ({ planId, wantedBytes, reason }) =>
      retention.decide(planId, wantedBytes, reason, desk.actor()),
  }
}
