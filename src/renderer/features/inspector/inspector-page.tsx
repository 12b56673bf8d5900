import type { JSX } from 'react'
import { openPage } from '../../app/navigation.ts'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Forbidden } from '../../ui/page-states.tsx'
import { useMay } from '../duty/index.ts'
import { showLedger } from '../ledgers/index.ts'
import { ChainQuestion } from './chain-question.tsx'
import { OpenMattersPanel } from './open-matters.tsx'
import { ProofQuestion } from './proof-question.tsx'
import { WhoQuestion } from './who-question.tsx'
import './inspector.css'

const none: readonly { id: string; name: string }[] = []

/**
 * 督导检查: what every inspection asks, each answer at most three presses away: who watched which camera and why, who
 * disarmed what, whether recordings are kept long enough, whether the record was changed, what is open.
 */
export function InspectorPage(): JSX.Element {
  const t = useText()
  return useMay('journal.verify') ? <Questions /> : <Forbidden reason={t('inspector.forbidden')} />
}

function Questions(): JSX.Element {
  const t = useText()
  const cameras = useKnown(state => state.site?.cameras ?? none)
  const partitions = useKnown(state => state.site?.partitions ?? none)
  const open = (ledger: 'video-access' | 'arming', question: Parameters<typeof showLedger>[1]) => {
    showLedger(ledger, question)
    openPage('ledgers')
  }
  return (
    <div className="inspector-page" data-testid="inspector-page">
      <WhoQuestion
        name="video"
        number={1}
        things={cameras}
        all={t('inspector.video.all')}
        onAsk={(thing, { fromMs, toMs }) =>
          open('video-access', { cameraId: thing?.id ?? '', period: { kind: 'chosen', fromMs, toMs } })
        }
      />
      <ProofQuestion number={2} />
      <WhoQuestion
        name="arming"
        number={3}
        things={partitions}
        all={t('inspector.arming.all')}
        onAsk={(thing, { fromMs, toMs }) =>
          open('arming', { text: thing?.name ?? '', period: { kind: 'chosen', fromMs, toMs } })
        }
      />
      <ChainQuestion number={4} />
      <OpenMattersPanel number={5} />
    </div>
  )
}
