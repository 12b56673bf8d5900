import { useState, type JSX } from 'react'
import type { LinkageRule } from '../../../shared/site/response.ts'
import { call, useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Failed, Loading } from '../../ui/page-states.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useMay } from '../duty/index.ts'
import { LimitsForm } from './limits.tsx'
import { RuleEdit } from './linkage-rule.tsx'
import { newRule } from './new-rule.ts'
import { useAnswer, useSending } from '../../link/use-answer.ts'

const ask = () => call('linkage.rules', {})

/** 联动: rules as they hold, and how long an alarm may wait. */
export function LinkageTab(): JSX.Element {
  const t = useText()
  const { value, error, again } = useAnswer(ask)
  if (error !== null) return <Failed message={t.refusal(error)} retry={again} />
  if (value === null) return <Loading />
  return (
    <div className="linkage">
      <Rules key={JSON.stringify(value.rules)} {...value} onSaved={again} />
      <LimitsForm key={JSON.stringify(value.limits)} limits={value.limits} onSaved={again} />
    </div>
  )
}

interface RulesProps {
  rules: readonly LinkageRule[]
  isDefault: boolean
  onSaved: () => void
}

function Rules({ rules, isDefault, onSaved }: RulesProps): JSX.Element {
  const t = useText()
  const [edited, setEdited] = useState<LinkageRule | null>(null)
  const mayEdit = useMay('linkage.edit')
  const { send, isSending, refusal } = useSending()
  const save = (next: readonly LinkageRule[]) =>
    send(async () => {
      await call('linkage.edit', { rules: [...next] })
      setEdited(null)
      onSaved()
    })
  if (edited !== null) {
    const isNew = !rules.some(({ id }) => id === edited.id)
    return (
      <RuleEdit
        rule={edited}
        refusal={refusal}
        isSending={isSending}
        onCancel={() => setEdited(null)}
        onSave={rule =>
          save(isNew ? [...rules, rule] : rules.map(other => (other.id === rule.id ? rule : other)))
        }
      />
    )
  }
  return (
    <Panel
      title={t('linkage.title')}
      subtitle={isDefault ? t('linkage.default') : mayEdit ? '' : t('linkage.may-not')}
      testId="linkage"
      actions={
        <Button
          size="small"
          kind="primary"
          disabled={!mayEdit}
          testId="linkage-add"
          onClick={() => setEdited(newRule(rules))}
        >
          {t('linkage.add')}
        </Button>
      }
    >
      {refusal !== null && <p role="alert">{t.refusal(refusal)}</p>}
      {rules.length === 0 ? (
        <Empty>{t('linkage.none')}</Empty>
      ) : (
        <ul className="rules">
          {rules.map(rule => (
            <RuleLine
              key={rule.id}
              rule={rule}
              mayEdit={mayEdit && !isSending}
              onEdit={() => setEdited(rule)}
              onRemove={() => save(rules.filter(({ id }) => id !== rule.id))}
              onSwitch={() =>
                save(rules.map(one => (one.id === rule.id ? { ...one, enabled: !one.enabled } : one)))
              }
            />
          ))}
        </ul>
      )}
    </Panel>
  )
}

interface LineProps {
  rule: LinkageRule
  mayEdit: boolean
  onEdit: () => void
  onRemove: () => void
  onSwitch: () => void
}

function RuleLine({ rule, mayEdit, onEdit, onRemove, onSwitch }: LineProps): JSX.Element {
  const t = useText()
  const site = useKnown(state => state.site)
  const names = (ids: readonly string[], of: readonly { id: string; name: string }[] | undefined) =>
    ids.map(id => of?.find(one => one.id === id)?.name ?? id)
  const when = [
    ...rule.when.kinds.map(kind => t(`incident.kind.${kind}`)),
    ...names(rule.when.zones, site?.zones),
    ...names(rule.when.places, site?.places),
  ]
  const does = [
    ...(rule.enlarge ? [t('linkage.enlarge')] : []),
    ...(rule.secondScreen ? [t('linkage.second')] : []),
    ...(rule.lock === undefined ? [] : [t('linkage.lock')]),
    ...names(rule.cameras, site?.cameras),
    ...rule.presets.map(
      ({ camera }) => `${t('linkage.action.preset')} ${names([camera], site?.cameras).join('')}`,
    ),
    ...rule.relays.map(
      ({ camera }) => `${t('linkage.action.relay')} ${names([camera], site?.cameras).join('')}`,
    ),
    ...(rule.task === '' ? [] : [`${t('linkage.action.task')}：${rule.task}`]),
  ]
  return (
    <li className="rule" data-testid={`rule-${rule.id}`} data-enabled={rule.enabled}>
      <label className="rule-switch">
        <input type="checkbox" checked={rule.enabled} disabled={!mayEdit} onChange={onSwitch} />
        {t('linkage.enabled')}
      </label>
      <div>
        <b>{rule.name}</b>
        <p>
          {t('linkage.when')}：{when.length === 0 ? t('linkage.all') : when.join('、')}
        </p>
        <p>
          {t('linkage.does')}：{does.join('、')}
        </p>
      </div>
      <Button size="small" disabled={!mayEdit} testId={`rule-edit-${rule.id}`} onClick={onEdit}>
        {t('linkage.edit')}
      </Button>
      <Button size="small" kind="ghost" disabled={!mayEdit} onClick={onRemove}>
        {t('linkage.remove')}
      </Button>
    </li>
  )
}
