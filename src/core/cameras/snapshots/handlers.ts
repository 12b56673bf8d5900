import type { snapshotCalls } from '../../../shared/contract/snapshots.ts'
import type { Incident } from '../../../shared/domain/incident.ts'
import type { UserActor } from '../../../shared/domain/person.ts'
import type { IncidentPicture, Snapshot } from '../../../shared/domain/snapshot.ts'
import type { HandlersFor } from '../../link/answer.ts'
import type { SnapshotService } from './service.ts'

interface Incidents {
  open(): Incident[]
  addPicture(id: number, picture: IncidentPicture, actor: UserActor): void
}

/** The calls of this feature. */
export function snapshotHandlers(
  snapshots: SnapshotService,
  incidents: Incidents,
  desk: { actor(): UserActor },
): HandlersFor<typeof snapshotCalls> {
  return {
    'cameras.snapshot': async ({ cameraId, purpose, momentId }): Promise<Snapshot> => {
      const actor = desk.actor()
      const held = momentId === null ? null : snapshots.takeMoment(momentId, cameraId)
      const still = held ?? snapshots.still(cameraId)
      // Evidence of an incident belongs into its record (A-10.d); the most urgent one that this camera looks at.
      const incidentId =
        purpose === 'incident'
          ? (incidents.open().find(({ cameraIds }) => cameraIds.includes(cameraId))?.id ?? null)
          : null
      const snapshot = await snapshots.keep(still, { cameraId, purpose, incidentId }, actor)
      if (incidentId !== null) incidents.addPicture(incidentId, pictureOf(snapshot), actor)
      return snapshot
    },
    'cameras.hold-moment': ({ cameraId }) => ({ momentId: snapshots.holdMoment(cameraId) }),
    'cameras.picture': async ({ sha256 }) => ({
      jpegBase64: (await snapshots.picture(sha256, desk.actor())).toString('base64'),
    }),
  }
}

export function pictureOf({ number, cameraId, takenAtMs, sha256 }: Snapshot): IncidentPicture {
  return { number, cameraId, takenAtMs, sha256 }
}
