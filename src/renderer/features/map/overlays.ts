import type { RiskPlace } from '../../../shared/contract/map.ts'
import type { Incident } from '../../../shared/domain/incident.ts'
import type { Plan } from '../../../shared/site.ts'
import type { SiteView } from '../../../shared/site-view.ts'
import type { Overlay } from '../../ui/map/overlay.ts'
import { positionOf, spotOf } from './devices.ts'
import type { MapLayer } from './layers.ts'

/** What the overlays of a plan are made of. */
export interface OverlaySources {
  readonly plan: Plan
  readonly site: SiteView
  /** The guard on duty; null while nobody is. */
  readonly atDesk: string | null
  readonly incidents: readonly Incident[]
  readonly risk: readonly RiskPlace[]
}

/** What a place is called where it is said how often it alarmed. */
export interface OverlayWords {
  readonly risk: (count: number, trueCount: number) => string
  readonly onWay: (name: string) => string
  readonly onScene: (name: string) => string
}

/** Everything on a plan that is no device, of the layers that are shown. */
export function overlaysOf(
  sources: OverlaySources,
  hidden: ReadonlySet<MapLayer>,
  words: OverlayWords,
): Overlay[] {
  return [
    ...featuresOf(sources, hidden),
    ...(hidden.has('guards') ? [] : guardsOf(sources, words)),
    ...(hidden.has('risk') ? [] : riskOf(sources, words)),
  ]
}

function featuresOf({ plan, atDesk }: OverlaySources, hidden: ReadonlySet<MapLayer>): Overlay[] {
  return plan.features.flatMap((feature): Overlay[] => {
    const { id, label } = feature
    switch (feature.kind) {
      case 'evacuation-route':
        return hidden.has('evacuation') ? [] : [{ kind: 'route', id, label, points: feature.points }]
      case 'assembly-point':
        return hidden.has('evacuation')
          ? []
          : [{ kind: 'sign', id, shape: 'assembly', label, at: feature.at }]
      case 'patrol-point':
        return hidden.has('patrol') ? [] : [{ kind: 'sign', id, shape: 'patrol', label, at: feature.at }]
      case 'guard-post': {
        const shown = atDesk === null ? label : `${label} · ${atDesk}`
        return hidden.has('guards') ? [] : [{ kind: 'sign', id, shape: 'post', label: shown, at: feature.at }]
      }
    }
  })
}

/** Where guards are is known of those who were sent to an incident, until it has been handled. */
function guardsOf({ plan, site, incidents }: OverlaySources, words: OverlayWords): Overlay[] {
  return incidents.flatMap((incident): Overlay[] => {
    const { id, progress } = incident
    const spot = spotOf(site, incident)
    const { dispatched, arrived, handled } = progress
    if (spot === null || spot.planId !== plan.id || dispatched === null || handled !== null) return []
    const [x, y] = spot.at
    const label = arrived === null ? words.onWay(dispatched.who) : words.onScene(dispatched.who)
    // Beside the sign of the zone, not upon it.
    return [{ kind: 'sign', id: `guard-${id}`, shape: 'person', label, at: [x + plan.width * 0.02, y] }]
  })
}

function riskOf({ plan, site, risk }: OverlaySources, words: OverlayWords): Overlay[] {
  return risk.flatMap(({ zoneId, cameraId, count, trueCount }): Overlay[] => {
    const zone = site.zones.find(({ id, plan: on }) => id === zoneId && on === plan.id)
    const camera = site.cameras.find(({ id, plan: on }) => id === cameraId && on === plan.id)
    const at = zone === undefined ? camera?.at : positionOf(zone)
    const id = zone?.id ?? camera?.id
    if (at === undefined || id === undefined) return []
    return [{ kind: 'risk', id, at, count, label: words.risk(count, trueCount) }]
  })
}
