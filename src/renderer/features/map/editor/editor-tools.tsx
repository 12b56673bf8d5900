import { useState, type JSX } from 'react'
import type { SiteView } from '../../../../shared/site-view.ts'
import { useText } from '../../../link/use-text.ts'
import { Button } from '../../../ui/button.tsx'
import { cameraPlacement, zonePlacement, type ItemRef } from './items.ts'
import { edit, redo, takeTool, undo, type Editing } from './store.ts'
import { drawn, formInMiddle, formOf, type Tool } from './tools.ts'

const shapes = ['building', 'wall', 'gate', 'road', 'green', 'field'] as const
const features = ['evacuation-route', 'assembly-point', 'patrol-point', 'guard-post'] as const

/** What can be placed and drawn. Every tool has a way without a mouse: the form in the middle, its points typed. */
export function EditorTools({ editing, site }: { editing: Editing; site: SiteView }): JSX.Element {
  const t = useText()
  const { past, future } = editing.history
  return (
    <div className="map-editor-tools">
      <div className="map-editor-row">
        <Button size="small" disabled={past.length === 0} testId="map-undo" hint="Ctrl+Z" onClick={undo}>
          {t('map.edit.undo')}
        </Button>
        <Button size="small" disabled={future.length === 0} testId="map-redo" hint="Ctrl+Y" onClick={redo}>
          {t('map.edit.redo')}
        </Button>
        <DevicePlacer editing={editing} site={site} />
      </div>
      <div className="map-editor-row" role="group" aria-label={t('map.edit.draw')}>
        {shapes.map(shape => (
          <ToolButton key={shape} tool={{ kind: 'shape', shape }} editing={editing} site={site} />
        ))}
        {features.map(feature => (
          <ToolButton key={feature} tool={{ kind: 'feature', feature }} editing={editing} site={site} />
        ))}
        <Button size="small" testId="map-tool-measure" onClick={() => takeTool({ kind: 'measure' })}>
          {t('map.edit.measure')}
        </Button>
      </div>
    </div>
  )
}

type DrawTool = Exclude<Tool, { kind: 'measure' }>

interface ToolButtonProps {
  tool: Extract<DrawTool, { kind: 'shape' | 'feature' }>
  editing: Editing
  site: SiteView
}

function ToolButton({ tool, editing, site }: ToolButtonProps): JSX.Element {
  const t = useText()
  const name =
    tool.kind === 'shape' ? t(`map.edit.shape.${tool.shape}`) : t(`map.edit.feature.${tool.feature}`)
  const isTaken = JSON.stringify(editing.tool) === JSON.stringify(tool)
  return (
    <button
      type="button"
      className="map-tool"
      aria-pressed={isTaken}
      title={t('map.edit.keyboard')}
      data-testid={`map-tool-${tool.kind === 'shape' ? tool.shape : tool.feature}`}
      onClick={event => begin(tool, editing, site, name, event.detail === 0)}
    >
      {name}
    </button>
  )
}

/** Pressed with a key there is no mouse to draw with: the form is put into the middle, and its points can be typed. */
function begin(tool: DrawTool, editing: Editing, site: SiteView, name: string, isByKey: boolean): void {
  if (!isByKey) {
    takeTool(tool)
    return
  }
  const draft = editing.history.present
  const made = drawn(draft, site, tool, formInMiddle(formOf(tool), draft.plan), name)
  edit(() => made.draft, made.key)
}

interface Choosable {
  readonly value: string
  readonly name: string
  readonly isHere: boolean
  readonly forms: readonly { readonly ref: ItemRef; readonly form: 'point' | 'line' | 'area' }[]
}

/** Cameras, panels and zones of the school, those that are not on this plan first. */
function devicesFor({ history }: Editing, site: SiteView): Choosable[] {
  const draft = history.present
  const cameras = site.cameras.map(camera => ({
    value: `camera:${camera.id}`,
    name: camera.name,
    isHere: cameraPlacement(draft, camera) !== null,
    forms: [{ ref: { kind: 'camera', id: camera.id } as const, form: 'point' as const }],
  }))
  const panels = site.panels.map(({ id, name, position }) => ({
    value: `panel:${id}`,
    name,
    isHere: draft.panels[id] !== undefined || position?.plan === draft.plan.id,
    forms: [{ ref: { kind: 'panel', id } as const, form: 'point' as const }],
  }))
  const zones = site.zones.map(zone => {
    const part = (name: 'at' | 'line' | 'area', form: 'point' | 'line' | 'area') => ({
      ref: { kind: 'zone', id: zone.id, part: name } as const,
      form,
    })
    return {
      value: `zone:${zone.id}`,
      name: zone.name,
      isHere: zonePlacement(draft, zone) !== null,
      forms: [part('at', 'point'), part('line', 'line'), part('area', 'area')],
    }
  })
  return [...cameras, ...panels, ...zones].toSorted((one, other) => Number(one.isHere) - Number(other.isHere))
}

function DevicePlacer({ editing, site }: { editing: Editing; site: SiteView }): JSX.Element {
  const t = useText()
  const devices = devicesFor(editing, site)
  const [value, setValue] = useState('')
  const chosen = devices.find(device => device.value === value)
  return (
    <>
      <select
        className="map-editor-input"
        value={value}
        aria-label={t('map.edit.device')}
        data-testid="map-device"
        onChange={event => setValue(event.target.value)}
      >
        <option value="">{t('map.edit.device')}</option>
        {devices.map(device => (
          <option key={device.value} value={device.value}>
            {device.isHere ? device.name : t('map.edit.not-here', { name: device.name })}
          </option>
        ))}
      </select>
      {chosen?.forms.map(({ ref, form }) => (
        <Button
          key={form}
          size="small"
          testId={`map-place-${form}`}
          onClick={event => begin({ kind: 'device', ref, form }, editing, site, '', event.detail === 0)}
        >
          {t(`map.edit.place.${form}`)}
        </Button>
      ))}
    </>
  )
}
