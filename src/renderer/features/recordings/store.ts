import { create } from 'zustand'
import type { Grant } from '../../../shared/domain/recording.ts'
import { openPage } from '../../app/navigation.ts'
import { call } from '../../link/stores.ts'

/** The running look at recordings, and what the next one is meant to be about. */
export const usePlayback = create<{ grant: Grant | null; incidentId: number | null }>(() => ({
  grant: null,
  incidentId: null,
}))

/** Opens the page with the purpose filled in: what the linked cameras recorded around an open incident. */
export function reviewIncident(incidentId: number): void {
  finishViewing()
  usePlayback.setState({ incidentId })
  openPage('playback')
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
