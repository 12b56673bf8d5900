import type { z } from 'zod'
import { create } from 'zustand'
import { isRingingAgain, isWaiting, type IncidentAction } from '../../../shared/domain/incident.ts'
import { handToFirst, onAsked } from '../../link/first-window.ts'
import { call, useKnown } from '../../link/stores.ts'
import { emptyDraft, type Draft } from './draft.ts'
import { isTyping, watchTyping } from './typing.ts'
import { emptyStage, stepStage, type Stage, type StageEvent } from './stage.ts'

interface IncidentsState {
  readonly stage: Stage
  readonly drafts: Readonly<Record<number, Draft>>
  /** Incidents for which a step is on its way to core. */
  readonly sending: ReadonlySet<number>
  /** The group whose confirmation is on its way to core. */
  readonly confirming: string | null
  /** Why core refused the last step of an incident. */
  readonly refusals: Readonly<Record<number, unknown>>
}

export const useIncidents = create<IncidentsState>(() => ({
  stage: emptyStage,
  drafts: {},
  sending: new Set(),
  confirming: null,
  refusals: {},
}))

function toStage(event: StageEvent): void {
  useIncidents.setState(state => {
    const stage = stepStage(state.stage, event)
    return stage === state.stage ? state : { stage }
  })
}

/** Puts an incident on the stage. The first to open one has it in hand; where somebody else has, nothing is sent. */
export function openIncident(id: number): void {
  if (handToFirst({ type: 'incident', id })) return
  toStage({ type: 'choose', id })
  const incident = useKnown.getState().incidents?.find(other => other.id === id)
  // The pop-up tells that it rang again: that is taken up there, when it was read.
  if (incident !== undefined && isWaiting(incident) && !isRingingAgain(incident) && mayHandle())
    tellOf(id, { type: 'take' })
}

function mayHandle(): boolean {
  return useKnown.getState().duty?.session?.permissions.includes('incidents.handle') ?? false
}

/** 收起: the incident stays open and rings on while nobody located it; with nobody sent it waits in the queue again. */
export function minimiseStage(): void {
  const { shownId } = useIncidents.getState().stage
  toStage({ type: 'minimise' })
  const me = useKnown.getState().duty?.session?.person.id
  const incident = useKnown.getState().incidents?.find(other => other.id === shownId)
  const isMine = me !== undefined && incident?.care.owner?.by.id === me
  if (incident !== undefined && isMine && incident.progress.dispatched === null)
    tellOf(incident.id, { type: 'leave' })
}

/** Brings the most urgent unlocated incident back to the stage. */
export function recallStage(): void {
  toStage({ type: 'recall', incidents: useKnown.getState().incidents ?? [] })
}

/** What the guard chose or wrote, kept until it is sent. */
export function editDraft(id: number, part: Partial<Draft>): void {
  useIncidents.setState(({ drafts }) => ({
    drafts: { ...drafts, [id]: { ...(drafts[id] ?? emptyDraft), ...part } },
  }))
}

/** Sends one step to core. A refusal is kept beside the incident and shown near its button. */
export async function act(id: number, action: z.input<typeof IncidentAction>): Promise<void> {
  if (useIncidents.getState().sending.has(id)) return
  useIncidents.setState(({ sending }) => ({ sending: new Set([...sending, id]) }))
  try {
    await call('incidents.act', { id, action })
    if (action.type === 'dispatch') editDraft(id, { isReassigning: false })
    setRefusal(id, null)
  } catch (error) {
    setRefusal(id, error)
  } finally {
    useIncidents.setState(({ sending }) => ({ sending: new Set([...sending].filter(other => other !== id)) }))
  }
}

/**
 * 一键确认本组: these and no others, so that nothing is confirmed that came in after the guard saw the group. A refusal is
 * no news: the group goes on waiting, and rings.
 */
export async function confirmGroup(key: string, ids: readonly number[]): Promise<void> {
  if (useIncidents.getState().confirming !== null) return
  useIncidents.setState({ confirming: key })
  try {
    await call('incidents.confirm-group', { key, ids: [...ids] })
  } catch {
    // See above.
  } finally {
    useIncidents.setState({ confirming: null })
  }
}

/** What goes beside the steps: it never keeps a step from being sent, and no step keeps it. */
export function tellOf(id: number, action: z.input<typeof IncidentAction>): void {
  call('incidents.act', { id, action }).catch((error: unknown) => setRefusal(id, error))
}

function setRefusal(id: number, refusal: unknown): void {
  useIncidents.setState(({ refusals }) => ({ refusals: { ...refusals, [id]: refusal } }))
}

/** 静音: for what rings now, the sound only. A refusal is no news: the button stays as it is. */
export function muteRinging(): void {
  call('sound.mute', {}).catch(() => {})
}

export function unmute(): void {
  call('sound.unmute', {}).catch(() => {})
}

/** Incidents whose pop-up was painted and told to core; the same one is never told twice. */
const toldAsShown = new Set<number>()

/** Tells core that these incidents stand on the screen. To be called after they were painted. */
export function tellShown(ids: readonly number[]): void {
  const fresh = ids.filter(id => !toldAsShown.has(id))
  if (fresh.length === 0) return
  for (const id of fresh) toldAsShown.add(id)
  // While core is away the pop-up may still be up: then it is told after the next paint.
  call('incidents.shown', { ids: fresh }).catch(() => {
    for (const id of fresh) toldAsShown.delete(id)
  })
}

/** Keeps the stage in step with what core tells; for as long as the alarm stage is mounted. */
export function watchIncidents(): Disposable {
  const news = () =>
    toStage({ type: 'incidents', incidents: useKnown.getState().incidents ?? [], isTyping: isTyping() })
  news()
  const stopKnown = useKnown.subscribe((state, before) => {
    if (state.incidents !== before.incidents) news()
    // A guard who just signed on sees what rings, although somebody before him put it away.
    if (before.duty !== null && state.duty?.session?.person.id !== before.duty.session?.person.id)
      recallStage()
  })
  const asked = onAsked(ask => ask.type === 'incident' && openIncident(ask.id))
  const typing = watchTyping()
  const timer = setInterval(() => {
    if (!isTyping()) toStage({ type: 'pause', incidents: useKnown.getState().incidents ?? [] })
  }, 1_000)
  return {
    [Symbol.dispose]() {
      clearInterval(timer)
      typing[Symbol.dispose]()
      asked[Symbol.dispose]()
      stopKnown()
    },
  }
}
