import type { JSX, ReactNode } from 'react'
import { isRingingAgain, isUnacknowledged, Verdict, type Incident } from '../../../shared/domain/incident.ts'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { useNow } from '../../ui/use-now.ts'
import { currentTask, type Draft, type Primary, type Task } from './draft.ts'
import { toneOfVerdict } from './look.ts'
import { titleOfTask } from './stage-steps.tsx'
import { act, editDraft, minimiseStage, muteRinging, unmute, useIncidents } from './store.ts'
import { useHindrance, useOpenIncidents } from './use-incident.ts'

interface ActionsProps {
  incident: Incident
  draft: Draft
  primary: Primary
  press: () => void
}

/** The one big button, what else can be done at this step, why it cannot be done now; mute and 收起 at the end. */
export function StageActions({ incident, draft, primary, press }: ActionsProps): JSX.Element {
  const t = useText()
  const task = currentTask(incident)
  const isAgain = isRingingAgain(incident)
  // While a step is on its way the button stays as it is, so that the focus stays on it; `act` sends nothing twice.
  const isBlocked = useHindrance() !== null
  return (
    <footer className="stage-actions">
      {task === 'verify' && !isAgain ? (
        <Verdicts incident={incident} note={draft.verifyNote} isBlocked={isBlocked} />
      ) : (
        <Button
          kind="primary"
          size="big"
          className="stage-primary"
          hint={t('incidents.key.enter')}
          disabled={isBlocked || !primary.ready}
          onClick={press}
          testId="stage-primary"
          data-task={isAgain ? 'again' : task}
        >
          {isAgain || task === 'verify' ? t('incidents.act.again') : wordOfPrimary(incident, draft, task, t)}
        </Button>
      )}
      {task === 'scene' && !isAgain && incident.progress.dispatched !== null && (
        <Button
          size="big"
          testId="stage-reassign"
          onClick={() => editDraft(incident.id, { isReassigning: !draft.isReassigning })}
        >
          {t(draft.isReassigning ? 'incidents.act.keep' : 'incidents.act.reassign')}
        </Button>
      )}
      <Note incident={incident} primary={primary} />
      <SoundButton />
      {task !== 'close' && (
        <Button kind="ghost" size="big" disabled testId="stage-close">
          {t('incidents.close-missing', { step: titleOfTask(task, t) })}
        </Button>
      )}
      <Button kind="ghost" size="big" onClick={minimiseStage} testId="stage-minimise">
        {t('incidents.minimise')}
      </Button>
    </footer>
  )
}

function wordOfPrimary(
  incident: Incident,
  draft: Draft,
  task: Exclude<Task, 'verify'>,
  t: ReturnType<typeof useText>,
): string {
  if (task !== 'scene') return t(`incidents.act.${task}`)
  const { dispatched } = incident.progress
  return dispatched === null || draft.isReassigning
    ? t('incidents.act.dispatch', { who: draft.who })
    : t('incidents.act.arrive', { who: dispatched.who })
}

/** 核实 has no default: four buttons of one size, and Enter chooses none of them. */
function Verdicts(props: { incident: Incident; note: string; isBlocked: boolean }): JSX.Element {
  const { incident, note, isBlocked } = props
  const t = useText()
  return (
    <div className="stage-verdicts" role="group" aria-label={t('incident.step.verify')}>
      {Verdict.options.map(verdict => (
        <Button
          key={verdict}
          size="big"
          kind={verdict === 'true' ? 'danger' : 'plain'}
          disabled={isBlocked}
          testId={`verdict-${verdict}`}
          onClick={() => void act(incident.id, { type: 'verify', verdict, note })}
        >
          <StateIcon tone={toneOfVerdict[verdict]} size={18} />
          {t(`incident.verdict.${verdict}`)}
        </Button>
      ))}
    </div>
  )
}

/** Near the button: why it cannot be pressed, or why core refused. */
function Note({ incident, primary }: { incident: Incident; primary: Primary }): JSX.Element {
  const t = useText()
  const hindrance = useHindrance()
  const name = useKnown(state => state.duty?.session?.person.name ?? '')
  const refusal = useIncidents(state => state.refusals[incident.id])
  const isAudible = useKnown(state => state.sound?.audio !== 'lost')
  let words: ReactNode = null
  let isError = true
  if (hindrance === 'link') words = t('incidents.link-lost')
  else if (hindrance === 'not-signed-on') words = t('incidents.not-signed-on')
  else if (hindrance === 'forbidden') words = t('incidents.may-not-handle', { name })
  else if (refusal !== undefined && refusal !== null) words = t.refusal(refusal)
  else if (!isAudible && isUnacknowledged(incident)) words = t('incidents.not-audible')
  else if (!primary.ready) {
    words = t.dynamic(primary.missing)
    isError = false
  }
  return (
    <p
      className={`stage-note${isError ? ' stage-note-error' : ''}`}
      role={isError && words !== null ? 'alert' : undefined}
      data-testid="stage-note"
    >
      {words}
    </p>
  )
}

/** 静音: the sound only, and it comes back by itself. */
function SoundButton(): JSX.Element | null {
  const t = useText()
  const nowMs = useNow()
  const mute = useKnown(state => state.sound?.mute ?? null)
  const isRinging = useOpenIncidents().some(isUnacknowledged)
  if (!isRinging) return null
  const leftMs = mute === null ? 0 : mute.untilMs - nowMs
  return leftMs > 0 ? (
    <Button kind="ghost" size="big" onClick={unmute} testId="stage-unmute">
      {t('incidents.muted', { seconds: Math.ceil(leftMs / 1_000) })}
    </Button>
  ) : (
    <Button kind="ghost" size="big" onClick={muteRinging} testId="stage-mute">
      {t('incidents.mute')}
    </Button>
  )
}
