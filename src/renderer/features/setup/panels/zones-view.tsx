import { Modal, Table } from 'antd'
import { useState, type JSX } from 'react'
import type { PanelSetup, PanelsOverview } from '../../../../shared/contract/panel-setup.ts'
import { call, useKnown } from '../../../link/stores.ts'
import { useText } from '../../../link/use-text.ts'
import { Button } from '../../../ui/button.tsx'
import { Empty } from '../../../ui/page-states.tsx'
import { useMay } from '../../duty/index.ts'
import { Field, TextInput } from '../fields.tsx'
import { useTask } from '../use-task.ts'
import { ReasonDialog } from './reason-dialog.tsx'
import { readPanels } from './store.ts'
import { ZoneDialog } from './zone-dialog.tsx'
import { draftOf, emptyZone, type ZoneSetup } from './zone-draft.ts'

type PartitionSetup = PanelSetup['partitions'][number]
type Doing =
  | { readonly kind: 'partition'; readonly partition: PartitionSetup | null }
  | { readonly kind: 'zone'; readonly zone: ZoneSetup | null }
  | { readonly kind: 'remove'; readonly zone: ZoneSetup }

interface ViewProps {
  panel: PanelSetup
  overview: PanelsOverview
}

/** Partitions and zones of one panel. */
export function ZonesView({ panel, overview }: ViewProps): JSX.Element {
  const t = useText()
  const [doing, setDoing] = useState<Doing | null>(null)
  const mayConfigure = useMay('intrusion.configure')
  const plan = useKnown(state => state.site?.plans[0]?.id ?? '')
  const close = (): void => setDoing(null)
  const nextNumber = Math.max(0, ...panel.zones.map(({ number }) => number)) + 1
  return (
    <>
      <div className="setup-row setup-bar panel-partitions">
        {panel.partitions.length === 0 && <span className="setup-dim">{t('panels.partition.none')}</span>}
        {panel.partitions.map(partition => (
          <Button
            key={partition.id}
            size="small"
            disabled={!mayConfigure}
            testId={`partition-${partition.id}`}
            onClick={() => setDoing({ kind: 'partition', partition })}
          >
            {`${String(partition.number)} ${partition.name}`}
            <small>{t(`panels.partition.kind.${partition.kind}`)}</small>
          </Button>
        ))}
        {mayConfigure && (
          <>
            <Button
              size="small"
              testId="partition-add"
              onClick={() => setDoing({ kind: 'partition', partition: null })}
            >
              {t('panels.partition.add')}
            </Button>
            <Button
              size="small"
              kind="primary"
              testId="zone-add"
              onClick={() => setDoing({ kind: 'zone', zone: null })}
            >
              {t('panels.zone.add')}
            </Button>
          </>
        )}
      </div>
      {panel.zones.length === 0 ? (
        <Empty>{t('panels.zone.none')}</Empty>
      ) : (
        <ZoneTable panel={panel} overview={overview} mayConfigure={mayConfigure} onDo={setDoing} />
      )}
      {doing?.kind === 'partition' && (
        <PartitionDialog panel={panel} partition={doing.partition} onClose={close} />
      )}
      {doing?.kind === 'zone' && (
        <ZoneDialog
          panel={panel}
          overview={overview}
          id={doing.zone?.id ?? null}
          start={doing.zone === null ? emptyZone(panel, plan, nextNumber, null) : draftOf(doing.zone)}
          onClose={close}
        />
      )}
      {doing?.kind === 'remove' && (
        <ReasonDialog
          title={t('panels.remove.ask', { name: doing.zone.name })}
          label={t('panels.remove.reason')}
          act={t('panels.remove')}
          onAct={reason => call('panels.remove-zone', { panelId: panel.id, id: doing.zone.id, reason })}
          onClose={close}
        />
      )}
    </>
  )
}

