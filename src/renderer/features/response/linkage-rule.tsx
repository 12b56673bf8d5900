import { Select } from 'antd'
import { useState, type JSX, type ReactNode } from 'react'
import { IncidentKind } from '../../../shared/domain/incident.ts'
import type { LinkageRule } from '../../../shared/site/response.ts'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { DeviceRows } from './device-rows.tsx'

interface RuleEditProps {
  rule: LinkageRule
  refusal: unknown
  isSending: boolean
  onSave: (rule: LinkageRule) => void
  onCancel: () => void
}

const toOption = ({ id, name }: { id: string; name: string }) => ({ value: id, label: name })

/** One rule: which alarms, and what is done. */
export function RuleEdit({ rule, refusal, isSending, onSave, onCancel }: RuleEditProps): JSX.Element {
  const t = useText()
  const site = useKnown(state => state.site)
  const [draft, setDraft] = useState(rule)
  const edit = (part: Partial<LinkageRule>) => setDraft({ ...draft, ...part })
  const when = (part: Partial<LinkageRule['when']>) => edit({ when: { ...draft.when, ...part } })
  const cameras = (site?.cameras ?? []).map(toOption)
  return (
    <Panel title={draft.name === '' ? t('linkage.add') : draft.name} testId="rule-editor">
      <div className="response-form">
        <Field label={t('linkage.name')}>
          <input
            className="line-input"
            maxLength={40}
            value={draft.name}
            data-testid="rule-name"
            onChange={event => edit({ name: event.target.value })}
          />
        </Field>
        <Many
          label={t('linkage.kinds')}
          value={draft.when.kinds}
          options={IncidentKind.options.map(kind => ({ value: kind, label: t(`incident.kind.${kind}`) }))}
          onChange={kinds => when({ kinds })}
        />
        <Many
          label={t('linkage.zones')}
          value={draft.when.zones}
          options={(site?.zones ?? []).map(toOption)}
          onChange={zones => when({ zones })}
        />
        <Many
          label={t('linkage.places')}
          value={draft.when.places}
          options={(site?.places ?? []).map(toOption)}
          onChange={places => when({ places })}
        />
        <Many
          label={t('linkage.cameras')}
          value={draft.cameras}
          options={cameras}
          onChange={chosen => edit({ cameras: chosen })}
        />
        <Tick label={t('linkage.enlarge')} isOn={draft.enlarge} onChange={enlarge => edit({ enlarge })} />
        <Tick
          label={t('linkage.second')}
          isOn={draft.secondScreen}
          onChange={secondScreen => edit({ secondScreen })}
        />
        <Lock draft={draft} edit={edit} />
        <DeviceRows draft={draft} cameras={cameras} edit={edit} />
        <Field label={t('linkage.task')}>
          <input
            className="line-input"
            maxLength={200}
            value={draft.task}
            data-testid="rule-task"
            onChange={event => edit({ task: event.target.value })}
          />
        </Field>
        <p className="response-end">
          {refusal !== null && <span role="alert">{t.refusal(refusal)}</span>}
          <Button kind="ghost" onClick={onCancel}>
            {t('procedures.cancel')}
          </Button>
          <Button
            kind="primary"
            testId="rule-save"
            disabled={isSending || draft.name.trim() === ''}
            onClick={() => onSave(draft)}
          >
            {t('linkage.save')}
          </Button>
        </p>
      </div>
    </Panel>
  )
}

function Lock({
  draft,
  edit,
}: {
  draft: LinkageRule
  edit: (part: Partial<LinkageRule>) => void
}): JSX.Element {
  const t = useText()
  const { lock, ...rest } = draft
  const span = { beforeSeconds: 60, afterSeconds: 300, days: 30, ...lock }
  return (
    <div className="lock-line">
      <Tick
        label={t('linkage.lock')}
        isOn={lock !== undefined}
        onChange={isOn => edit(isOn ? { lock: span } : { ...rest, lock: undefined })}
      />
      {lock !== undefined &&
        (['beforeSeconds', 'afterSeconds'] as const).map(side => (
          <label key={side} className="limit">
            {t(side === 'beforeSeconds' ? 'linkage.lock.before' : 'linkage.lock.after')}
            <input
              type="number"
              className="line-input"
              min={5}
              max={3_600}
              value={span[side]}
              onChange={event => edit({ lock: { ...span, [side]: Number(event.target.value) } })}
            />
          </label>
        ))}
    </div>
  )
}

function Field({ label, children }: { label: string; children: ReactNode }): JSX.Element {
  return (
    <label>
      {label}
      {children}
    </label>
  )
}

function Tick(props: { label: string; isOn: boolean; onChange: (isOn: boolean) => void }): JSX.Element {
  return (
    <label className="rule-tick">
      <input type="checkbox" checked={props.isOn} onChange={event => props.onChange(event.target.checked)} />
      {props.label}
    </label>
  )
}

interface ManyProps<T extends string> {
  label: string
  value: readonly T[]
  options: { value: T; label: string }[]
  onChange: (value: T[]) => void
}

function Many<T extends string>({ label, value, options, onChange }: ManyProps<T>): JSX.Element {
  return (
    <Field label={label}>
      <Select<T[]>
        mode="multiple"
        allowClear
        optionFilterProp="label"
        value={[...value]}
        options={options}
        onChange={onChange}
      />
    </Field>
  )
}
