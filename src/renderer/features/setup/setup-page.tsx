import { useEffect, type JSX } from 'react'
import type { SetupOverview } from '../../../shared/contract/setup.ts'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Empty, Failed, Forbidden, Loading } from '../../ui/page-states.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useMay } from '../duty/index.ts'
import { AddCameras } from './add-cameras.tsx'
import { CameraTable } from './camera-table.tsx'
import { CredentialsTable } from './credentials-table.tsx'
import { CsvImport } from './csv-import.tsx'
import { EditMeaning, EditNetwork } from './edit-camera.tsx'
import { readSetup, showView, useSetup } from './store.ts'
import { AddPanelButton, PanelName, PanelViews } from './panels/panel-views.tsx'
import { SiteTransferView } from './site-transfer.tsx'
import './setup.css'

/** Cameras are brought in, changed and taken out; passwords are kept. */
export function SetupPage(): JSX.Element {
  const t = useText()
  const mayRead = useMay('cameras.read-setup')
  return mayRead ? <Setup /> : <Forbidden reason={t('setup.forbidden')} />
}

function Setup(): JSX.Element {
  const t = useText()
  const load = useSetup(state => state.load)
  const connected = useKnown(state => state.connected)
  // Whatever changes the site, at whichever screen, is read here again.
  const site = useKnown(state => state.site)
  useEffect(() => {
    if (connected && site !== null) void readSetup()
  }, [connected, site])
  // Who comes back begins at the list.
  useEffect(() => () => showView({ kind: 'cameras' }), [])
  return (
    <div className="setup-page" data-testid="setup-page">
      <Panel title={<Title />} actions={<Actions />}>
        {load.kind === 'loading' && <Loading />}
        {load.kind === 'failed' && <Failed message={t.refusal(load.error)} retry={() => void readSetup()} />}
        {load.kind === 'ready' && <View overview={load.overview} />}
      </Panel>
    </div>
  )
}

function View({ overview }: { overview: SetupOverview }): JSX.Element {
  const view = useSetup(state => state.view)
  switch (view.kind) {
    case 'cameras':
      return <CameraTable overview={overview} />
    case 'credentials':
      return <CredentialsTable overview={overview} />
    case 'panels':
    case 'panel-add':
    case 'panel':
      return <PanelViews view={view} />
    case 'site':
      return <SiteTransferView />
    case 'add':
      return <AddCameras overview={overview} />
    case 'csv':
      return <CsvImport />
    case 'edit': {
      const camera = overview.cameras.find(({ id }) => id === view.id)
      if (camera === undefined) return <Empty />
      const Edit = view.part === 'meaning' ? EditMeaning : EditNetwork
      return <Edit key={`${view.id}/${view.part}`} camera={camera} overview={overview} />
    }
  }
}

function Title(): JSX.Element {
  const t = useText()
  const view = useSetup(state => state.view)
  const load = useSetup(state => state.load)
  if (view.kind === 'add') return <>{t('setup.add')}</>
  if (view.kind === 'csv') return <>{t('setup.csv.title')}</>
  if (view.kind === 'panel-add') return <>{t('panels.add')}</>
  if (view.kind === 'panels') return <>{t('panels.title')}</>
  if (view.kind === 'panel') return <PanelName id={view.id} />
  if (view.kind === 'site') return <>{t('setup.tab.site')}</>
  if (view.kind !== 'edit') return <>{t('setup.title')}</>
  const name = load.kind === 'ready' ? load.overview.cameras.find(({ id }) => id === view.id)?.name : ''
  return <>{`${t(view.part === 'meaning' ? 'setup.edit' : 'setup.network')} · ${name ?? ''}`}</>
}

function Actions(): JSX.Element {
  const t = useText()
  const view = useSetup(state => state.view)
  const mayConfigure = useMay('cameras.configure')
  const back = view.kind === 'panel' || view.kind === 'panel-add' ? 'panels' : 'cameras'
  if (view.kind === 'panels' || view.kind === 'site')
    return (
      <>
        <Tabs value={view.kind} />
        {view.kind === 'panels' && <AddPanelButton />}
      </>
    )
  if (view.kind !== 'cameras' && view.kind !== 'credentials')
    return (
      <Button size="small" testId="setup-back" onClick={() => showView({ kind: back })}>
        {t('setup.back')}
      </Button>
    )
  return (
    <>
      <Tabs value={view.kind} />
      {mayConfigure && (
        <>
          <Button size="small" testId="setup-csv-open" onClick={() => showView({ kind: 'csv' })}>
            {t('setup.csv')}
          </Button>
          <Button
            size="small"
            kind="primary"
            testId="setup-add-open"
            onClick={() => showView({ kind: 'add' })}
          >
            {t('setup.add')}
          </Button>
        </>
      )}
    </>
  )
}

function Tabs({ value }: { value: 'cameras' | 'panels' | 'credentials' | 'site' }): JSX.Element {
  const t = useText()
  const mayTransfer = useMay('site.transfer')
  const tabs = (['cameras', 'panels', 'credentials', 'site'] as const).filter(
    tab => tab !== 'site' || mayTransfer,
  )
  return (
    <Choice
      label={t('app.page.setup')}
      testId="setup-tabs"
      options={tabs.map(tab => ({ value: tab, label: t(`setup.tab.${tab}`) }))}
      value={value}
      onChange={kind => showView({ kind })}
    />
  )
}
