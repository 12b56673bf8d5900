import { useState, type JSX } from 'react'
import { call, useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Empty } from '../../ui/page-states.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useMay } from '../duty/index.ts'
import { useSending } from '../../link/use-answer.ts'

const lengths = [15, 30, 60, 120, 240] as const

/** 演练: chosen zones, a reason, an end. While one runs, the banner above says so and ends it. */
export function DrillTab(): JSX.Element {
  const t = useText()
  const mayRun = useMay('drill.run')
  const drill = useKnown(state => state.drill)
  return (
    <Panel title={t('drill.title')} subtitle={t('drill.explain')} testId="drill">
      {drill !== null ? (
        <Empty>{t('drill.banner')}</Empty>
      ) : mayRun ? (
        <DrillForm />
      ) : (
        <Empty>
          <span>{t('drill.none')}</span>
          <span>{t('drill.may-not')}</span>
        </Empty>
      )}
    </Panel>
  )
}

function DrillForm(): JSX.Element {
  const t = useText()
  const zones = useKnown(state => state.site?.zones) ?? []
  const [reason, setReason] = useState('')
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [minutes, setMinutes] = useState<(typeof lengths)[number]>(30)
  const { send, isSending, refusal } = useSending()
  const toggle = (id: string) =>
    setChosen(chosen.includes(id) ? chosen.filter(other => other !== id) : [...chosen, id])
  return (
    <form
      className="response-form"
      onSubmit={event => {
        event.preventDefault()
        send(async () => void (await call('drill.start', { reason, zoneIds: [...chosen], minutes })))
      }}
    >
      <label>
        {t('drill.reason')}
        <input
          className="line-input"
          maxLength={200}
          value={reason}
          data-testid="drill-reason"
          onChange={event => setReason(event.target.value)}
        />
      </label>
      <fieldset className="field">
        <legend>{t('drill.zones')}</legend>
        <div className="picks">
          {zones.map(zone => (
            <label key={zone.id} className="pick" data-testid={`drill-zone-${zone.id}`}>
              <input type="checkbox" checked={chosen.includes(zone.id)} onChange={() => toggle(zone.id)} />
              <span>{zone.name}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <div className="field">
        <span>{t('drill.minutes')}</span>
        <Choice
          label={t('drill.minutes')}
          options={lengths.map(value => ({ value, label: t('drill.minutes.value', { minutes: value }) }))}
          value={minutes}
          onChange={setMinutes}
        />
      </div>
      <p className="response-end">
        {refusal !== null && <span role="alert">{t.refusal(refusal)}</span>}
        <Button
          type="submit"
          kind="primary"
          testId="drill-start"
          disabled={isSending || reason.trim() === '' || chosen.length === 0}
        >
          {t('drill.start')}
        </Button>
      </p>
    </form>
  )
}
