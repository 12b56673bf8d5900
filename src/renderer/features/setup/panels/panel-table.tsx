import { Modal, Table, type TableColumnsType } from 'antd'
import { useState, type JSX } from 'react'
import type { PanelConnection, PanelSetup, PanelsOverview } from '../../../../shared/contract/panel-setup.ts'
import { call, useKnown } from '../../../link/stores.ts'
import { useText, type Translate } from '../../../link/use-text.ts'
import { Button } from '../../../ui/button.tsx'
import { Empty } from '../../../ui/page-states.tsx'
import { StateIcon } from '../../../ui/state-icon.tsx'
import { useMay } from '../../duty/index.ts'
import { Field, TextInput } from '../fields.tsx'
import { ReturnButton } from '../retire-dialog.tsx'
import { showView } from '../store.ts'
import { useTask } from '../use-task.ts'
import { ReasonDialog } from './reason-dialog.tsx'

const toneOfLine = { online: 'ok', lost: 'fault', unknown: 'unknown' } as const

/** All alarm devices with their line, the way they are reached, and what they have. */
export function PanelTable({ overview }: { overview: PanelsOverview }): JSX.Element {
  const t = useText()
  const [withRetired, setWithRetired] = useState(false)
  const [retiring, setRetiring] = useState<PanelSetup | null>(null)
  const { panels, retired } = overview
  const shown = withRetired ? [...panels, ...retired] : panels
  const mayConfigure = useMay('intrusion.configure')
  return (
    <div className="setup-list">
      <div className="setup-row setup-list-head">
        <span>{t('panels.count', { count: panels.length })}</span>
        {retired.length > 0 && (
          <label className="setup-check">
            <input
              type="checkbox"
              checked={withRetired}
              data-testid="panels-with-retired"
              onChange={event => setWithRetired(event.target.checked)}
            />
            {t('setup.retired.show', { count: retired.length })}
          </label>
        )}
        <Receiver kind="dc09" port={overview.receiverPort} />
        {(overview.pushPort !== null ||
          panels.some(({ connection }) => connection.driver === 'http-push')) && (
          <Receiver kind="http-push" port={overview.pushPort} />
        )}
      </div>
      {shown.length === 0 ? (
        <Empty>{t('panels.none')}</Empty>
      ) : (
        <Table
          columns={columnsOf(t, overview, mayConfigure, setRetiring)}
          dataSource={shown}
          rowKey={({ id }) => id}
          size="small"
          pagination={false}
          data-testid="setup-panels"
        />
      )}
      {retiring !== null && (
        <ReasonDialog
          title={t('panels.retire.ask', { name: retiring.name })}
          detail={t('panels.retire.detail')}
          label={t('panels.retire.reason')}
          act={t('panels.retire')}
          onAct={reason => call('panels.retire', { id: retiring.id, reason })}
          onClose={() => setRetiring(null)}
        />
      )}
    </div>
  )
}

function columnsOf(
  t: Translate,
  { places, retired }: PanelsOverview,
  mayConfigure: boolean,
  retire: (panel: PanelSetup) => void,
): TableColumnsType<PanelSetup> {
  return [
    {
      key: 'state',
      title: t('setup.column.state'),
      width: 130,
      render: (_, { id }) => <Line id={id} isRetired={retired.some(panel => panel.id === id)} />,
    },
    { key: 'name', title: t('setup.column.name'), render: (_, { name }) => <b>{name}</b> },
    {
      key: 'place',
      title: t('setup.column.place'),
      render: (_, { placeId }) => places.find(({ id }) => id === placeId)?.name,
    },
    {
      key: 'way',
      title: t('panels.column.way'),
      render: (_, { connection }) => (
        <>
          {t(`panels.driver.${connection.driver}`)}
          <small className="setup-dim">{addressOf(connection, t)}</small>
        </>
      ),
    },
    {
      key: 'zones',
      title: t('panels.column.zones'),
      render: (_, { partitions, zones }) =>
        t('panels.zones', { partitions: partitions.length, zones: zones.length }),
    },
    {
      key: 'actions',
      width: 210,
      render: (_, panel) =>
        retired.some(({ id }) => id === panel.id) ? (
          mayConfigure && (
            <ReturnButton
              label={t('panels.return')}
              testId={`panel-return-${panel.id}`}
              onReturn={() => call('panels.return', { id: panel.id })}
            />
          )
        ) : (
          <span className="setup-row setup-bar">
            <Button
              size="small"
              testId={`panel-open-${panel.id}`}
              onClick={() => showView({ kind: 'panel', id: panel.id, part: 'zones' })}
            >
              {t('panels.open')}
            </Button>
            {mayConfigure && (
              <Button size="small" testId={`panel-retire-${panel.id}`} onClick={() => retire(panel)}>
                {t('panels.retire')}
              </Button>
            )}
          </span>
        ),
    },
  ]
}