function ZoneTable(props: ViewProps & { mayConfigure: boolean; onDo: (doing: Doing) => void }): JSX.Element {
  const t = useText()
  const { panel, overview, mayConfigure, onDo } = props
  const states = useKnown(state => state.intrusion?.zones ?? null)
  const nameOf = (list: readonly { id: string; name: string }[], id: string): string =>
    list.find(item => item.id === id)?.name ?? id
  return (
    <Table
      dataSource={panel.zones.toSorted((a, b) => a.number - b.number)}
      rowKey={({ id }) => id}
      size="small"
      pagination={panel.zones.length > 100 ? { pageSize: 100, showSizeChanger: false } : false}
      data-testid="setup-zones"
      columns={[
        { key: 'number', title: t('panels.number'), width: 80, render: (_, { number }) => number },
        { key: 'name', title: t('panels.name'), render: (_, { name }) => <b>{name}</b> },
        {
          key: 'kind',
          title: t('panels.kind'),
          render: (_, { kind, detector }) =>
            `${t(`zone.kind.${kind}`)} · ${t(`panels.detector.${detector}`)}`,
        },
        {
          key: 'partition',
          title: t('panels.partition'),
          render: (_, { partitionId }) =>
            partitionId === null ? '—' : nameOf(panel.partitions, partitionId),
        },
        { key: 'place', title: t('panels.place'), render: (_, { place }) => nameOf(overview.places, place) },
        {
          key: 'cameras',
          title: t('panels.cameras'),
          render: (_, { cameras }) => cameras.map(id => nameOf(overview.cameras, id)).join('、') || '—',
        },
        {
          key: 'state',
          title: t('panels.state'),
          render: (_, { id }) => t(`zone.state.${states?.find(zone => zone.id === id)?.state ?? 'unknown'}`),
        },
        {
          key: 'actions',
          width: 190,
          render: (_, zone) =>
            mayConfigure && (
              <span className="setup-row">
                <Button
                  size="small"
                  testId={`zone-edit-${zone.id}`}
                  onClick={() => onDo({ kind: 'zone', zone })}
                >
                  {t('setup.edit')}
                </Button>
                <Button size="small" onClick={() => onDo({ kind: 'remove', zone })}>
                  {t('panels.remove')}
                </Button>
              </span>
            ),
        },
      ]}
    />
  )
}

function PartitionDialog(props: {
  panel: PanelSetup
  partition: PartitionSetup | null
  onClose: () => void
}): JSX.Element {
  const t = useText()
  const { panel, partition, onClose } = props
  const [name, setName] = useState(partition?.name ?? '')
  const [number, setNumber] = useState(String(partition?.number ?? panel.partitions.length + 1))
  const [kind, setKind] = useState(partition?.kind ?? 'intrusion')
  const [task, run] = useTask<object>()
  const isReady = name.trim() !== '' && /^\d{1,4}$/.test(number) && task.kind !== 'busy'
  const finish = async (work: () => Promise<object>): Promise<void> => {
    if ((await run(work)) === null) return
    await readPanels()
    onClose()
  }
  const meaning = { name: name.trim(), number: Number(number), kind }
  const panelId = panel.id
  const id = partition?.id ?? null
  return (
    <Modal
      open
      title={t('panels.partition')}
      okText={t('setup.save')}
      cancelText={t('app.cancel')}
      okButtonProps={{ disabled: !isReady, 'data-testid': 'partition-save' }}
      onOk={() => void finish(() => call('panels.put-partition', { panelId, id, meaning }))}
      onCancel={onClose}
    >
      <Field label={t('panels.name')}>
        <TextInput testId="partition-name" most={40} value={name} onChange={setName} />
      </Field>
      <Field label={t('panels.number')} hint={t('panels.partition.zero')}>
        <TextInput testId="partition-number" type="number" value={number} onChange={setNumber} />
      </Field>
      <Field label={t('panels.kind')}>
        <select
          className="setup-input"
          value={kind}
          data-testid="partition-kind"
          onChange={event => setKind(event.target.value === 'perimeter' ? 'perimeter' : 'intrusion')}
        >
          {(['intrusion', 'perimeter'] as const).map(option => (
            <option key={option} value={option}>
              {t(`panels.partition.kind.${option}`)}
            </option>
          ))}
        </select>
      </Field>
      {id !== null && (
        <Button
          kind="danger"
          size="small"
          disabled={task.kind === 'busy'}
          onClick={() => void finish(() => call('panels.remove-partition', { panelId, id }))}
        >
          {t('panels.remove')}
        </Button>
      )}
      {task.kind === 'failed' && <p className="setup-warn">{t.refusal(task.error)}</p>}
    </Modal>
  )
}
