import type { attachmentsCalls } from '../../shared/contract/attachments.ts'
import type { UserActor } from '../../shared/domain/person.ts'
import type { HandlersFor } from '../link/answer.ts'
import type { Attachments } from './store.ts'

/** The calls of this feature. */
export function attachmentHandlers(
  attachments: Attachments,
  desk: { actor(): UserActor },
): HandlersFor<typeof attachmentsCalls> {
  return {
    'attachments.put': ({ name, base64 }) =>
      attachments.put(name, Buffer.from(base64, 'base64'), desk.actor()),
    'attachments.copy': ({ hash, name }) => attachments.copy(hash, name, desk.actor()),
    'attachments.get': ({ hash }) => {
      const { type, bytes } = attachments.get(hash, desk.actor().id)
      return { type, base64: bytes.toString('base64') }
    },
  }
}
