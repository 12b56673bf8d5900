import { create } from 'zustand'
import type { IncidentAction } from '../../../shared/domain/incident.ts'
import { handToFirst, onAsked } from '../../link/first-window.ts'
import { call, useKnown } from '../../link/stores.ts'
import { AlarmSound, muteAll, type Mute } from './alarm-sound.ts'
import { emptyDraft, type Draft } from './draft.ts'
import { createHtmlSound } from './html-sound.ts'
import { isTyping, watchTyping } from './typing.ts'
import { emptyStage, stepStage, type Stage, type StageEvent } from './stage.ts'

interface IncidentsState {
  readonly stage: Stage
  readonly drafts: Readonly<Record<number, Draft>>
  /** Incidents for which a step is on its way to core. */
  readonly sending: ReadonlySet<number>
  /** Why core refused the last step of an incident. */
  readonly refusals: Readonly<Record<number, unknown>>
  readonly mute: Mute | null
  readonly isAudible: boolean
}

export const useIncidents = create<IncidentsState>(() => ({
  stage: emptyStage,
  drafts: {},
  sending: new Set(),
  refusals: {},
  mute: null,
  isAudible: true,
}))

function toStage(event: StageEvent): void {
  useIncidents.setState(state => {
    const stage = stepStage(state.stage, event)
    return stage === state.stage ? state : { stage }
  })
}

/** Puts an incident on the stage. Looking is not acknowledging: nothing is sent. */
export function openIncident(id: number): void {
  if (handToFirst({ type: 'incident', id })) return
  toStage({ type: 'choose', id })
}

/** 收起: the incident stays open and, while nobody located it, rings on. */
export function minimiseStage(): void {
  toStage({ type: 'minimise' })
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
export async function act(id: number, action: IncidentAction): Promise<void> {
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

function setRefusal(id: number, refusal: unknown): void {
  useIncidents.setState(({ refusals }) => ({ refusals: { ...refusals, [id]: refusal } }))
}

/** 静音 60 秒: for what rings now, sound only. */
export function muteRinging(): void {
  useIncidents.setState({ mute: muteAll(useKnown.getState().incidents ?? [], Date.now()) })
}

export function unmute(): void {
  useIncidents.setState({ mute: null })
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

/** Keeps stage and sound in step with what core tells; for as long as the alarm stage is mounted. */
export function watchIncidents(): Disposable {
  const sound = new AlarmSound(createHtmlSound(isAudible => useIncidents.setState({ isAudible })))
  const refresh = () =>
    sound.update(useKnown.getState().incidents ?? [], useIncidents.getState().mute, Date.now())
  const news = () => {
    toStage({ type: 'incidents', incidents: useKnown.getState().incidents ?? [], isTyping: isTyping() })
    refresh()
  }
  news()
  const stopKnown = useKnown.subscribe((state, before) => {
    if (state.incidents !== before.incidents) news()
    // A guard who just signed on sees what rings, although somebody before him put it away.
    if (before.duty !== null && state.duty?.session?.person.id !== before.duty.session?.person.id)
      recallStage()
  })
  const stopOwn = useIncidents.subscribe((state, before) => {
    if (state.mute !== before.mute) refresh()
  })
  const asked = onAsked(ask => ask.type === 'incident' && openIncident(ask.id))
  const typing = watchTyping()
  const timer = setInterval(() => {
    sound.tick(Date.now())
    if (!isTyping()) toStage({ type: 'pause', incidents: useKnown.getState().incidents ?? [] })
  }, 1_000)
  return {
    [Symbol.dispose]() {
      clearInterval(timer)
      typing[Symbol.dispose]()
      asked[Symbol.dispose]()
      stopKnown()
      stopOwn()
      sound[Symbol.dispose]()
    },
  }
}
