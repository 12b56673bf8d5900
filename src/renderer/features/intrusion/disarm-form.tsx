import { useState, type JSX } from 'react'
import type { PartitionView } from '../../../shared/site-view.ts'
import { stationNowMs } from '../../app/station-clock.ts'
import { useText } from '../../link/use-text.ts'
import { CommandFoot } from './command-foot.tsx'
import { EndChoice } from './end-choice.tsx'
import { ReasonField } from './reason-field.tsx'
import { rearmMinutes } from './readiness.ts'
import { useCommand } from './use-command.ts'

const reasonsOf = {
  intrusion: ['open', 'overtime', 'repair', 'drill'],
  perimeter: ['pruning', 'repair', 'building', 'drill'],
} as const satisfies Record<PartitionView['kind'], readonly string[]>

/** Disarming: a building needs a press; a perimeter needs a reason and the time it is armed again. */
export function DisarmForm({ partition }: { partition: PartitionView }): JSX.Element {
  const t = useText()
  const [reason, setReason] = useState('')
  const [minutes, setMinutes] = useState<number | null>(null)
  const { state, send } = useCommand('intrusion.disarm')
  const isPerimeter = partition.kind === 'perimeter'
  const isFrozen = state.kind === 'waiting' || state.kind === 'confirmed'
  return (
    <div className="arming">
      <fieldset className="disarm" disabled={isFrozen}>
        {isPerimeter && <p className="disarm-norm">{t('intrusion.perimeter-norm')}</p>}
        <ReasonField
          label={t(isPerimeter ? 'intrusion.reason' : 'intrusion.reason-optional')}
          picks={reasonsOf[partition.kind].map(key => ({ key, words: t(`intrusion.reason.${key}`) }))}
          reason={reason}
          onReason={setReason}
          testId="disarm"
        />
        {isPerimeter && (
          <EndChoice
            label={t('intrusion.rearm')}
            choices={rearmMinutes}
            minutes={minutes}
            onMinutes={setMinutes}
            testId="rearm"
          />
        )}
      </fieldset>
      <CommandFoot
        act="disarm"
        partition={partition}
        command={state}
        missing={
          !isPerimeter
            ? null
            : reason.trim() === ''
              ? t('intrusion.need.reason')
              : minutes === null
                ? t('intrusion.need.rearm')
                : null
        }
        onSend={() =>
          send({
            partitionId: partition.id,
            reason,
            rearmAtMs: isPerimeter && minutes !== null ? stationNowMs() + minutes * 60_000 : null,
          })
        }
      />
    </div>
  )
}
