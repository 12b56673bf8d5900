import { useState, type JSX } from 'react'
import type { PanelSetup } from '../../../../shared/contract/panel-setup.ts'
import { walkTestMostMinutes, type WalkTest } from '../../../../shared/domain/panel-work.ts'
import { openPage } from '../../../app/navigation.ts'
import { call, useKnown } from '../../../link/stores.ts'
import { useText } from '../../../link/use-text.ts'
import { Button } from '../../../ui/button.tsx'
import { StateIcon } from '../../../ui/state-icon.tsx'
import { formatMinutes, formatTime } from '../../../ui/time.ts'
import { useMay } from '../../duty/index.ts'
import { showLedger } from '../../ledgers/index.ts'
import { Field, TextInput } from '../fields.tsx'
import { useTask } from '../use-task.ts'

/** 步测: every zone is set off once and ticked off as it is heard. */
export function WalkTestView({ panel }: { panel: PanelSetup }): JSX.Element {
  const t = useText()
  const test = useKnown(
    state => state.panelWork?.walkTests.find(({ panelId }) => panelId === panel.id) ?? null,
  )
  return (
    <>
      <p className="setup-hint">{t('walk-test.hint')}</p>
      {test === null ? <StartForm panel={panel} /> : <Running test={test} />}
      <div>
        <Button
          size="small"
          testId="walk-test-ledger"
          onClick={() => {
            showLedger('walk-tests')
            openPage('ledgers')
          }}
        >
          {t('walk-test.ledger')}
        </Button>
      </div>
    </>
  )
}

function StartForm({ panel }: { panel: PanelSetup }): JSX.Element {
  const t = useText()
  const mayTest = useMay('intrusion.walk-test')
  const [partitionId, setPartitionId] = useState('')
  const [reason, setReason] = useState('')
  const [minutes, setMinutes] = useState('60')
  const [task, run] = useTask<object>()
  const isMinutes =
    /^\d{1,3}$/.test(minutes) && Number(minutes) >= 1 && Number(minutes) <= walkTestMostMinutes
  const start = (): void => {
    const input = {
      panelId: panel.id,
      partitionId: partitionId === '' ? null : partitionId,
      reason: reason.trim(),
      minutes: Number(minutes),
    }
    void run(() => call('panel-work.start-walk-test', input))
  }
  return (
    <>
      <div className="setup-row">
        <Field label={t('walk-test.scope')}>
          <select
            className="setup-input"
            value={partitionId}
            data-testid="walk-test-scope"
            onChange={event => setPartitionId(event.target.value)}
          >
            <option value="">{t('walk-test.scope.all')}</option>
            {panel.partitions.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </Field>
        <Field label={t('walk-test.reason')}>
          <TextInput testId="walk-test-reason" most={200} value={reason} onChange={setReason} />
        </Field>
        <Field label={t('walk-test.minutes')}>
          <TextInput testId="walk-test-minutes" type="number" value={minutes} onChange={setMinutes} />
        </Field>
        <Button
          kind="primary"
          disabled={!mayTest || !isMinutes || reason.trim() === '' || task.kind === 'busy'}
          testId="walk-test-start"
          onClick={start}
        >
          {t('walk-test.start')}
        </Button>
      </div>
      {task.kind === 'failed' && <p className="setup-warn">{t.refusal(task.error)}</p>}
    </>
  )
}

function Running({ test }: { test: WalkTest }): JSX.Element {
  const t = useText()
  const mayTest = useMay('intrusion.walk-test')
  const [task, run] = useTask<object>()
  const passed = test.zones.filter(({ firstAtMs }) => firstAtMs !== null).length
  return (
    <div className="panel-walk-test" data-testid="walk-test-running" data-passed={passed}>
      <div className="setup-row setup-bar">
        <b>{t('walk-test.progress', { passed, total: test.zones.length })}</b>
        <span>{t('walk-test.ends', { time: formatMinutes(test.endsAtMs) })}</span>
        {mayTest && (
          <Button
            size="small"
            kind={passed === test.zones.length ? 'primary' : 'plain'}
            disabled={task.kind === 'busy'}
            testId="walk-test-end"
            onClick={() => void run(() => call('panel-work.end-walk-test', { id: test.id }))}
          >
            {t('walk-test.end')}
          </Button>
        )}
      </div>
      {task.kind === 'failed' && <p className="setup-warn">{t.refusal(task.error)}</p>}
      <ul className="panel-learned">
        {test.zones.map(({ zoneId, name, number, firstAtMs }) => (
          <li
            key={zoneId}
            data-testid={`walk-test-zone-${String(number)}`}
            data-state={firstAtMs === null ? 'silent' : 'passed'}
          >
            <StateIcon tone={firstAtMs === null ? 'unknown' : 'ok'} size={20} />
            <b className="numbers">{number}</b>
            <span>{name}</span>
            <span>
              {firstAtMs === null
                ? t('walk-test.zone.silent')
                : `${t('walk-test.zone.passed')} ${formatTime(firstAtMs)}`}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
