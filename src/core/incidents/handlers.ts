import type { incidentsCalls } from '../../shared/contract/incidents.ts'
import type { UserActor } from '../../shared/domain/person.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { Camera } from '../../shared/site.ts'
import type { ObservedPictures } from '../cameras/snapshots/observed.ts'
import type { HandlersFor } from '../link/answer.ts'
import { confirmGroup } from './group.ts'
import type { IncidentService } from './service.ts'

/** The calls of this feature. */
export function incidentHandlers(
  incidents: IncidentService,
  desk: { actor(): UserActor },
  cameraOf: (id: string) => Camera | null,
  pictures: ObservedPictures,
): HandlersFor<typeof incidentsCalls> {
  return {
    'incidents.open': () => incidents.open(),
    'incidents.observe': ({ cameraId, text, momentId }) => {
      const camera = cameraId === null ? null : cameraOf(cameraId)
      if (cameraId !== null && camera === null) throw new Refusal('cameras.unknown')
      const actor = desk.actor()
      const picture = camera === null ? null : pictures(camera.id, momentId)
      const incident = incidents.observe({ camera, text }, actor)
      picture?.(incident.id, actor)
      return incident
    },
    'incidents.act': ({ id, action }) => incidents.act(id, action, desk.actor()),
    'incidents.confirm-group': group => ({ confirmed: confirmGroup(incidents, group, desk.actor()) }),
    'incidents.shown': ({ ids }) => {
      incidents.shown(ids)
      return {}
    },
  }
}
