import type { JSX } from 'react'
import { isUnacknowledged } from '../../../shared/domain/incident.ts'
import { openPage } from '../../app/navigation.ts'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { StateIcon } from '../../ui/state-icon.tsx'
import { useLater } from '../../ui/use-later.ts'
import { toneOfIncident } from '../incidents/look.ts'
import { openIncident } from '../incidents/store.ts'
import { alarmPlaces, type AlarmPlace } from './devices.ts'
import { goToPlace, selectDevice, showAsList } from './store.ts'

/** So many places have a button of their own; in a flood the others are counted, and listed on the page of incidents. */
const mostPlaces = 12

/** The places with an open incident, the most urgent first: each one press away. */
export function AlarmPlaces(): JSX.Element | null {
  const t = useText()
  const site = useKnown(state => state.site)
  const incidents = useLater(useKnown(state => state.incidents))
  const places = alarmPlaces(site, incidents)
  if (places.length === 0) return null
  return (
    <div className="map-places" role="group" aria-label={t('map.places')} data-testid="map-places">
      {places.slice(0, mostPlaces).map(place => (
        <button
          key={place.incident.id}
          type="button"
          className={`map-place${isUnacknowledged(place.incident) ? ' map-place-waiting' : ''}`}
          title={place.spot === null ? t('map.not-on-plan') : undefined}
          data-testid={`map-place-${place.incident.id}`}
          onClick={() => goTo(place)}
        >
          <StateIcon tone={toneOfIncident(place.incident)} size={15} />
          {t('incidents.headline', {
            place: place.incident.placeName,
            kind: t(`incident.kind.${place.incident.kind}`),
          })}
        </button>
      ))}
      {places.length > mostPlaces && (
        <button
          type="button"
          className="map-place"
          data-testid="map-places-more"
          onClick={() => openPage('incidents')}
        >
          {t('map.places.more', { count: places.length - mostPlaces })}
        </button>
      )}
    </div>
  )
}

function goTo({ incident, spot }: AlarmPlace): void {
  if (spot === null) {
    openIncident(incident.id)
    return
  }
  showAsList(false)
  goToPlace(spot.planId, spot.at)
  selectDevice(spot.deviceId)
}
