import { useState, type JSX } from 'react'
import { call, useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { QuestionTitle } from './question-title.tsx'

/** One press: the whole chain is read again, and what was found stands here. */
export function ChainQuestion({ number }: { number: number }): JSX.Element {
  const t = useText()
  const journal = useKnown(state => state.station?.journal ?? null)
  const [isBusy, setIsBusy] = useState(false)
  const [isDone, setIsDone] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const state = isBusy ? 'checking' : (journal?.state ?? 'checking')
  const verify = async () => {
    setIsBusy(true)
    setError(null)
    try {
      await call('journal.verify', {})
      setIsDone(true)
    } catch (refused) {
      setError(refused)
    } finally {
      setIsBusy(false)
    }
  }
  return (
    <Panel
      testId="inspector-chain"
      title={<QuestionTitle number={number}>{t('inspector.chain')}</QuestionTitle>}
    >
      <div className="inspector-act">
        <p>{t('inspector.chain.how')}</p>
        {journal !== null && (
          <p className="inspector-chain" role="status" data-state={state} data-done={isDone && !isBusy}>
            <StateIcon tone={state === 'whole' ? 'ok' : state === 'broken' ? 'alarm' : 'busy'} size={20} />
            <b>
              {state === 'broken'
                ? t('inspector.chain.broken', { seq: journal.firstBadSeq ?? '?' })
                : t(`inspector.chain.${state}`, { count: journal.entries })}
            </b>
          </p>
        )}
        {error !== null && <p role="alert">{t.refusal(error)}</p>}
        <Button
          kind="primary"
          size="big"
          disabled={isBusy}
          testId="inspector-verify"
          onClick={() => void verify()}
        >
          {t(isBusy ? 'inspector.chain.busy' : 'inspector.chain.do')}
        </Button>
      </div>
    </Panel>
  )
}
