import { useState, type JSX } from 'react'
import type { AddOutcome, SetupOverview } from '../../../shared/contract/setup.ts'
import { call } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { copied, finished, missingOf, type CameraDraft } from './draft.ts'
import type { Found } from './find-step.tsx'
import { MeaningFields } from './meaning-fields.tsx'
import { Outcomes } from './outcomes.tsx'
import { readSetup, showView } from './store.ts'
import { useTask } from './use-task.ts'

interface DescribeStepProps {
  found: Found
  overview: SetupOverview
  onChange: (cameras: readonly CameraDraft[]) => void
  onBack: () => void
}

/** Step 3: what each of the cameras is; then all are brought in at once. */
export function DescribeStep({ found, overview, onChange, onBack }: DescribeStepProps): JSX.Element {
  const t = useText()
  const { cameras, credentials } = found
  const taken = cameras.flatMap((camera, index) => (camera.isTaken ? [index] : []))
  const [shown, setShown] = useState(taken[0] ?? 0)
  const [task, run] = useTask<AddOutcome[]>()
  const camera = cameras[shown]
  const before = cameras[taken[taken.indexOf(shown) - 1] ?? -1]
  const missing = camera === undefined ? [] : missingOf(camera.meaning)
  const isReady = cameras.every(({ isTaken, meaning }) => !isTaken || missingOf(meaning).length === 0)
  const add = async (): Promise<void> => {
    const outcomes = await run(() =>
      call('setup.add', {
        cameras: cameras
          .filter(({ isTaken }) => isTaken)
          .map(({ meaning, network }) => ({ meaning: finished(meaning), network, credentials })),
      }),
    )
    if (outcomes !== null) await readSetup()
  }
  if (task.kind === 'done')
    return <Outcomes outcomes={task.value} onDone={() => showView({ kind: 'cameras' })} />
  return (
    <div className="setup-describe">
      {taken.length > 1 && (
        <nav className="setup-taken">
          {cameras.map(({ isTaken, meaning, network }, index) => {
            const isWhole = missingOf(meaning).length === 0
            return !isTaken ? null : (
              <button
                key={network.mainUrl}
                type="button"
                aria-current={index === shown ? 'true' : undefined}
                onClick={() => setShown(index)}
              >
                <StateIcon tone={isWhole ? 'ok' : 'unknown'} size={16} />
                {meaning.name}
              </button>
            )
          })}
        </nav>
      )}
      {camera !== undefined && (
        <div className="setup-describe-one">
          {before !== undefined && (
            <Button
              size="small"
              onClick={() =>
                onChange(cameras.with(shown, { ...camera, meaning: copied(camera.meaning, before.meaning) }))
              }
            >
              {t('setup.copy-previous')}
            </Button>
          )}
          <MeaningFields
            key={shown}
            draft={camera.meaning}
            overview={overview}
            ownId={null}
            hasSub={camera.network.subUrl !== null}
            onChange={meaning => onChange(cameras.with(shown, { ...camera, meaning }))}
          />
        </div>
      )}
      <footer className="setup-foot">
        <Button onClick={onBack}>{t('setup.previous')}</Button>
        <Button
          kind="primary"
          disabled={!isReady || task.kind === 'busy'}
          testId="setup-finish"
          onClick={() => void add()}
        >
          {t('setup.finish', { count: taken.length })}
        </Button>
        {missing.length > 0 && (
          <span className="setup-hint" data-testid="setup-missing">
            {t('setup.missing', { list: missing.map(key => t.dynamic(key)).join('、') })}
          </span>
        )}
        {task.kind === 'failed' && (
          <span className="setup-line setup-warn" role="alert">
            <StateIcon tone="fault" size={18} />
            {t.refusal(task.error)}
          </span>
        )}
      </footer>
    </div>
  )
}
