import { memo, type JSX, type ReactNode } from 'react'
import type { Incident } from '../../../shared/domain/incident.ts'
import { useText, type Translate } from '../../link/use-text.ts'
import { Icon } from '../../ui/icon.tsx'
import { formatTime } from '../../ui/time.ts'
import { currentTask, tasksOf, type Task } from './draft.ts'

/** The title of a step; the key of a panic button is the seventh. */
export function titleOfTask(task: Task, t: Translate): string {
  switch (task) {
    case 'reset':
      return t('incidents.step.reset')
    case 'close':
      return t('incidents.act.close')
    default:
      return t(`incident.step.${task}`)
  }
}

interface Mark {
  readonly by: { readonly name: string }
  readonly atMs: number
}

const by = (mark: Mark) => ({ time: formatTime(mark.atMs), name: mark.by.name })

/** In the frame, which lays everything out anyway. */
const intoView = (element: HTMLElement | null): void => {
  if (element !== null) requestAnimationFrame(() => element.scrollIntoView({ block: 'nearest' }))
}

/** What was done at a step, by whom and when; null while it is not done. */
function resultOfTask(incident: Incident, task: Task, t: Translate): string | null {
  const { located, arrived, verified, handled, reported, recorded, reset } = incident.progress
  const after = (words: string[], mark: Mark) =>
    [...words.filter(word => word !== ''), t('incidents.done-by', by(mark))].join(' · ')
  switch (task) {
    case 'locate':
      return located && after([incident.placeName], located)
    case 'scene':
      return (
        arrived && t('incidents.on-scene', { who: incident.progress.dispatched?.who ?? '', ...by(arrived) })
      )
    case 'verify':
      return verified && after([t(`incident.verdict.${verified.verdict}`), verified.note], verified)
    case 'handle':
      return handled && after([handled.text], handled)
    case 'report':
      return (
        reported &&
        after([reported.told.map(target => t(`incident.told.${target}`)).join('、'), reported.note], reported)
      )
    case 'record':
      return recorded && after([recorded.text], recorded)
    case 'reset':
      return reset && t('incidents.reset-by', { holder: reset.keyHolder, cause: reset.cause, ...by(reset) })
    case 'close':
      return null
  }
}

/** What is said at a step that is not done yet. */
function hintOfTask(incident: Incident, task: Exclude<Task, 'close'>, t: Translate): string {
  const { dispatched } = incident.progress
  if (task === 'scene' && dispatched !== null)
    return t('incidents.sent', {
      who: dispatched.who,
      time: formatTime(dispatched.atMs),
      name: dispatched.by.name,
    })
  return t(`incidents.hint.${task}`)
}

/** The six steps of A-10.d in their order (and the key after a panic); the one in hand is open and holds its form. */
export const StageSteps = memo(Steps)

function Steps({ incident, form }: { incident: Incident; form: ReactNode }): JSX.Element {
  const t = useText()
  const task = currentTask(incident)
  return (
    <ol className="steps" aria-label={t('incidents.steps')}>
      {tasksOf(incident).map((step, index) => {
        if (step === 'close') return null
        const result = resultOfTask(incident, step, t)
        const state = result !== null ? 'done' : step === task ? 'now' : 'later'
        return (
          <li
            key={step}
            ref={state === 'now' ? intoView : undefined}
            // The step in hand takes the focus where no field of it does.
            tabIndex={state === 'now' ? -1 : undefined}
            className={`step step-${state}`}
            aria-current={state === 'now' ? 'step' : undefined}
            data-testid={`step-${step}`}
            data-state={state}
          >
            <i className="step-number">{index + 1}</i>
            <div className="step-words">
              <b>{titleOfTask(step, t)}</b>
              <small title={result ?? undefined}>{result ?? hintOfTask(incident, step, t)}</small>
            </div>
            {state === 'done' && <Icon name="check" size={20} />}
            {state === 'now' && form !== null && <div className="step-form">{form}</div>}
          </li>
        )
      })}
    </ol>
  )
}
