import { useState, type JSX } from 'react'
import type { PanelSetup, PanelsOverview } from '../../../../shared/contract/panel-setup.ts'
import { learnMostMinutes, type LearnedNumber } from '../../../../shared/domain/panel-work.ts'
import { call, useKnown } from '../../../link/stores.ts'
import { useLocale, useText } from '../../../link/use-text.ts'
import { Button } from '../../../ui/button.tsx'
import { StateIcon } from '../../../ui/state-icon.tsx'
import { formatMinutes, formatTime } from '../../../ui/time.ts'
import { useMay } from '../../duty/index.ts'
import { Field, TextInput } from '../fields.tsx'
import { useTask } from '../use-task.ts'
import { ZoneDialog } from './zone-dialog.tsx'
import { emptyZone } from './zone-draft.ts'

/** 学习防区: what a panel reports and no zone explains, with a way to make it one. */
export function LearnZones(props: { panel: PanelSetup; overview: PanelsOverview }): JSX.Element {
  const t = useText()
  const { panel, overview } = props
  const learning = useKnown(
    state => state.panelWork?.learning.find(({ panelId }) => panelId === panel.id) ?? null,
  )
  const plan = useKnown(state => state.site?.plans[0]?.id ?? '')
  const mayConfigure = useMay('intrusion.configure')
  const [minutes, setMinutes] = useState('30')
  const [naming, setNaming] = useState<LearnedNumber | null>(null)
  const [task, run] = useTask<object>()
  const isMinutes = /^\d{1,3}$/.test(minutes) && Number(minutes) >= 1 && Number(minutes) <= learnMostMinutes
  return (
    <>
      <p className="setup-hint">{t('panels.learn.hint')}</p>
      {learning === null ? (
        <div className="setup-row">
          <Field label={t('panels.learn.minutes')}>
            <TextInput testId="learn-minutes" type="number" value={minutes} onChange={setMinutes} />
          </Field>
          <Button
            kind="primary"
            disabled={!mayConfigure || !isMinutes || task.kind === 'busy'}
            testId="learn-start"
            onClick={() =>
              void run(() => call('panel-work.learn', { panelId: panel.id, minutes: Number(minutes) }))
            }
          >
            {t('panels.learn.start')}
          </Button>
        </div>
      ) : (
        <>
          <div className="setup-row setup-bar" data-testid="learn-running">
            <span className="setup-line">
              <StateIcon tone="busy" size={18} />
              {t('panels.learn.running', { time: formatMinutes(learning.endsAtMs), name: learning.byName })}
            </span>
            {mayConfigure && (
              <Button
                size="small"
                disabled={task.kind === 'busy'}
                testId="learn-stop"
                onClick={() => void run(() => call('panel-work.stop-learning', { panelId: panel.id }))}
              >
                {t('panels.learn.stop')}
              </Button>
            )}
          </div>
          {learning.numbers.length === 0 && <p className="setup-dim">{t('panels.learn.waiting')}</p>}
          <ul className="panel-learned">
            {learning.numbers.map(learned => (
              <Learned
                key={learned.number}
                learned={learned}
                mayName={mayConfigure}
                onName={() => setNaming(learned)}
              />
            ))}
          </ul>
        </>
      )}
      {task.kind === 'failed' && <p className="setup-warn">{t.refusal(task.error)}</p>}
      {naming !== null && (
        <ZoneDialog
          panel={panel}
          overview={overview}
          id={null}
          start={emptyZone(panel, plan, naming.number, naming.partitionNumber)}
          onClose={() => setNaming(null)}
        />
      )}
    </>
  )
}

function Learned(props: { learned: LearnedNumber; mayName: boolean; onName: () => void }): JSX.Element {
  const t = useText()
  const locale = useLocale(state => state.locale)
  const { number, partitionNumber, code, codeName, kind, count, lastAtMs } = props.learned
  const word = codeName?.[locale === 'en' ? 'en' : 'zh'] ?? t(`signal.${kind}`)
  return (
    <li data-testid={`learned-${String(number)}`}>
      <b className="numbers">{number}</b>
      <span>
        {partitionNumber === null
          ? t('panels.learn.said.plain', { code, word })
          : t('panels.learn.said', { code, word, partition: partitionNumber })}
        <small className="setup-dim">{t('panels.learn.times', { count, time: formatTime(lastAtMs) })}</small>
      </span>
      {props.mayName && (
        <Button size="small" kind="primary" testId={`learned-name-${String(number)}`} onClick={props.onName}>
          {t('panels.learn.name')}
        </Button>
      )}
    </li>
  )
}
