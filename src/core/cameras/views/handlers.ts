import type { viewsCalls } from '../../../shared/contract/views.ts'
import type { Session } from '../../../shared/domain/duty.ts'
import type { UserActor } from '../../../shared/domain/person.ts'
import type { HandlersFor } from '../../link/answer.ts'
import type { ViewEditor, ViewService } from './service.ts'

/** The calls of this feature. */
export function viewHandlers(
  views: ViewService,
  desk: { actor(): UserActor; session(): Session | null },
): HandlersFor<typeof viewsCalls> {
  const editor = (): ViewEditor => ({
    actor: desk.actor(),
    mayShare: desk.session()?.permissions.includes('views.share') ?? false,
  })
  return {
    'views.list': () => views.list(desk.session()?.person.id ?? null),
    'views.save': view => views.save(view, editor()),
    'views.remove': ({ id }) => {
      views.remove(id, editor())
      return {}
    },
    'views.window': ({ window }) => views.window(window),
    'views.keep-window': ({ window, state }) => {
      views.keepWindow(window, state)
      return {}
    },
  }
}
