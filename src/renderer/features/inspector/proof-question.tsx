import { useState, type JSX } from 'react'
import { openPage } from '../../app/navigation.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useMay } from '../duty/index.ts'
import { showLedger } from '../ledgers/index.ts'
import { QuestionTitle } from './question-title.tsx'

/** One press: what is kept of what was promised is written down now, and stands there to be printed. */
export function ProofQuestion({ number }: { number: number }): JSX.Element {
  const t = useText()
  const mayTake = useMay('ledgers.export')
  const [error, setError] = useState<unknown>(null)
  const make = async () => {
    try {
      const { atMs } = await call('recordings.write-kept', {})
      // This writing alone, not those of the days before.
      showLedger('recording-keeping', { period: { kind: 'chosen', fromMs: atMs, toMs: atMs + 1 } })
      openPage('ledgers')
    } catch (refused) {
      setError(refused)
    }
  }
  return (
    <Panel
      testId="inspector-proof"
      title={<QuestionTitle number={number}>{t('inspector.proof')}</QuestionTitle>}
    >
      <div className="inspector-act">
        <p>{t('inspector.proof.how')}</p>
        {error !== null && <p role="alert">{t.refusal(error)}</p>}
        <Button
          kind="primary"
          size="big"
          disabled={!mayTake}
          testId="inspector-prove"
          onClick={() => void make()}
        >
          {t('inspector.proof.do')}
        </Button>
      </div>
    </Panel>
  )
}
