import type { JSX } from 'react'
import type { Incident } from '../../../shared/domain/incident.ts'
import { useText } from '../../link/use-text.ts'
import { formatTime } from '../../ui/time.ts'
import { currentTask } from './draft.ts'
import { tellOf } from './store.ts'
import { useHindrance } from './use-incident.ts'
import { useProcedure } from './use-procedure.ts'

/** What the procedure says about the step in hand: how to do it, and points to tick. Nothing of it must be ticked. */
export function StageProcedure({ incident }: { incident: Incident }): JSX.Element | null {
  const t = useText()
  const procedure = useProcedure(incident)
  const isBlocked = useHindrance() !== null
  const task = currentTask(incident)
  const step = procedure?.steps.find(candidate => candidate.step === task)
  if (procedure === null || step === undefined) return null
  const tickOf = (point: string) =>
    incident.care.ticks.find(tick => tick.step === step.step && tick.text === point)
  return (
    <section className="stage-procedure" aria-label={procedure.title} data-testid="stage-procedure">
      <p title={t('procedures.of', { title: procedure.title, version: procedure.version })}>
        {step.instruction}
      </p>
      <ul>
        {step.checklist.map((point, index) => {
          const tick = tickOf(point)
          return (
            <li key={point}>
              <label title={tick && `${formatTime(tick.atMs)} ${tick.by.name}`}>
                <input
                  type="checkbox"
                  checked={tick !== undefined}
                  disabled={isBlocked || tick !== undefined}
                  data-testid={`point-${step.step}-${index}`}
                  onChange={() => tellOf(incident.id, { type: 'tick', step: step.step, index })}
                />
                {point}
              </label>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
