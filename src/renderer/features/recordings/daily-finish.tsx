import { useState, type JSX } from 'react'
import { DailyReportTarget, type DailyCheck } from '../../../shared/domain/daily-check.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { useHotkey } from '../../ui/hotkeys.ts'
import { StateIcon } from '../../ui/state-icon.tsx'
import { CameraResults } from './daily-results.tsx'

/** All cameras were looked at: whom the guard told, and the round is done. */
export function DailyFinish({ check }: { check: DailyCheck }): JSX.Element {
  const t = useText()
  const findings = check.cameras.filter(({ outcome }) => outcome !== null && outcome.finding !== null).length
  const [reportedTo, setReportedTo] = useState<DailyReportTarget>(
    findings === 0 ? 'none-needed' : 'equipment-officer',
  )
  const [error, setError] = useState<unknown>(null)
  const finish = () => void call('daily-check.finish', { reportedTo }).catch(setError)
  useHotkey('Enter', 'page', finish)
  return (
    <div className="daily-start" data-testid="daily-finish">
      <p className="daily-done">
        <StateIcon tone={findings === 0 ? 'ok' : 'fault'} size={22} />
        {t('daily.all-done', { of: check.cameras.length, findings })}
      </p>
      <div className="purpose-row">
        <span>{t('daily.report-to')}</span>
        <Choice
          label={t('daily.report-to')}
          value={reportedTo}
          testId="daily-report-to"
          options={DailyReportTarget.options.map(value => ({ value, label: t(`daily.report.${value}`) }))}
          onChange={setReportedTo}
        />
      </div>
      {error !== null && (
        <p className="purpose-error" role="alert">
          {t.refusal(error)}
        </p>
      )}
      <div>
        <Button
          kind="primary"
          size="big"
          hint={t('incidents.key.enter')}
          testId="daily-finish-do"
          onClick={finish}
        >
          {t('daily.finish')}
        </Button>
      </div>
      <CameraResults check={check} />
    </div>
  )
}
