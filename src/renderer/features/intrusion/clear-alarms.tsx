import { useState, type JSX } from 'react'
import type { PartitionView } from '../../../shared/site-view.ts'
import { call, useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { useMay } from '../duty/index.ts'
import { armingOf } from './arming-words.ts'

/** 消警 at a partition whose panel can do it; the panel's answer stands beside the button until the next press. */
export function ClearAlarms({ partition }: { partition: PartitionView }): JSX.Element | null {
  const t = useText()
  const canClear = useKnown(known => armingOf(known.arming, partition.id)?.canClear ?? false)
  const mayClear = useMay('intrusion.arm')
  const [isWaiting, setWaiting] = useState(false)
  const [error, setError] = useState<unknown>(null)
  if (!canClear || !mayClear) return null
  const send = () => {
    setWaiting(true)
    setError(null)
    call('intrusion.clear', { partitionId: partition.id })
      .catch(setError)
      .finally(() => setWaiting(false))
  }
  return (
    <>
      {error !== null && (
        <span role="alert" className="partition-hindrance">
          {t.refusal(error)}
        </span>
      )}
      <Button
        title={t('intrusion.clear.hint')}
        testId={`partition-clear-${partition.id}`}
        disabled={isWaiting}
        onClick={send}
      >
        {t(isWaiting ? 'arming.waiting' : 'intrusion.clear')}
      </Button>
    </>
  )
}
