import type { JSX } from 'react'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Panel } from '../../ui/panel.tsx'
import { DeviceList } from './device-list.tsx'
import { MapFrame } from './map-frame.tsx'
import { PlanTabs } from './plan-tabs.tsx'
import { useDevices } from './use-devices.ts'

/** The whole page for the map, with the list beside it. */
export function MapPage(): JSX.Element {
  const t = useText()
  const siteName = useKnown(state => state.site?.name ?? '')
  const devices = useDevices()
  return (
    <div className="map-page" data-testid="map-page">
      <Panel title={t('map.title')} subtitle={siteName} actions={<PlanTabs />}>
        <MapFrame isList={false} />
      </Panel>
      <Panel title={t('map.devices')} subtitle={t('map.device-count', { count: devices.length })}>
        <DeviceList devices={devices} />
      </Panel>
    </div>
  )
}
