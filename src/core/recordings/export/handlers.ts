import type { exportsCalls } from '../../../shared/contract/exports.ts'
import type { Session } from '../../../shared/domain/duty.ts'
import type { UserActor } from '../../../shared/domain/person.ts'
import { Refusal } from '../../../shared/refusal.ts'
import type { Requester } from '../../approvals/service.ts'
import type { HandlersFor } from '../../link/answer.ts'
import type { Exports } from './service.ts'

/** The calls of this feature. */
export function exportHandlers(
  exports: Exports,
  desk: { session(): Session | null; actor(): UserActor },
): HandlersFor<typeof exportsCalls> {
  const requester = (): Requester => {
    const person = desk.session()?.person
    if (person === undefined) throw new Refusal('duty.not-signed-on')
    return { actor: desk.actor(), person }
  }
  return {
    'exports.offer': ({ requestNumber }) => exports.offer(requestNumber, requester()),
    'exports.start': order => exports.order(order, requester()),
    'exports.cancel': ({ id }) => {
      exports.cancel(id, desk.actor())
      return {}
    },
    'exports.list': ({ requestNumber }) => exports.list(requestNumber),
    'exports.sheet': ({ id, locale }) => exports.sheet(id, locale, desk.actor()),
    'exports.saved': ({ id, place }) => exports.saved(id, place, desk.actor()),
    'exports.hand-over': ({ id, ...receipt }) => exports.handOver(id, receipt, desk.actor()),
  }
}
