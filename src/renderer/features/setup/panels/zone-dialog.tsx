import { Modal } from 'antd'
import { useState, type JSX } from 'react'
import type { PanelSetup, PanelsOverview } from '../../../../shared/contract/panel-setup.ts'
import { Zone } from '../../../../shared/site.ts'
import { call } from '../../../link/stores.ts'
import { useText } from '../../../link/use-text.ts'
import { Button } from '../../../ui/button.tsx'
import { Field, TextInput } from '../fields.tsx'
import { useTask } from '../use-task.ts'
import { PlaceField } from './place-field.tsx'
import { PlanPick } from './plan-pick.tsx'
import { readPanels } from './store.ts'
import { finishedZone, isArmable, shapeOf, type ZoneDraft } from './zone-draft.ts'

interface ZoneDialogProps {
  panel: PanelSetup
  overview: PanelsOverview
  /** Null for a new zone. */
  id: string | null
  start: ZoneDraft
  onClose: () => void
}

/** All of a zone: what it is called, what it is, where it is, and which cameras look there. */
export function ZoneDialog({ panel, overview, id, start, onClose }: ZoneDialogProps): JSX.Element {
  const t = useText()
  const [draft, setDraft] = useState(start)
  const [task, run] = useTask<object>()
  // A fence whose course is drawn stays drawn, unless somebody clicks a point.
  const isDrawn = id !== null && start.at === null
  const meaning = finishedZone(draft, isDrawn)
  const save = async (): Promise<void> => {
    if (meaning === null) return
    if ((await run(() => call('panels.put-zone', { panelId: panel.id, id, meaning }))) === null) return
    await readPanels()
    onClose()
  }
  return (
    <Modal
      open
      width={980}
      title={id === null ? t('panels.zone.add') : start.name}
      okText={t('setup.save')}
      cancelText={t('app.cancel')}
      okButtonProps={{ disabled: meaning === null || task.kind === 'busy', 'data-testid': 'zone-save' }}
      onOk={() => void save()}
      onCancel={onClose}
    >
      <div className="panel-zone" data-testid="zone-dialog">
        <div>
          <ZoneFields draft={draft} panel={panel} overview={overview} onChange={setDraft} />
          <LinkedCameras draft={draft} overview={overview} onChange={setDraft} />
        </div>
        <PlanPick
          value={draft}
          name={draft.name}
          shape={shapeOf[draft.detector]}
          hint={t(isDrawn && draft.at === null ? 'panels.zone.position.keep' : 'panels.zone.position.hint')}
          onChange={point => setDraft({ ...draft, ...point })}
        />
      </div>
      {task.kind === 'failed' && (
        <p className="setup-warn" role="alert">
          {t.refusal(task.error)}
        </p>
      )}
    </Modal>
  )
}

interface FieldsProps {
  draft: ZoneDraft
  overview: PanelsOverview
  onChange: (draft: ZoneDraft) => void
}

function ZoneFields({ draft, panel, overview, onChange }: FieldsProps & { panel: PanelSetup }): JSX.Element {
  const t = useText()
  return (
    <>
      <Field label={t('panels.name')}>
        <TextInput
          testId="zone-name"
          most={40}
          value={draft.name}
          onChange={name => onChange({ ...draft, name })}
        />
      </Field>
      <div className="setup-row">
        <Field label={t('panels.number')}>
          <TextInput
            testId="zone-number"
            type="number"
            value={draft.number === 0 ? '' : String(draft.number)}
            onChange={text => onChange({ ...draft, number: /^\d{1,5}$/.test(text) ? Number(text) : 0 })}
          />
        </Field>
        <Select
          label={t('panels.kind')}
          testId="zone-kind"
          value={draft.kind}
          options={Zone.shape.kind.options.map(kind => [kind, t(`zone.kind.${kind}`)] as const)}
          onChange={kind => onChange({ ...draft, kind: Zone.shape.kind.parse(kind) })}
        />
        <Select
          label={t('panels.detector')}
          testId="zone-detector"
          value={draft.detector}
          options={Zone.shape.detector.options.map(
            detector => [detector, t(`panels.detector.${detector}`)] as const,
          )}
          onChange={detector => onChange({ ...draft, detector: Zone.shape.detector.parse(detector) })}
        />
      </div>
      {isArmable(draft.kind) ? (
        <Select
          label={t('panels.partition')}
          testId="zone-partition"
          value={draft.partitionId ?? ''}
          options={[
            ['', t('panels.zone.choose')],
            ...panel.partitions.map(partition => [partition.id, partition.name] as const),
          ]}
          onChange={partition => onChange({ ...draft, partitionId: partition === '' ? null : partition })}
        />
      ) : (
        <p className="setup-hint">{t('panels.zone.always')}</p>
      )}
      <PlaceField
        places={overview.places}
        value={draft.place}
        onChange={place => onChange({ ...draft, place })}
      />
    </>
  )
}

function Select(props: {
  label: string
  testId: string
  value: string
  options: readonly (readonly [value: string, word: string])[]
  onChange: (value: string) => void
}): JSX.Element {
  return (
    <Field label={props.label}>
      <select
        className="setup-input"
        value={props.value}
        data-testid={props.testId}
        onChange={event => props.onChange(event.target.value)}
      >
        {props.options.map(([value, word]) => (
          <option key={value} value={value}>
            {word}
          </option>
        ))}
      </select>
    </Field>
  )
}

/** The best camera first: a press on one takes it off, another is put at the end. */
function LinkedCameras({ draft, overview, onChange }: FieldsProps): JSX.Element {
  const t = useText()
  const { cameraIds } = draft
  const nameOf = (id: string): string => overview.cameras.find(camera => camera.id === id)?.name ?? id
  const first = (id: string): void =>
    onChange({ ...draft, cameraIds: [id, ...cameraIds.filter(other => other !== id)] })
  return (
    <div className="setup-field">
      <span>{t('panels.cameras')}</span>
      <ol className="panel-cameras">
        {cameraIds.map((id, index) => (
          <li key={id}>
            <span>{`${String(index + 1)} ${nameOf(id)}`}</span>
            {index > 0 && (
              <Button size="small" aria-label={`${nameOf(id)} ↑`} onClick={() => first(id)}>
                ↑
              </Button>
            )}
            <Button
              size="small"
              onClick={() => onChange({ ...draft, cameraIds: cameraIds.filter(other => other !== id) })}
            >
              {t('panels.remove')}
            </Button>
          </li>
        ))}
      </ol>
      <select
        className="setup-input"
        value=""
        aria-label={t('panels.zone.cameras.add')}
        data-testid="zone-cameras"
        onChange={event => onChange({ ...draft, cameraIds: [...cameraIds, event.target.value] })}
      >
        <option value="">{t('panels.zone.cameras.add')}</option>
        {overview.cameras
          .filter(({ id }) => !cameraIds.includes(id))
          .map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
      </select>
      <small>{t('panels.zone.cameras.hint')}</small>
    </div>
  )
}
