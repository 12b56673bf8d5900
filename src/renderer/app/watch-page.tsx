import type { JSX } from 'react'
import { CameraWall } from '../features/cameras/index.ts'
import { SignOnCard, useSignedOn } from '../features/duty/index.ts'
import { IncidentQueue, requestObservation } from '../features/incidents/index.ts'
import { MapPanel } from '../features/map/index.ts'
import { ErrorBoundary } from './error-boundary.tsx'
import './watch-page.css'

/** The guard's page: the wall beside the map, open incidents below. Unsigned, the wall and the queue stay visible. */
export function WatchPage(): JSX.Element {
  const signedOn = useSignedOn()
  return (
    <div className="watch" data-testid="watch-page">
      <div className="watch-left">
        <ErrorBoundary>
          <CameraWall onObserve={requestObservation} />
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
