import { create } from 'zustand'
import type { Grant, Span } from '../../../shared/domain/recording.ts'
import { openPage } from '../../app/navigation.ts'
import { finishGrant } from './finish-grant.ts'

/** The running look at recordings, and what the next one is meant to be about. */
export const usePlayback = create<{
  grant: Grant | null
  incidentId: number | null
  /** What was chosen on the overview; the form begins with it. */
  wanted: { readonly cameraIds: readonly string[]; readonly span: Span } | null
  view: 'request' | 'daily' | 'overview'
}>(() => ({ grant: null, incidentId: null, wanted: null, view: 'request' }))

/** From the overview to the form, with cameras and period filled in. */
export function wantViewing(cameraIds: readonly string[], span: Span): void {
  usePlayback.setState({ wanted: { cameraIds, span }, view: 'request' })
}

export function showRecordings(view: 'request' | 'daily' | 'overview'): void {
  usePlayback.setState({ view })
}

/** Opens the page with the purpose filled in: what the linked cameras recorded around an open incident. */
export function reviewIncident(incidentId: number): void {
  finishViewing()
  usePlayback.setState({ incidentId, wanted: null, view: 'request' })
  openPage('playback')
}

export function beginViewing(grant: Grant): void {
  usePlayback.setState({ grant, incidentId: null, wanted: null })
}

/** Ends the running grant, if there is one. Core ends it by itself when the link or the session is gone. */
export function finishViewing(): void {
  const { grant } = usePlayback.getState()
  if (grant === null) return
  finishGrant(grant.id)
  usePlayback.setState({ grant: null })
}
