import type { JSX } from 'react'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import type { Task } from './use-task.ts'

/** Saves, and says what came of it. */
export function SaveBar(props: {
  task: Task<object>
  isReady: boolean
  /** What is said when it is done. */
  saved: string
  /** Stands in the test ids: `setup-save`, `setup-saved`. */
  name: 'setup' | 'panel'
  onSave: () => void
  onBack: () => void
}): JSX.Element {
  const t = useText()
  const { task } = props
  return (
    <footer className="setup-foot">
      <Button onClick={props.onBack}>{t('setup.back')}</Button>
      <Button
        kind="primary"
        disabled={!props.isReady || task.kind === 'busy'}
        testId={`${props.name}-save`}
        onClick={props.onSave}
      >
        {t('setup.save')}
      </Button>
      {task.kind === 'done' && (
        <span className="setup-line" role="status" data-testid={`${props.name}-saved`}>
          <StateIcon tone="ok" size={18} />
          {props.saved}
        </span>
      )}
      {task.kind === 'failed' && (
        <span className="setup-line setup-warn" role="alert">
          <StateIcon tone="fault" size={18} />
          {t.refusal(task.error)}
        </span>
      )}
    </footer>
  )
}
