import { useEffect, type JSX } from 'react'
import { useMay } from '../duty/index.ts'
import { Forbidden } from '../../ui/page-states.tsx'
import { PlaybackSession } from './playback-session.tsx'
import { PurposeForm } from './purpose-form.tsx'
import { finishViewing, usePlayback } from './store.ts'
import './recordings.css'

/** Recordings: first the purpose, then the look. Leaving the page ends the look. */
export function PlaybackPage(): JSX.Element {
  const grant = usePlayback(state => state.grant)
  const incidentId = usePlayback(state => state.incidentId)
  const mayCheck = useMay('recordings.daily-check')
  const mayReview = useMay('recordings.incident-review')
  useEffect(() => finishViewing, [])
  if (!mayCheck && !mayReview) return <Forbidden />
  return (
    <div className="recordings" data-testid="playback-page">
      {grant === null ? <PurposeForm key={incidentId} /> : <PlaybackSession key={grant.id} grant={grant} />}
    </div>
  )
}