function addressOf(connection: PanelConnection, t: Translate): string {
  switch (connection.driver) {
    case 'dc09': {
      const isapi = connection.isapi === null ? [] : [new URL(connection.isapi.url).host]
      return [`${t('panels.account')} ${connection.account}`, ...isapi].join(' · ')
    }
    case 'modbus':
      return `${connection.host}:${String(connection.port)} · ${t(`panels.model.${connection.model}`)}`
    case 'isapi':
      return new URL(connection.url).host
    case 'http-push':
      return t(`panels.format.${connection.format}`)
  }
}

function Line({ id, isRetired }: { id: string; isRetired: boolean }): JSX.Element {
  const t = useText()
  const line = useKnown(state => state.intrusion?.panels.find(panel => panel.id === id)?.line ?? 'unknown')
  return (
    <span className="setup-line" data-testid={`panel-line-${id}`} data-state={isRetired ? 'retired' : line}>
      <StateIcon tone={isRetired ? 'off' : toneOfLine[line]} size={18} />
      {isRetired ? t('setup.retired') : t(`panel.line.${line}`)}
    </span>
  )
}

/** Where the station listens, and a way to change it. */
function Receiver({ kind, port }: { kind: 'dc09' | 'http-push'; port: number | null }): JSX.Element {
  const t = useText()
  const mayChange = useMay('intrusion.network')
  const [isOpen, setIsOpen] = useState(false)
  const said = port === null ? t('panels.receiver.none') : String(port)
  return (
    <span className="setup-row setup-bar">
      {kind === 'dc09' ? t('panels.receiver', { port: said }) : t('panels.push', { port: said })}
      {mayChange && (
        <Button size="small" testId={`panels-port-${kind}`} onClick={() => setIsOpen(true)}>
          {t('panels.receiver.change')}
        </Button>
      )}
      {isOpen && <PortDialog kind={kind} port={port} onClose={() => setIsOpen(false)} />}
    </span>
  )
}

function PortDialog(props: {
  kind: 'dc09' | 'http-push'
  port: number | null
  onClose: () => void
}): JSX.Element {
  const t = useText()
  const [text, setText] = useState(props.port === null ? '' : String(props.port))
  const [task, run] = useTask<object>()
  const port = Number(text)
  const isPort = /^\d+$/.test(text) && port >= 1 && port <= 65_535
  const save = async (): Promise<void> => {
    if ((await run(() => call('panels.set-receiver', { kind: props.kind, port }))) !== null) props.onClose()
  }
  return (
    <Modal
      open
      title={t('panels.receiver.change')}
      okText={t('setup.save')}
      cancelText={t('app.cancel')}
      okButtonProps={{ disabled: !isPort || task.kind === 'busy' }}
      onOk={() => void save()}
      onCancel={props.onClose}
    >
      <p>{t('panels.receiver.detail')}</p>
      <Field label={t('panels.port')}>
        <TextInput testId="panels-port" type="number" value={text} onChange={setText} />
      </Field>
      {task.kind === 'failed' && <p className="setup-warn">{t.refusal(task.error)}</p>}
    </Modal>
  )
}
