import { useEffect, useMemo, useRef, type JSX, type KeyboardEvent } from 'react'
import { isRingingAgain, isUnacknowledged, type Incident } from '../../../shared/domain/incident.ts'
import { useKnown } from '../../link/stores.ts'
import { useHotkey, useHotkeyBarrier } from '../../ui/hotkeys.ts'
import { currentTask, defaultGuard, emptyDraft, primaryOf, type Draft } from './draft.ts'
import { Announcement } from './announcement.tsx'
import { toneOfIncident } from './look.ts'
import { StageActions } from './stage-actions.tsx'
import { StageLinkage, StagePhones } from './stage-care.tsx'
import { StageHead } from './stage-head.tsx'
import { StageProcedure } from './stage-procedure.tsx'
import { StageSteps } from './stage-steps.tsx'
import { StageViews } from './stage-views.tsx'
import { castOf } from './stage.ts'
import { StepForm } from './step-form.tsx'
import { useHastyKeys } from './use-hasty-keys.ts'
import { act, minimiseStage, recallStage, tellShown, useIncidents, watchIncidents } from './store.ts'
import { useHindrance, useOpenIncidents } from './use-incident.ts'
import './alarm-stage.css'

/** The alarm pop-up over everything. Always mounted: it keeps stage and sound in step with core. */
export function AlarmStage(): JSX.Element | null {
  const stage = useIncidents(state => state.stage)
  const incidents = useOpenIncidents()
  const { shown, others } = useMemo(() => castOf(stage, incidents), [stage, incidents])
  useEffect(() => {
    const watching = watchIncidents()
    return () => watching[Symbol.dispose]()
  }, [])
  useHotkey(' ', 'alarm', recallStage, shown === null && incidents.some(isUnacknowledged))
  return shown === null ? null : <PopUp incident={shown} others={others} />
}

function useAnnounced(others: readonly Incident[]): Incident | null {
  const id = useIncidents(state => state.stage.announcedId)
  return others.find(incident => incident.id === id) ?? null
}

/** The draft with its default: somebody other than the one at the desk goes. */
function useDraft(incident: Incident): Draft {
  const draft = useIncidents(state => state.drafts[incident.id]) ?? emptyDraft
  const guards = useKnown(state => state.site?.guards)
  const atDesk = useKnown(state => state.duty?.session?.person.name ?? null)
  const who = draft.who === '' ? defaultGuard(guards ?? [], atDesk) : draft.who
  const keyHolder = draft.keyHolder === '' ? (incident.progress.dispatched?.who ?? '') : draft.keyHolder
  // The same object as long as it says the same: in a flood the form is not drawn anew with every alarm.
  return useMemo(() => ({ ...draft, who, keyHolder }), [draft, who, keyHolder])
}

function PopUp({ incident, others }: { incident: Incident; others: readonly Incident[] }): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null)
  const draft = useDraft(incident)
  const primary = primaryOf(incident, draft)
  const hindrance = useHindrance()
  const task = currentTask(incident)
  const isAgain = isRingingAgain(incident)
  const announced = useAnnounced(others)
  const form = useMemo(
    () => (
      <>
        <StepForm incident={incident} draft={draft} />
        <StageProcedure incident={incident} />
      </>
    ),
    [incident, draft],
  )
  const isHasty = useHastyKeys()
  const press = () => {
    if (primary.ready && hindrance === null) void act(incident.id, primary.action)
  }
  // In the top layer: in front of every other dialog, and nothing behind it takes a key.
  useEffect(() => dialog.current?.showModal(), [])
  const isSent = incident.progress.dispatched !== null && !draft.isReassigning
  useFocus(dialog, `${incident.id} ${isAgain ? 'again' : task} ${isSent ? 'sent' : 'open'}`)
  // Each of the others is named in the head, or counted there.
  useShown([incident, ...others])
  useHotkeyBarrier('alarm')
  // Where a button vanished under the focus, keys come from nowhere.
  useHotkey('Enter', 'dialog', press)
  return (
    <dialog
      ref={dialog}
      // What is clicked beside the buttons leaves the focus in here.
      tabIndex={-1}
      className={`stage stage-${toneOfIncident(incident)}${isUnacknowledged(incident) ? ' stage-ringing' : ''}`}
      aria-labelledby="stage-title"
      data-testid="alarm-stage"
      data-incident={incident.id}
      data-kind={incident.kind}
      data-task={isAgain ? 'again' : task}
      data-located={!isUnacknowledged(incident)}
      data-drill={incident.drill !== null}
      onKeyDown={event =>
        isHasty(event) || takeKey(event, { press, isLocating: task === 'locate' || isAgain })
      }
      onClose={minimiseStage}
    >
      <StageHead incident={incident} others={others} />
      {announced !== null && <Announcement key={announced.id} incident={announced} />}
      <div className="stage-left">
        <StageViews key={incident.id} incident={incident} />
        <StagePhones incident={incident} />
        <StageLinkage incident={incident} />
      </div>
      <StageSteps incident={incident} form={form} />
      <StageActions incident={incident} draft={draft} primary={primary} press={press} />
    </dialog>
  )
}

/**
 * Keys of the pop-up, none of which reaches the page behind. Enter is the big button wherever a button, box or choice
 * has no better use for it, in a text as well (Shift+Enter is a new line); Space confirms the place. A key that is held
 * down does not run through step after step.
 */
function takeKey(
  event: KeyboardEvent,
  { press, isLocating }: { press: () => void; isLocating: boolean },
): void {
  // That of an announcement, which listens by itself.
  if (event.key === 'F9') return
  event.stopPropagation()
  if (event.key === 'Escape') {
    event.preventDefault()
    minimiseStage()
    return
  }
  const target = event.target instanceof HTMLElement ? event.target : null
  const isButton = target?.matches('button') ?? false
  const isField = target?.matches('input, textarea') ?? false
  // A point of the checklist is ticked with Space, also while the place waits to be confirmed.
  const isTick = target?.matches('input[type=checkbox]') ?? false
  const isPress = event.key === 'Enter' || (event.key === ' ' && isLocating && !isTick)
  if (event.repeat && (isPress || isButton) && !(isField && event.key === ' ')) {
    event.preventDefault()
    return
  }
  // Enter that picks a word of the input method is none.
  if (!isPress || isButton || event.shiftKey || event.nativeEvent.isComposing) return
  event.preventDefault()
  press()
}

/** With every new step the hand finds its place: the form's first field, else the big button, never a verdict. */
function useFocus(dialog: { current: HTMLDialogElement | null }, step: string): void {
  const focusedFor = useRef('')
  useEffect(() => {
    const element = dialog.current
    if (focusedFor.current === step) return
    focusedFor.current = step
    const target =
      element?.querySelector<HTMLElement>('.step-form [data-first="true"]') ??
      element?.querySelector<HTMLElement>('.stage-primary:not(:disabled)') ??
      element?.querySelector<HTMLElement>('.step-now')
    target?.focus({ preventScroll: true })
  }, [dialog, step])
}

/** Tells core what has been painted: after the frame in which it was laid out, and the one that shows it. */
function useShown(incidents: readonly Incident[]): void {
  const ids = incidents.map(({ id }) => id).join(',')
  useEffect(() => {
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => tellShown(ids.split(',').map(Number)))
    })
    return () => cancelAnimationFrame(frame)
  }, [ids])
}
