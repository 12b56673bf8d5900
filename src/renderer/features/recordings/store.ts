import { create } from 'zustand'
import type { Grant } from '../../../shared/domain/recording.ts'
import { call } from '../../link/stores.ts'

/** The running look at recordings, and what the next one is meant to be about. */
export const usePlayback = create<{ grant: Grant | null; incidentId: number | null }>(() => ({
  grant: null,
  incidentId: null,
}))

/** Prepares the page for the recordings around an open incident; the page itself is opened by the caller. */
export function presetReview(incidentId: number): void {
  finishViewing()
  usePlayback.setState({ incidentId })
}

export function beginViewing(grant: Grant): void {
  usePlayback.setState({ grant, incidentId: null })
}

/** Ends the running grant, if there is one. Core ends it by itself when the link or the session is gone. */
export function finishViewing(): void {
  const { grant } = usePlayback.getState()
  if (grant === null) return
  usePlayback.setState({ grant: null })
  call('recordings.finish', { grantId: grant.id }).catch(() => {})
}
