import { Table, type TableColumnsType } from 'antd'
import { useState, type JSX } from 'react'
import type { CameraSetup, SetupOverview } from '../../../shared/contract/setup.ts'
import type { CameraReport } from '../../../shared/domain/camera.ts'
import { scrub } from '../../../shared/scrub.ts'
import { call, useKnown } from '../../link/stores.ts'
import { useText, type Translate } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/page-states.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import type { Tone } from '../../ui/tone.ts'
import { useMay } from '../duty/index.ts'
import { RetireDialog, ReturnButton } from './retire-dialog.tsx'
import { showView } from './store.ts'

/** All cameras with their state, address, password and recording. */
export function CameraTable({ overview }: { overview: SetupOverview }): JSX.Element {
  const t = useText()
  const reports = useKnown(state => state.cameras)
  const [withRetired, setWithRetired] = useState(false)
  const [retiring, setRetiring] = useState<CameraSetup | null>(null)
  const retired = overview.cameras.filter(camera => camera.retired).length
  const shown = overview.cameras.filter(camera => withRetired || !camera.retired)
  const rights = { configure: useMay('cameras.configure'), network: useMay('cameras.network') }
  return (
    <div className="setup-list">
      <div className="setup-row setup-list-head">
        <span>{t('setup.count', { count: overview.cameras.length - retired })}</span>
        {retired > 0 && (
          <label className="setup-check">
            <input
              type="checkbox"
              checked={withRetired}
              data-testid="setup-with-retired"
              onChange={event => setWithRetired(event.target.checked)}
            />
            {t('setup.retired.show', { count: retired })}
          </label>
        )}
      </div>
      {shown.length === 0 ? (
        <Empty>{t('setup.none')}</Empty>
      ) : (
        <Table
          columns={columnsOf({ t, overview, reports, rights, retire: setRetiring })}
          dataSource={shown}
          rowKey={({ id }) => id}
          size="small"
          pagination={shown.length > 100 ? { pageSize: 100, showSizeChanger: false } : false}
          data-testid="setup-cameras"
        />
      )}
      {retiring !== null && <RetireDialog camera={retiring} onClose={() => setRetiring(null)} />}
    </div>
  )
}

const toneOf: Readonly<Record<CameraReport['main']['state'], Tone>> = {
  idle: 'unknown',
  connecting: 'busy',
  live: 'ok',
  stalled: 'warn',
  lost: 'fault',
  unauthorised: 'fault',
  unsupported: 'fault',
  off: 'off',
}

interface ColumnFacts {
  t: Translate
  overview: SetupOverview
  reports: readonly CameraReport[] | null
  rights: { configure: boolean; network: boolean }
  retire: (camera: CameraSetup) => void
}

function columnsOf(facts: ColumnFacts): TableColumnsType<CameraSetup> {
  const { t, overview, reports, rights, retire } = facts
  return [
    {
      key: 'state',
      title: t('setup.column.state'),
      width: 130,
      render: (_, camera) => <State camera={camera} report={reports?.find(({ id }) => id === camera.id)} />,
    },
    { key: 'name', title: t('setup.column.name'), render: (_, { name }) => <b>{name}</b> },
    {
      key: 'place',
      title: t('setup.column.place'),
      render: (_, { placeId, viewPurposes }) => (
        <>
          {overview.places.find(({ id }) => id === placeId)?.name}
          <small className="setup-dim">
            {viewPurposes.map(purpose => t(`setup.purpose.${purpose}`)).join('、')}
          </small>
        </>
      ),
    },
    {
      key: 'address',
      title: t('setup.column.address'),
      render: (_, { network }) => (
        <>
          {new URL(network.mainUrl).host}
          <small className="setup-dim">{scrub(new URL(network.mainUrl).pathname)}</small>
        </>
      ),
    },
    {
      key: 'credentials',
      title: t('setup.column.credentials'),
      render: (_, { credentials }) => credentialWords(credentials, overview, t),
    },
    {
      key: 'recording',
      title: t('setup.column.recording'),
      render: (_, { record, retentionDays }) =>
        record === 'off'
          ? t('setup.record.off')
          : `${t(`setup.record.${record}`)} · ${t('setup.days', { days: retentionDays })}`,
    },
    {
      key: 'actions',
      width: 240,
      render: (_, camera) =>
        camera.retired ? (
          rights.configure && (
            <ReturnButton
              label={t('setup.return')}
              testId={`setup-return-${camera.id}`}
              onReturn={() => call('setup.return', { id: camera.id })}
            />
          )
        ) : (
          <span className="setup-row setup-bar">
            {rights.configure && (
              <Button
                size="small"
                testId={`setup-edit-${camera.id}`}
                onClick={() => showView({ kind: 'edit', id: camera.id, part: 'meaning' })}
              >
                {t('setup.edit')}
              </Button>
            )}
            {rights.network && (
              <Button
                size="small"
                testId={`setup-network-${camera.id}`}
                onClick={() => showView({ kind: 'edit', id: camera.id, part: 'network' })}
              >
                {t('setup.network')}
              </Button>
            )}
            {rights.configure && (
              <Button size="small" testId={`setup-retire-${camera.id}`} onClick={() => retire(camera)}>
                {t('setup.retire')}
              </Button>
            )}
          </span>
        ),
    },
  ]
}

/** The stream that runs tells more than the one nobody asks for. */
function State({ camera, report }: { camera: CameraSetup; report: CameraReport | undefined }): JSX.Element {
  const t = useText()
  if (camera.retired || report === undefined)
    return (
      <span className="setup-line">
        <StateIcon tone="off" size={18} />
        {t(camera.retired ? 'setup.retired' : 'camera.state.idle')}
      </span>
    )
  const state = report.main.state === 'idle' ? report.sub.state : report.main.state
  return (
    <span className="setup-line" data-testid={`setup-state-${camera.id}`} data-state={state}>
      <StateIcon tone={toneOf[state]} size={18} />
      {t(`camera.state.${state}`)}
    </span>
  )
}

function credentialWords(name: string | null, overview: SetupOverview, t: Translate): string {
  if (name === null) return t('setup.credentials.none')
  const state = overview.credentials.find(candidate => candidate.name === name)
  if (state === undefined) return `${name} · ${t('setup.credentials.missing')}`
  return `${name} · ${t(state.source === 'unreadable' ? 'setup.credentials.unreadable' : 'setup.credentials.set')}`
}
