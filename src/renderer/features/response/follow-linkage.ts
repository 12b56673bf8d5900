import type { Incident } from '../../../shared/domain/incident.ts'
import { call, useKnown } from '../../link/stores.ts'
import { callUpCamera, enlargedCamera, shrink } from '../cameras/index.ts'

/** The camera that a rule wants on the second screen now; null when none does. */
function wantedOf({ care }: Incident): string | null {
  const wish = care.linked.find(({ action, state }) => action === 'second-screen' && state === 'running')
  return wish?.target ?? null
}

/**
 * The second window does what linkage rules ask of it: the best camera of a new alarm has its whole wall until the alarm
 * is closed, or the guard chooses something else. Mounted in the second window only.
 */
export function followLinkage(): Disposable {
  let called: { readonly id: number; readonly cameraId: string } | null = null
  const follow = (incidents: readonly Incident[] | null) => {
    if (incidents === null) return
    for (const incident of incidents) {
      const cameraId = wantedOf(incident)
      if (cameraId === null) continue
      callUpCamera(cameraId)
      called = { id: incident.id, cameraId }
      call('linkage.shown', { id: incident.id, action: 'second-screen' }).catch(() => {})
    }
    if (called === null || incidents.some(({ id }) => id === called?.id)) return
    if (enlargedCamera() === called.cameraId) shrink()
    called = null
  }
  follow(useKnown.getState().incidents)
  const stop = useKnown.subscribe((state, before) => {
    if (state.incidents !== before.incidents) follow(state.incidents)
  })
  return { [Symbol.dispose]: stop }
}
