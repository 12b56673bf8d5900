import { useState, type JSX } from 'react'
import type { AlarmResponse } from '../../../shared/site/response.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useMay } from '../duty/index.ts'
import { useSending } from '../../link/use-answer.ts'

type Limits = Omit<AlarmResponse, 'linkage'>
const priorities = [1, 2, 3, 4] as const

/** How long an alarm may wait for somebody, by priority, and how long somebody may do nothing. */
export function LimitsForm({ limits, onSaved }: { limits: Limits; onSaved: () => void }): JSX.Element {
  const t = useText()
  const mayEdit = useMay('linkage.edit')
  const [draft, setDraft] = useState(limits)
  const { send, isSending, refusal } = useSending()
  const seconds = (value: number, change: (value: number) => void, testId: string) => (
    <input
      type="number"
      className="line-input"
      min={5}
      max={86_400}
      value={value}
      disabled={!mayEdit}
      data-testid={testId}
      onChange={event => change(Number(event.target.value))}
    />
  )
  const save = async () => {
    await call('linkage.edit', { limits: draft })
    onSaved()
  }
  return (
    <Panel title={t('linkage.limits')} className="limits">
      <div className="response-form">
        <fieldset className="field">
          <legend>{t('linkage.limits.escalate')}</legend>
          {priorities.map(priority => (
            <label key={priority} className="limit">
              {t('linkage.limits.priority', { priority })}
              {seconds(
                draft.escalateAfterSeconds[priority],
                value =>
                  setDraft({
                    ...draft,
                    escalateAfterSeconds: { ...draft.escalateAfterSeconds, [priority]: value },
                  }),
                `limit-${priority}`,
              )}
            </label>
          ))}
        </fieldset>
        <label className="limit">
          {t('linkage.limits.idle')}
          {seconds(draft.idleSeconds, idleSeconds => setDraft({ ...draft, idleSeconds }), 'limit-idle')}
        </label>
        <label className="limit">
          {t('linkage.limits.camera')}
          {seconds(
            draft.cameraLostSeconds,
            cameraLostSeconds => setDraft({ ...draft, cameraLostSeconds }),
            'limit-camera',
          )}
        </label>
        <p className="response-end">
          {refusal !== null && <span role="alert">{t.refusal(refusal)}</span>}
          <Button
            kind="primary"
            testId="limits-save"
            disabled={!mayEdit || isSending || draft === limits}
            onClick={() => send(save)}
          >
            {t('linkage.limits.save')}
          </Button>
        </p>
      </div>
    </Panel>
  )
}
