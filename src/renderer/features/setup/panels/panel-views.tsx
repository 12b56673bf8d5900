import { useEffect, type JSX } from 'react'
import type { PanelsOverview } from '../../../../shared/contract/panel-setup.ts'
import { useKnown } from '../../../link/stores.ts'
import { useText } from '../../../link/use-text.ts'
import { Button } from '../../../ui/button.tsx'
import { Choice } from '../../../ui/choice.tsx'
import { Empty, Failed, Loading } from '../../../ui/page-states.tsx'
import { useMay } from '../../duty/index.ts'
import { panelParts, showView, type SetupView } from '../store.ts'
import { AddPanel } from './add-panel.tsx'
import { EditConnection, EditPanelMeaning } from './edit-panel.tsx'
import { LearnZones } from './learn-zones.tsx'
import { PanelTable } from './panel-table.tsx'
import { readPanels, usePanels } from './store.ts'
import { WalkTestView } from './walk-test-view.tsx'
import { ZonesView } from './zones-view.tsx'
import './panels.css'

type PanelView = Extract<SetupView, { kind: 'panels' | 'panel-add' | 'panel' }>

/** Everything of alarm devices on the page. */
export function PanelViews({ view }: { view: PanelView }): JSX.Element {
  const t = useText()
  const load = usePanels(state => state.load)
  const connected = useKnown(state => state.connected)
  const site = useKnown(state => state.site)
  // Whatever changes the site, at whichever screen, is read here again.
  useEffect(() => {
    if (connected && site !== null) void readPanels()
  }, [connected, site])
  if (load.kind === 'loading') return <Loading />
  if (load.kind === 'failed')
    return <Failed message={t.refusal(load.error)} retry={() => void readPanels()} />
  if (view.kind === 'panels') return <PanelTable overview={load.overview} />
  if (view.kind === 'panel-add')
    return <AddPanel key={view.account} overview={load.overview} account={view.account} />
  return <OnePanel key={view.id} view={view} overview={load.overview} />
}

function OnePanel(props: {
  view: Extract<SetupView, { kind: 'panel' }>
  overview: PanelsOverview
}): JSX.Element {
  const t = useText()
  const { view, overview } = props
  const panel = overview.panels.find(({ id }) => id === view.id)
  if (panel === undefined) return <Empty />
  return (
    <div className="panel-setup" data-testid="panel-setup">
      <Choice
        label={panel.name}
        testId="panel-parts"
        options={panelParts.map(part => ({ value: part, label: t(`panels.tab.${part}`) }))}
        value={view.part}
        onChange={part => showView({ ...view, part })}
      />
      {view.part === 'zones' && <ZonesView panel={panel} overview={overview} />}
      {view.part === 'learn' && <LearnZones panel={panel} overview={overview} />}
      {view.part === 'walk-test' && <WalkTestView panel={panel} />}
      {view.part === 'connection' && <EditConnection panel={panel} overview={overview} />}
      {view.part === 'meaning' && <EditPanelMeaning panel={panel} overview={overview} />}
    </div>
  )
}

/** The name of a panel, for the head of the page. */
export function PanelName({ id }: { id: string }): JSX.Element {
  const name = usePanels(({ load }) =>
    load.kind === 'ready' ? (load.overview.panels.find(panel => panel.id === id)?.name ?? '') : '',
  )
  return <>{name}</>
}

export function AddPanelButton(): JSX.Element | null {
  const t = useText()
  if (!useMay('intrusion.configure')) return null
  return (
    <Button
      size="small"
      kind="primary"
      testId="panel-add-open"
      onClick={() => showView({ kind: 'panel-add', account: '' })}
    >
      {t('panels.add')}
    </Button>
  )
}
