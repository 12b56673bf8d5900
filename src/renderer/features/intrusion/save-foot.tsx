import { useState, type JSX } from 'react'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'

interface SaveFootProps {
  /** What keeps it from being saved; null when it can be. */
  missing: string | null
  save: () => Promise<unknown>
  testId: string
}

/** Saves a form and says what came of it. */
export function SaveFoot({ missing, save, testId }: SaveFootProps): JSX.Element {
  const t = useText()
  const [state, setState] = useState<'open' | 'saved' | { readonly error: unknown }>('open')
  const words =
    missing ?? (state === 'saved' ? t('arming.saved') : state === 'open' ? '' : t.refusal(state.error))
  const tone = missing !== null ? 'warn' : state === 'saved' ? 'ok' : 'alarm'
  return (
    <div className="command-foot">
      <p role="status" className={`command-words command-${tone}`} data-testid={`${testId}-note`}>
        {words}
      </p>
      <Button
        kind="primary"
        testId={testId}
        disabled={missing !== null}
        onClick={() =>
          void save().then(
            () => setState('saved'),
            (error: unknown) => setState({ error }),
          )
        }
      >
        {t('arming.save')}
      </Button>
    </div>
  )
}
