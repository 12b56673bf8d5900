import type { JSX } from 'react'
import { CameraWall } from '../features/cameras/index.ts'
import { SignOnCard, useMay, useSignedOn } from '../features/duty/index.ts'
import { IncidentQueue, requestObservation } from '../features/incidents/index.ts'
import { showLedger } from '../features/ledgers/index.ts'
import { MapPanel } from '../features/map/index.ts'
import { ErrorBoundary } from './error-boundary.tsx'
import { openPage } from './navigation.ts'
import './watch-page.css'

/** The register of this camera, of the last 30 days; a day of them is one press more. */
function whoWatched(cameraId: string): void {
  showLedger('video-access', { cameraId, period: { kind: 'month' } })
  openPage('ledgers')
}

/** The guard's page: the wall beside the map, open incidents below. Unsigned, the wall and the queue stay visible. */
export function WatchPage(): JSX.Element {
  const signedOn = useSignedOn()
  const mayRead = useMay('ledgers.read')
  return (
    <div className="watch" data-testid="watch-page">
      <div className="watch-left">
        <ErrorBoundary>
          <CameraWall onObserve={requestObservation} onWhoWatched={mayRead ? whoWatched : undefined} />
        </ErrorBoundary>
        <div className="watch-queue">
          <ErrorBoundary>
            <IncidentQueue />
          </ErrorBoundary>
        </div>
      </div>
      <div className="watch-right">
        <ErrorBoundary>{signedOn ? <MapPanel /> : <SignOnCard />}</ErrorBoundary>
      </div>
    </div>
  )
}
