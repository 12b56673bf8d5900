import {
  isRingingAgain,
  nextStep,
  type Incident,
  type IncidentAction,
  type IncidentStep,
  type ReportTarget,
} from '../../../shared/domain/incident.ts'
import type { TextKey } from '../../../shared/text/text.ts'

/** What the guard has chosen and written for an incident but not yet sent. Kept while another one has the stage. */
export interface Draft {
  readonly who: string
  readonly isReassigning: boolean
  readonly verifyNote: string
  readonly handling: string
  readonly told: readonly ReportTarget[]
  readonly reportNote: string
  readonly record: string
  readonly keyHolder: string
  readonly cause: string
  readonly reviewer: string
}

export const emptyDraft: Draft = {
  who: '',
  isReassigning: false,
  verifyNote: '',
  handling: '',
  told: [],
  reportNote: '',
  record: '',
  keyHolder: '',
  cause: '',
  reviewer: '',
}

/** The step in hand: one of A-10.d, then the key of a panic button, then closing. */
export type Task = IncidentStep | 'reset' | 'close'

/** All tasks of an incident in their order. */
export function tasksOf(incident: Incident): Task[] {
  const steps: Task[] = ['locate', 'scene', 'verify', 'handle', 'report', 'record']
  return incident.kind === 'panic' ? [...steps, 'reset'] : steps
}

/** What to do now. */
export function currentTask(incident: Incident): Task {
  const step = nextStep(incident)
  if (step !== null) return step
  return incident.kind === 'panic' && incident.progress.reset === null ? 'reset' : 'close'
}

/** Who is sent unless the guard chooses somebody else: the first who is not the one at the desk, for the room stays manned (A-10.a). */
export function defaultGuard(guards: readonly { name: string }[], atDesk: string | null): string {
  return (guards.find(guard => guard.name !== atDesk) ?? guards[0])?.name ?? ''
}

export type Primary =
  | { readonly ready: true; readonly action: IncidentAction }
  /** `missing` says what is to be filled in first; `verify` has four buttons instead of one. */
  | { readonly ready: false; readonly missing: TextKey }

const need = (missing: TextKey): Primary => ({ ready: false, missing })
const send = (action: IncidentAction): Primary => ({ ready: true, action })

/** What the big button would send; a new alarm of the place is taken up before anything else. Core checks the same again (`stepIncident`). */
export function primaryOf(incident: Incident, draft: Draft): Primary {
  if (isRingingAgain(incident)) return send({ type: 'take', takeOver: false })
  switch (currentTask(incident)) {
    case 'locate':
      return send({ type: 'locate' })
    case 'scene':
      if (incident.progress.dispatched !== null && !draft.isReassigning) return send({ type: 'arrive' })
      return draft.who === '' ? need('incidents.need.who') : send({ type: 'dispatch', who: draft.who })
    case 'verify':
      return need('incidents.need.verdict')
    case 'handle':
      return draft.handling.trim() === ''
        ? need('incidents.need.handling')
        : send({ type: 'handle', text: draft.handling })
    case 'report':
      return primaryOfReport(incident, draft)
    case 'record':
      return draft.record.trim() === ''
        ? need('incidents.need.record')
        : send({ type: 'record', text: draft.record })
    case 'reset':
      if (draft.keyHolder.trim() === '') return need('incidents.need.key-holder')
      if (draft.cause.trim() === '') return need('incidents.need.cause')
      if (draft.reviewer.trim() === '') return need('incidents.need.reviewer')
      return send({
        type: 'reset',
        keyHolder: draft.keyHolder,
        cause: draft.cause,
        reviewer: draft.reviewer,
      })
    case 'close':
      return send({ type: 'close' })
  }
}

function primaryOfReport(incident: Incident, draft: Draft): Primary {
  const isTrue = incident.progress.verified?.verdict === 'true'
  if (isTrue && !draft.told.includes('school-leader')) return need('incidents.need.leader')
  if (draft.told.length === 0) return need('incidents.need.told')
  return send({ type: 'report', told: [...draft.told], note: draft.reportNote })
}

/** Ticks or unticks somebody. 无需上报 excludes everybody else. */
export function toggleTold(told: readonly ReportTarget[], target: ReportTarget): ReportTarget[] {
  if (told.includes(target)) return told.filter(other => other !== target)
  if (target === 'none-needed') return ['none-needed']
  return [...told.filter(other => other !== 'none-needed'), target]
}

/** Puts a quick phrase at the end of what was written, or takes it out again; the rest of the guard's words stay. */
export function togglePhrase(text: string, phrase: string): string {
  if (text.includes(phrase))
    return text
      .replace(phrase, '')
      .replaceAll(/；{2,}/g, '；')
      .replaceAll(/^；|；$/g, '')
      .trim()
  const before = text.trim()
  const joint = before === '' || /[。；;，,]$/.test(before) ? '' : '；'
  return `${before}${joint}${phrase}`
}
