import { create } from 'zustand'
import type { MapDraft } from '../../../../shared/domain/map-draft.ts'
import { call } from '../../../link/stores.ts'
import { beginHistory, changed, redone, undone, type History } from './history.ts'
import type { Tool } from './tools.ts'

/** A plan on the desk. */
export interface Editing {
  readonly history: History<MapDraft>
  readonly selectedKey: string | null
  readonly tool: Tool | null
  readonly isOutdated: boolean
  /** Length of the line that was drawn to find the scale; null when none was. */
  readonly measuredUnits: number | null
  /** False for a plan that was never published. */
  readonly hasDraft: boolean
  readonly saving:
    | { readonly kind: 'saved' }
    | { readonly kind: 'saving' }
    | { readonly kind: 'failed'; readonly error: unknown }
}

type EditorState =
  | { readonly kind: 'closed' }
  | { readonly kind: 'loading'; readonly planId: string }
  | { readonly kind: 'failed'; readonly planId: string; readonly error: unknown }
  | { readonly kind: 'open'; readonly planId: string; readonly editing: Editing }

export const useEditor = create<{ readonly state: EditorState }>(() => ({ state: { kind: 'closed' } }))

const put = (state: EditorState) => useEditor.setState({ state })

/** Opens the draft of a plan, or begins one from the plan in use. */
export async function openEditor(planId: string): Promise<void> {
  put({ kind: 'loading', planId })
  try {
    const { draft, isOutdated } = await call('map.draft', { planId })
    const present = draft ?? {
      plan: await call('site.plan', { id: planId }),
      cameras: {},
      zones: {},
      panels: {},
    }
    put({ kind: 'open', planId, editing: begin(present, draft !== null, isOutdated) })
  } catch (error) {
    put({ kind: 'failed', planId, error })
  }
}

/** Begins a plan that is not there yet. */
export function openNewPlan(planId: string, name: string): void {
  const plan = { id: planId, name, width: 1000, height: 700, metresPerUnit: 0.1, shapes: [], features: [] }
  put({ kind: 'open', planId, editing: begin({ plan, cameras: {}, zones: {}, panels: {} }, false, false) })
}

const begin = (present: MapDraft, hasDraft: boolean, isOutdated: boolean): Editing => ({
  history: beginHistory(present),
  selectedKey: null,
  tool: null,
  isOutdated,
  measuredUnits: null,
  hasDraft,
  saving: { kind: 'saved' },
})

export function closeEditor(): void {
  put({ kind: 'closed' })
}

/** Changes what is on the desk. */
function update(change: (editing: Editing) => Partial<Editing>): void {
  const { state } = useEditor.getState()
  if (state.kind !== 'open') return
  put({ ...state, editing: { ...state.editing, ...change(state.editing) } })
}

export const select = (selectedKey: string | null): void => update(() => ({ selectedKey }))
export const takeTool = (tool: Tool | null): void => update(() => ({ tool }))

/** One step of work: can be taken back, and is kept in core at once. */
export function edit(change: (draft: MapDraft) => MapDraft, selectedKey?: string): void {
  update(({ history, selectedKey: before }) => ({
    history: changed(history, change(history.present)),
    selectedKey: selectedKey ?? before,
    tool: null,
    hasDraft: true,
  }))
  void save()
}

export function undo(): void {
  update(({ history }) => ({ history: undone(history), selectedKey: null, hasDraft: true }))
  void save()
}

export function redo(): void {
  update(({ history }) => ({ history: redone(history), selectedKey: null, hasDraft: true }))
  void save()
}

let isSaving = false

/** Keeps the newest state; while one is under way, only the last of those that follow is sent. */
async function save(): Promise<void> {
  if (isSaving) return
  isSaving = true
  try {
    for (let sent = null; sent !== presentDraft();) {
      sent = presentDraft()
      if (sent === null) return
      update(() => ({ saving: { kind: 'saving' } }))
      await call('map.save-draft', { draft: sent })
    }
    update(() => ({ saving: { kind: 'saved' } }))
  } catch (error) {
    update(() => ({ saving: { kind: 'failed', error } }))
  } finally {
    isSaving = false
  }
}

function presentDraft(): MapDraft | null {
  const { state } = useEditor.getState()
  return state.kind === 'open' ? state.editing.history.present : null
}

/** Makes the draft the plan in use. @throws Refusal as `map.publish` */
export async function publish(summary: string): Promise<{ version: number }> {
  const draft = presentDraft()
  if (draft === null) throw new Error('nothing is open')
  await call('map.save-draft', { draft })
  return call('map.publish', { planId: draft.plan.id, summary })
}

export async function discard(): Promise<void> {
  const draft = presentDraft()
  if (draft !== null) await call('map.discard-draft', { planId: draft.plan.id })
  closeEditor()
}
