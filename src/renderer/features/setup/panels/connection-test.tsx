import type { JSX } from 'react'
import type { ConnectionFacts, GivenConnection } from '../../../../shared/contract/panel-setup.ts'
import { call } from '../../../link/stores.ts'
import { useText } from '../../../link/use-text.ts'
import { Button } from '../../../ui/button.tsx'
import { StateIcon } from '../../../ui/state-icon.tsx'
import { useTask } from '../use-task.ts'

/** Dials with what is filled in and says what came of it; nothing is saved. */
export function ConnectionTest(props: { connection: GivenConnection; isReady: boolean }): JSX.Element {
  const t = useText()
  const [task, run] = useTask<ConnectionFacts>()
  const { connection, isReady } = props
  return (
    <div className="setup-test">
      <Button
        disabled={!isReady || task.kind === 'busy'}
        testId="panel-test"
        onClick={() => void run(() => call('panels.test', { connection }))}
      >
        {t('panels.test')}
      </Button>
      {task.kind === 'busy' && <span className="setup-line">{t('panels.testing')}</span>}
      {task.kind === 'done' && (
        <span className="setup-line" role="status" data-testid="panel-test-ok">
          <StateIcon tone="ok" size={18} />
          {t('panels.test.ok', {
            partitions: task.value.partitions.join('、') || '—',
            zones: task.value.zones.join('、') || '—',
          })}
        </span>
      )}
      {task.kind === 'failed' && (
        <span className="setup-line setup-warn" role="alert" data-testid="panel-test-failed">
          <StateIcon tone="fault" size={18} />
          {t.refusal(task.error)}
        </span>
      )}
    </div>
  )
}
