import type { JSX } from 'react'
import type { LinkOutcome } from '../../../shared/domain/incident-care.ts'
import { isEscalated, isRingingAgain, isWaiting, type Incident } from '../../../shared/domain/incident.ts'
import { call, useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { formatTime } from '../../ui/time.ts'
import type { Tone } from '../../ui/tone.ts'
import { tellOf } from './store.ts'
import './stage-care.css'

/** The mark of a drill: wherever an incident of one is shown. */
export function DrillMark({ incident }: { incident: Incident }): JSX.Element | null {
  const t = useText()
  return incident.drill === null ? null : (
    <em className="incident-drill" data-testid="incident-drill">
      {t('drill.mark')}
    </em>
  )
}

/** Who works on it, how long it waited, which ticket it opened. */
export function StageCare({ incident }: { incident: Incident }): JSX.Element {
  const t = useText()
  const me = useKnown(state => state.duty?.session?.person.id ?? null)
  const mayHandle = useKnown(state => state.duty?.session?.permissions.includes('incidents.handle') ?? false)
  const { owner, ticketNumber, waitingSinceMs, rangAgain } = incident.care
  const again = rangAgain === null ? null : t('incidents.again', { time: formatTime(rangAgain.atMs) })
  return (
    <span className="stage-care" data-testid="stage-care" data-owner={owner?.by.id ?? ''}>
      {isEscalated(incident) && <b data-testid="stage-escalated">{t('incidents.escalated')}</b>}
      {again !== null &&
        (isRingingAgain(incident) ? <b data-testid="stage-again">{again}</b> : <span>{again}</span>)}
      {owner !== null && <span>{t('incidents.owner', { name: owner.by.name })}</span>}
      {isWaiting(incident) && waitingSinceMs !== null && (
        <span>{t('incidents.waiting-since', { time: formatTime(waitingSinceMs) })}</span>
      )}
      {ticketNumber !== null && (
        <span data-testid="stage-ticket">{t('incidents.ticket', { number: ticketNumber })}</span>
      )}
      {owner !== null && owner.by.id !== me && mayHandle && (
        <Button
          size="small"
          testId="stage-take-over"
          onClick={() => tellOf(incident.id, { type: 'take', takeOver: true })}
        >
          {t('incidents.take-over')}
        </Button>
      )}
    </span>
  )
}

/** The phones to call while nobody takes it up: behind the pop-up they could not be read. */
export function StagePhones({ incident }: { incident: Incident }): JSX.Element | null {
  const t = useText()
  const contacts = useKnown(state => state.site?.contacts) ?? []
  if (!isEscalated(incident) || contacts.length === 0) return null
  return (
    <p className="stage-phones numbers" role="alert" data-testid="stage-phones">
      <Icon name="phone" size={18} />
      <b>{t('escalation.call')}</b>
      {contacts.map(({ role, name, phone }) => `${role} ${name} ${phone}`).join(' · ')}
    </p>
  )
}

const toneOf: Readonly<Record<LinkOutcome['state'], Tone>> = { running: 'busy', done: 'ok', failed: 'fault' }

/** What the station did by itself, each with its outcome; tasks wait for the guard. */
export function StageLinkage({ incident }: { incident: Incident }): JSX.Element | null {
  const t = useText()
  const { linked } = incident.care
  if (linked.length === 0) return null
  return (
    <ul className="stage-linkage" aria-label={t('linkage.outcomes')} data-testid="stage-linkage">
      {linked.map(outcome => (
        <Outcome
          key={`${outcome.ruleId} ${outcome.action} ${outcome.target}`}
          incident={incident}
          outcome={outcome}
        />
      ))}
    </ul>
  )
}

function Outcome({ incident, outcome }: { incident: Incident; outcome: LinkOutcome }): JSX.Element {
  const t = useText()
  const cameras = useKnown(state => state.site?.cameras) ?? []
  const { ruleId, ruleName, action, target, state, reason } = outcome
  const nameOf = (id: string) => cameras.find(camera => camera.id === id)?.name ?? id
  const words =
    action === 'task'
      ? target
      : target
          .split(',')
          .map(part => nameOf(part.split(':')[0] ?? part))
          .join('、')
  const why = t.dynamic(`linkage.reason.${reason}`)
  // A refusal of a device has its words among the refusals.
  const reasonWords = why === `linkage.reason.${reason}` ? t.dynamic(`refusal.${reason}`) : why
  return (
    <li data-testid={`linked-${action}`} data-state={state} title={ruleName}>
      <StateIcon tone={toneOf[state]} size={14} />
      <b>{t(`linkage.action.${action}`)}</b>
      <span>{words}</span>
      <span className="stage-linkage-state">
        {t(`linkage.state.${state}`)}
        {state === 'failed' && `：${reasonWords}`}
      </span>
      {action === 'task' && state !== 'done' && (
        <Button
          size="small"
          testId="task-done"
          onClick={() => void call('linkage.task-done', { id: incident.id, ruleId }).catch(() => {})}
        >
          {t('linkage.task-done')}
        </Button>
      )}
    </li>
  )
}
