import type { UserActor } from '../../../shared/domain/person.ts'
import type { IncidentPicture } from '../../../shared/domain/snapshot.ts'
import type { Journal } from '../../journal/journal.ts'
import type { Log } from '../../platform/log.ts'
import { pictureOf } from './handlers.ts'
import type { SnapshotService } from './service.ts'

/** A second picture is taken when what was held is older than this. */
const apartMs = 2_000

/** Puts pictures into the record of an observation: what was seen, and how it was when the incident was raised. */
export type ObservedPictures = (
  cameraId: string,
  momentId: string | null,
) => (incidentId: number, actor: UserActor) => void

/**
 * 发现情况 with the picture. What the camera shows is held at once; the incident does not wait for the
 * decoder, its pictures follow. That none could be taken is written down as well.
 */
export function observedPictures(options: {
  readonly snapshots: SnapshotService
  readonly addPicture: (incidentId: number, picture: IncidentPicture, actor: UserActor) => void
  readonly journal: Journal
  readonly log: Log
}): ObservedPictures {
  const { snapshots, addPicture, journal, log } = options
  return (cameraId, momentId) => {
    const held = momentId === null ? null : snapshots.takeMoment(momentId, cameraId)
    const now = snapshots.stillIfLive(cameraId)
    const isApart = held !== null && now !== null && now.takenAtMs - held.takenAtMs > apartMs
    const stills = [held, held === null || isApart ? now : null].filter(still => still !== null)
    return (incidentId, actor) => {
      const missed = (reason: string) =>
        journal.append({
          actor,
          kind: 'camera.snapshot-missed',
          subject: `incident:${incidentId}`,
          body: { cameraId, reason },
        })
      if (stills.length === 0) missed('not live')
      for (const still of stills)
        snapshots.keep(still, { cameraId, purpose: 'observed', incidentId }, actor).then(
          snapshot => addPicture(incidentId, pictureOf(snapshot), actor),
          (error: unknown) => {
            log.error({ err: error, cameraId }, 'no picture of an observation')
            missed('failed')
          },
        )
    }
  }
}
