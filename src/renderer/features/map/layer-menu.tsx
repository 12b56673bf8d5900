import type { JSX } from 'react'
import { useText } from '../../link/use-text.ts'
import { mapLayers } from './layers.ts'
import { toggleLayer, useMapState } from './store.ts'

/** Which layers are shown. What alarms is never put away with its layer. */
export function LayerMenu(): JSX.Element {
  const t = useText()
  const hidden = useMapState(state => state.hidden)
  return (
    <fieldset className="map-layers" data-testid="map-layers">
      <legend>{t('map.layers')}</legend>
      {mapLayers.map(layer => (
        <label key={layer}>
          <input
            type="checkbox"
            checked={!hidden.has(layer)}
            data-testid={`map-layer-${layer}`}
            onChange={() => toggleLayer(layer)}
          />
          {t(`map.layer.${layer}`)}
        </label>
      ))}
    </fieldset>
  )
}
