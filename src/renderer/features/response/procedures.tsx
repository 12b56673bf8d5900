import { useCallback, useState, type JSX } from 'react'
import type { Procedure } from '../../../shared/domain/procedure.ts'
import { call } from '../../link/stores.ts'
import { useLocale, useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Failed, Loading } from '../../ui/page-states.tsx'
import { Panel } from '../../ui/panel.tsx'
import { formatDateTime } from '../../ui/time.ts'
import { useMay } from '../duty/index.ts'
import { ProcedureEdit } from './procedure-edit.tsx'
import { useAnswer, useSending } from '../../link/use-answer.ts'

const askAll = () => call('procedures.list', {})

/** 预案: read, printed, and by those who may edited into a further version. */
export function ProceduresTab(): JSX.Element {
  const t = useText()
  const { value, error, again } = useAnswer(askAll)
  const [chosenId, setChosenId] = useState<string | null>(null)
  if (error !== null) return <Failed message={t.refusal(error)} retry={again} />
  const chosen = value?.find(({ id }) => id === chosenId) ?? value?.[0]
  if (value === null || chosen === undefined) return <Loading />
  return (
    <div className="procedures">
      <Panel title={t('procedures.title')} className="procedure-list">
        {value.map(({ id, title, version }) => (
          <button
            key={id}
            type="button"
            className="procedure-name"
            aria-pressed={id === chosen.id}
            data-testid={`procedure-${id}`}
            onClick={() => setChosenId(id)}
          >
            {title}
            <small>{t('procedures.version', { version })}</small>
          </button>
        ))}
      </Panel>
      <OneProcedure key={`${chosen.id} ${chosen.version}`} procedure={chosen} onSaved={again} />
    </div>
  )
}

function OneProcedure({ procedure, onSaved }: { procedure: Procedure; onSaved: () => void }): JSX.Element {
  const t = useText()
  const [isEditing, setIsEditing] = useState(false)
  const [old, setOld] = useState<Procedure | null>(null)
  const mayEdit = useMay('procedures.edit')
  if (isEditing)
    return (
      <ProcedureEdit
        procedure={procedure}
        onDone={wasSaved => {
          setIsEditing(false)
          if (wasSaved) onSaved()
        }}
      />
    )
  const shown = old ?? procedure
  return (
    <Panel
      title={shown.title}
      subtitle={t('procedures.version', { version: shown.version })}
      testId="procedure"
      actions={
        <>
          <PrintButton procedure={shown} />
          <Button
            size="small"
            kind="primary"
            disabled={!mayEdit || old !== null}
            title={mayEdit ? undefined : t('procedures.may-not')}
            testId="procedure-edit"
            onClick={() => setIsEditing(true)}
          >
            {t('procedures.edit')}
          </Button>
        </>
      }
    >
      <ol className="procedure-steps">
        {shown.steps.map(({ step, instruction, checklist }) => (
          <li key={step}>
            <b>{t(`incident.step.${step}`)}</b>
            <p>{instruction}</p>
            <ul>
              {checklist.map(point => (
                <li key={point}>{point}</li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
      <History id={procedure.id} shown={shown} onShow={setOld} />
    </Panel>
  )
}

function PrintButton({ procedure: { id, version } }: { procedure: Procedure }): JSX.Element {
  const t = useText()
  const locale = useLocale(state => state.locale)
  const { send, isSending, refusal } = useSending()
  const print = async () => {
    const { html } = await call('procedures.form', { id, version, locale })
    await window.zhishou.print({ html })
  }
  return (
    <>
      {refusal !== null && <span role="alert">{t.refusal(refusal)}</span>}
      <Button size="small" disabled={isSending} testId="procedure-print" onClick={() => send(print)}>
        {t('procedures.print')}
      </Button>
    </>
  )
}

function History(props: {
  id: Procedure['id']
  shown: Procedure
  onShow: (version: Procedure | null) => void
}): JSX.Element | null {
  const t = useText()
  const { id, shown, onShow } = props
  const ask = useCallback(() => call('procedures.history', { id }), [id])
  const { value } = useAnswer(ask)
  if (value === null) return null
  return (
    <section className="procedure-history" aria-label={t('procedures.history')}>
      <h3>{t('procedures.history')}</h3>
      {value.map((version, index) => (
        <button
          key={version.version}
          type="button"
          className="procedure-version"
          aria-pressed={version.version === shown.version}
          onClick={() => onShow(index === 0 ? null : version)}
        >
          <b>{t('procedures.version', { version: version.version })}</b>
          <span>
            {version.by === null || version.atMs === null
              ? t('procedures.shipped')
              : t('procedures.by', { name: version.by.name, time: formatDateTime(version.atMs) })}
          </span>
          <span>{version.reason}</span>
          {index === 0 && <em>{t('procedures.history.current')}</em>}
        </button>
      ))}
    </section>
  )
}
