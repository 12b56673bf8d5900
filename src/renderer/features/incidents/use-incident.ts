import { useKnown } from '../../link/stores.ts'
import type { Incident } from '../../../shared/domain/incident.ts'
import type { SiteView } from '../../../shared/site-view.ts'

const noIncidents: readonly Incident[] = []

/** The open incidents as core told them last. */
export function useOpenIncidents(): readonly Incident[] {
  return useKnown(state => state.incidents) ?? noIncidents
}

/** Panel and number of the zone, as they stand on the device: for the phone call with the maintainer. */
export function deviceOf(
  incident: Incident,
  site: SiteView | null,
): { panel: string; number: number | null } | null {
  const panel = site?.panels.find(candidate => candidate.id === incident.panelId)
  if (panel === undefined) return null
  const zone = site?.zones.find(candidate => candidate.id === incident.zoneId)
  return { panel: panel.name, number: zone?.number ?? null }
}

/** Names of linked cameras. */
export function cameraNames(incident: Incident, site: SiteView | null): string[] {
  return incident.cameraIds.map(id => site?.cameras.find(camera => camera.id === id)?.name ?? id)
}

/** Why the person at the desk cannot take a step now; null when he can. */
export function useHindrance(): 'link' | 'not-signed-on' | 'forbidden' | null {
  const connected = useKnown(state => state.connected)
  const session = useKnown(state => state.duty?.session ?? null)
  if (!connected) return 'link'
  if (session === null) return 'not-signed-on'
  return session.permissions.includes('incidents.handle') ? null : 'forbidden'
}
