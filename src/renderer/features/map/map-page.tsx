import { useState, type JSX } from 'react'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useMay } from '../duty/index.ts'
import { DeviceList } from './device-list.tsx'
import { EditMenu } from './editor/edit-menu.tsx'
import { MapEditor } from './editor/map-editor.tsx'
import { useEditor } from './editor/store.ts'
import { HistoryBar } from './history/history-bar.tsx'
import { MapFrame } from './map-frame.tsx'
import { PlanTabs, usePlanInView } from './plan-tabs.tsx'
import { PrintBar } from './print/print-bar.tsx'
import { useDevices } from './use-devices.ts'

/** The whole page for the map, with the list beside it; for those who may, the editor in its place. */
export function MapPage(): JSX.Element {
  const t = useText()
  const isEditing = useEditor(({ state }) => state.kind !== 'closed')
  const mayEdit = useMay('map.edit')
  if (isEditing && mayEdit)
    return (
      <div className="map-page map-page-editing" data-testid="map-page">
        <Panel title={t('map.edit')}>
          <MapEditor />
        </Panel>
      </div>
    )
  return <MapView />
}

function MapView(): JSX.Element {
  const t = useText()
  const siteName = useKnown(state => state.site?.name ?? '')
  const devices = useDevices()
  const planId = usePlanInView()
  const mayEdit = useMay('map.edit')
  const mayPrint = useMay('map.print')
  const mayRead = useMay('ledgers.read')
  const [bar, setBar] = useState<'history' | 'print' | null>(null)
  const close = () => setBar(null)
  return (
    <div className="map-page" data-testid="map-page">
      <Panel
        title={t('map.title')}
        subtitle={siteName}
        actions={
          <>
            <PlanTabs />
            {mayRead && (
              <Button size="small" testId="map-history-open" onClick={() => setBar('history')}>
                {t('map.history')}
              </Button>
            )}
            {mayPrint && planId !== null && (
              <Button size="small" testId="map-print-open" onClick={() => setBar('print')}>
                {t('map.print')}
              </Button>
            )}
            {mayEdit && planId !== null && <EditMenu planId={planId} />}
          </>
        }
      >
        <div className="map-with-bar">
          {bar === 'history' && <HistoryBar onClose={close} />}
          {bar === 'print' && planId !== null && (
            <PrintBar planId={planId} devices={devices} onClose={close} />
          )}
          <MapFrame isList={false} />
        </div>
      </Panel>
      <Panel title={t('map.devices')} subtitle={t('map.device-count', { count: devices.length })}>
        <DeviceList devices={devices} />
      </Panel>
    </div>
  )
}
