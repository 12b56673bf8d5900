import { useState, type JSX } from 'react'
import type { Procedure, ProcedureStep } from '../../../shared/domain/procedure.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useSending } from '../../link/use-answer.ts'

/** Most points of one step. */
const mostPoints = 12

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
    .slice(0, mostPoints)

interface StepDraft {
  readonly step: ProcedureStep['step']
  readonly instruction: string
  readonly points: string
}

/** Edits a procedure into its next version. */
export function ProcedureEdit(props: {
  procedure: Procedure
  onDone: (wasSaved: boolean) => void
}): JSX.Element {
  const { procedure, onDone } = props
  const t = useText()
  const [title, setTitle] = useState(procedure.title)
  const [reason, setReason] = useState('')
  const [steps, setSteps] = useState<readonly StepDraft[]>(
    procedure.steps.map(({ step, instruction, checklist }) => ({
      step,
      instruction,
      points: checklist.join('\n'),
    })),
  )
  const { send, isSending, refusal } = useSending()
  const change = (at: number, part: Partial<StepDraft>) =>
    setSteps(steps.map((step, index) => (index === at ? { ...step, ...part } : step)))
  const save = async () => {
    await call('procedures.edit', {
      id: procedure.id,
      basedOn: procedure.version,
      title,
      reason,
      steps: steps.map(({ step, instruction, points }) => ({
        step,
        instruction,
        checklist: linesOf(points),
      })),
    })
    onDone(true)
  }
  const isWhole = title.trim() !== '' && steps.every(({ instruction }) => instruction.trim() !== '')
  return (
    <Panel
      title={procedure.title}
      subtitle={t('procedures.version', { version: procedure.version + 1 })}
      testId="procedure-editor"
    >
      <div className="response-form">
        <label>
          {t('procedures.name')}
          <input
            className="line-input"
            maxLength={60}
            value={title}
            onChange={event => setTitle(event.target.value)}
          />
        </label>
        {steps.map(({ step, instruction, points }, index) => (
          <fieldset key={step} className="procedure-edit-step">
            <legend>{t(`incident.step.${step}`)}</legend>
            <label>
              {t('procedures.instruction')}
              <textarea
                rows={2}
                maxLength={500}
                value={instruction}
                data-testid={`instruction-${step}`}
                onChange={event => change(index, { instruction: event.target.value })}
              />
            </label>
            <label>
              {t('procedures.points')}
              <textarea
                rows={3}
                value={points}
                data-testid={`points-${step}`}
                onChange={event => change(index, { points: event.target.value })}
              />
            </label>
          </fieldset>
        ))}
        <label>
          {t('procedures.reason')}
          <input
            className="line-input"
            maxLength={200}
            value={reason}
            data-testid="procedure-reason"
            onChange={event => setReason(event.target.value)}
          />
        </label>
        <p className="response-end">
          {refusal !== null && <span role="alert">{t.refusal(refusal)}</span>}
          <Button kind="ghost" onClick={() => onDone(false)}>
            {t('procedures.cancel')}
          </Button>
          <Button
            kind="primary"
            testId="procedure-save"
            disabled={isSending || !isWhole || reason.trim() === ''}
            onClick={() => send(save)}
          >
            {t('procedures.save')}
          </Button>
        </p>
      </div>
    </Panel>
  )
}
