import type { JSX } from 'react'
import { useText } from '../../link/use-text.ts'
import { Choice } from '../../ui/choice.tsx'
import { Panel } from '../../ui/panel.tsx'
import { MapFrame } from './map-frame.tsx'
import { PlanTabs } from './plan-tabs.tsx'
import { showAsList, useMapState } from './store.ts'

/** The map beside the wall. */
export function MapPanel(): JSX.Element {
  const t = useText()
  const isList = useMapState(state => state.isList)
  return (
    <Panel
      title={t('map.title')}
      testId="map-panel"
      actions={
        <>
          <PlanTabs />
          <Choice
            label={t('map.view')}
            options={[
              { value: 'map', label: t('map.as-map') },
              { value: 'list', label: t('map.as-list') },
            ]}
            value={isList ? 'list' : 'map'}
            onChange={value => showAsList(value === 'list')}
          />
        </>
      }
    >
      <MapFrame isList={isList} />
    </Panel>
  )
}
