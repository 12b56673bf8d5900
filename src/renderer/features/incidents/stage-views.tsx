import { memo, useEffect, type JSX } from 'react'
import type { LinkOutcome } from '../../../shared/domain/incident-care.ts'
import { alarmAtMs, type Incident } from '../../../shared/domain/incident.ts'
import { call, useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { IncidentPictures, LinkedPicture } from '../cameras/index.ts'
import { useIsPainted } from '../../ui/use-later.ts'
import { BeforeAlarm } from '../recordings/index.ts'
import { MapExcerpt } from '../map/map-excerpt.tsx'

/** What the linked cameras see now, and where it is. Without a camera the map has all the room. */
export const StageViews = memo(Views)

function Views({ incident }: { incident: Incident }): JSX.Element {
  const t = useText()
  const known = useKnown(state => state.site?.cameras)
  const cameras = incident.cameraIds.filter(id => known?.some(camera => camera.id === id) ?? false)
  const [best, second] = cameras
  // Pictures and plan take their time; the words before them do not wait for it.
  const isPainted = useIsPainted()
  useEnlarged(incident, isPainted ? best : undefined)
  const layout = best === undefined ? 'map' : second === undefined ? 'one' : 'two'
  return (
    <div className={`views views-${layout}`}>
      {best !== undefined && (
        <div className="view view-best">
          {isPainted && (
            <div className="view-before-and-now">
              <BeforeAlarm incidentId={incident.id} cameraId={best} raisedAtMs={alarmAtMs(incident)} />
              <div>
                <LinkedPicture cameraId={best} isLarge />
              </div>
            </div>
          )}
          <div className="view-pictures">
            <IncidentPictures pictures={incident.pictures} />
          </div>
        </div>
      )}
      {second !== undefined && (
        <div className="view view-second">{isPainted && <LinkedPicture cameraId={second} />}</div>
      )}
      <div className="view view-map">
        {isPainted && <MapExcerpt incident={incident} cameraId={best ?? null} />}
        <div className="view-caption">
          {t('incidents.location', { place: incident.placeName })}
          {best === undefined && <span> · {t('incidents.no-camera')}</span>}
        </div>
      </div>
    </div>
  )
}

/** Tells core once that the best camera stands large in the pop-up: the outcome of a linkage rule. */
function useEnlarged({ id, care, progress }: Incident, best: string | undefined): void {
  const isWanted = best !== undefined && progress.closed === null && care.linked.some(isWaitingToEnlarge)
  useEffect(() => {
    if (isWanted) call('linkage.shown', { id, action: 'enlarge' }).catch(() => {})
  }, [id, isWanted])
}

/** Also one that was given up meanwhile: it is shown now. */
const isWaitingToEnlarge = ({ action, state }: LinkOutcome): boolean =>
  action === 'enlarge' && state !== 'done'
