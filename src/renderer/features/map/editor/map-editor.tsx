import { useEffect, useMemo, useRef, type JSX } from 'react'
import type { SiteView } from '../../../../shared/site-view.ts'
import { useKnown } from '../../../link/stores.ts'
import { useText } from '../../../link/use-text.ts'
import { Button } from '../../../ui/button.tsx'
import { loadPlanEditor, type EditItem, type PlanEditor } from '../../../ui/map/plan-editor.ts'
import { Failed, Loading } from '../../../ui/page-states.tsx'
import { planGrounds } from '../grounds.ts'
import { EditorSide } from './editor-side.tsx'
import { EditorTools } from './editor-tools.tsx'
import { editItemsOf } from './edit-items.ts'
import { itemsOf, withGeometry, type Geometry } from './items.ts'
import { edit, openEditor, redo, select, takeTool, undo, useEditor, type Editing } from './store.ts'
import { drawn, formOf, lengthUnits } from './tools.ts'
import './editor.css'

/** The editor of plans: everything is drawn on a draft, and the draft is published. */
export function MapEditor(): JSX.Element | null {
  const t = useText()
  const state = useEditor(({ state: present }) => present)
  const site = useKnown(known => known.site)
  switch (state.kind) {
    case 'closed':
      return null
    case 'loading':
      return <Loading />
    case 'failed':
      return <Failed message={t.refusal(state.error)} retry={() => void openEditor(state.planId)} />
    case 'open':
      return site === null ? (
        <Loading />
      ) : (
        <OpenEditor key={state.planId} editing={state.editing} site={site} />
      )
  }
}

function OpenEditor({ editing, site }: { editing: Editing; site: SiteView }): JSX.Element {
  const t = useText()
  useEditorKeys()
  return (
    <div className="map-editor" data-testid="map-editor">
      <div className="map-editor-main">
        <EditorTools editing={editing} site={site} />
        <div className="map-editor-canvas">
          <Canvas editing={editing} site={site} />
          {editing.tool !== null && (
            <div className="map-editor-hint" role="status">
              {t(`map.edit.draw-hint.${formOf(editing.tool)}`)}
              <Button size="small" onClick={() => takeTool(null)}>
                {t('app.cancel')}
              </Button>
            </div>
          )}
        </div>
      </div>
      <EditorSide editing={editing} site={site} />
    </div>
  )
}

/** Ctrl+Z and Ctrl+Y, as everywhere; not while something is typed. */
function useEditorKeys(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLElement && event.target.matches('input, textarea, select')
      if (!event.ctrlKey || isTyping) return
      const key = event.key.toLowerCase()
      if (key !== 'z' && key !== 'y') return
      event.preventDefault()
      if (key === 'y' || event.shiftKey) redo()
      else undo()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
}

function Canvas({ editing, site }: { editing: Editing; site: SiteView }): JSX.Element {
  const t = useText()
  const container = useRef<HTMLDivElement>(null)
  const editor = useRef<PlanEditor | null>(null)
  const { history, selectedKey, tool } = editing
  const draft = history.present
  const items = useMemo(() => editItemsOf(itemsOf(draft, site), site), [draft, site])
  const shown = useRef({ plan: draft.plan, items, selectedKey, tool, site, t })
  useEffect(() => {
    shown.current = { plan: draft.plan, items, selectedKey, tool, site, t }
  })
  useEffect(() => {
    const element = container.current
    if (element === null) return
    let isOver = false
    const open = async () => {
      const create = await loadPlanEditor()
      if (isOver) return
      editor.current = create(element, {
        ground: planGrounds,
        onChoose: select,
        onChange: (key, geometry) => bend(key, geometry, shown.current),
        onDrawn: geometry => finish(geometry, shown.current),
      })
      const { plan, items: first, selectedKey: key, tool: taken } = shown.current
      editor.current.show(plan, first, key)
      editor.current.draw(taken === null ? null : formOf(taken))
    }
    void open()
    return () => {
      isOver = true
      editor.current?.[Symbol.dispose]()
      editor.current = null
    }
  }, [])
  useEffect(() => editor.current?.show(draft.plan, items, selectedKey), [draft, items, selectedKey])
  useEffect(() => editor.current?.draw(tool === null ? null : formOf(tool)), [tool])
  return (
    <div
      ref={container}
      className="plan-map plan-editor"
      role="application"
      aria-label={t('map.edit.of', { plan: draft.plan.name })}
      data-testid="map-editor-canvas"
      data-tool={tool?.kind ?? ''}
    />
  )
}

interface Shown {
  readonly items: readonly EditItem[]
  readonly tool: Editing['tool']
  readonly site: SiteView
  readonly t: ReturnType<typeof useText>
}

function bend(key: string, geometry: Geometry, { site }: Shown): void {
  edit(draft => {
    const item = itemsOf(draft, site).find(candidate => candidate.key === key)
    return item === undefined ? draft : withGeometry(draft, site, item.ref, geometry)
  }, key)
}

function finish(geometry: Geometry, { tool, site, t }: Shown): void {
  if (tool === null) return
  if (tool.kind === 'measure') {
    if (geometry.type === 'line') measured(lengthUnits(geometry.points))
    return
  }
  const { state } = useEditor.getState()
  if (state.kind !== 'open') return
  const name =
    tool.kind === 'feature'
      ? t(`map.edit.feature.${tool.feature}`)
      : tool.kind === 'shape'
        ? t(`map.edit.shape.${tool.shape}`)
        : ''
  const made = drawn(state.editing.history.present, site, tool, geometry, name)
  edit(() => made.draft, made.key)
}

/** What was measured is asked for in metres by the side panel. */
function measured(units: number): void {
  takeTool(null)
  useEditor.setState(({ state }) =>
    state.kind === 'open'
      ? { state: { ...state, editing: { ...state.editing, measuredUnits: units } } }
      : { state },
  )
}
