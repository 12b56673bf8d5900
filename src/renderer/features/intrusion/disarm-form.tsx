import { useId, useState, type JSX } from 'react'
import type { PartitionView } from '../../../shared/site-view.ts'
import { useText } from '../../link/use-text.ts'
import { formatMinutes } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'
import { CommandFoot } from './command-foot.tsx'
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
        <ReasonField kind={partition.kind} reason={reason} onReason={setReason} />
        {isPerimeter && <RearmChoice minutes={minutes} onMinutes={setMinutes} />}
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
            rearmAtMs: isPerimeter && minutes !== null ? Date.now() + minutes * 60_000 : null,
          })
        }
      />
    </div>
  )
}

interface ReasonFieldProps {
  kind: PartitionView['kind']
  reason: string
  onReason: (reason: string) => void
}

function ReasonField({ kind, reason, onReason }: ReasonFieldProps): JSX.Element {
  const t = useText()
  const id = useId()
  return (
    <div className="disarm-field">
      <label htmlFor={id}>{t(kind === 'perimeter' ? 'intrusion.reason' : 'intrusion.reason-optional')}</label>
      <div className="disarm-picks">
        {reasonsOf[kind].map(key => {
          const words = t(`intrusion.reason.${key}`)
          return (
            <button
              key={key}
              type="button"
              className="disarm-pick"
              aria-pressed={reason === words}
              data-testid={`reason-${key}`}
              onClick={() => onReason(words)}
            >
              {words}
            </button>
          )
        })}
      </div>
      <input
        id={id}
        className="disarm-input"
        maxLength={300}
        value={reason}
        data-testid="disarm-reason"
        onChange={event => onReason(event.target.value)}
      />
    </div>
  )
}

function RearmChoice(props: { minutes: number | null; onMinutes: (minutes: number) => void }): JSX.Element {
  const { minutes, onMinutes } = props
  const t = useText()
  const nowMs = useNow(10_000)
  return (
    <div className="disarm-field">
      <span>{t('intrusion.rearm')}</span>
      <div className="disarm-picks" role="group" aria-label={t('intrusion.rearm')}>
        {rearmMinutes.map(choice => (
          <button
            key={choice}
            type="button"
            className="disarm-pick"
            aria-pressed={minutes === choice}
            data-testid={`rearm-${choice}`}
            onClick={() => onMinutes(choice)}
          >
            {t('intrusion.minutes', { minutes: choice })}
            <small className="numbers">
              {t('intrusion.until', { time: formatMinutes(nowMs + choice * 60_000) })}
            </small>
          </button>
        ))}
      </div>
    </div>
  )
}
