import { useState, type JSX } from 'react'
import type { CameraView } from '../../../shared/site-view.ts'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { StateIcon } from '../../ui/state-icon.tsx'
import type { Tone } from '../../ui/tone.ts'
import { cameraDragType, focusTile } from './wall-cell.tsx'
import { matches } from './wall-groups.ts'
import { putCamera, useWall } from './wall-store.ts'

/** All cameras beside the wall: typed for, dragged onto a tile, or put onto the tile last in hand. */
export function CameraList({ shown }: { shown: readonly (string | null)[] }): JSX.Element {
  const t = useText()
  const [typed, setTyped] = useState('')
  const site = useKnown(known => known.site)
  const target = useWall(state => Math.min(state.target, shown.length - 1))
  const placeOf = (camera: CameraView) => site?.places.find(({ id }) => id === camera.placeId)
  const found = (site?.cameras ?? []).filter(camera => {
    const place = placeOf(camera)
    return matches(
      typed,
      camera,
      place === undefined ? '' : `${place.name} ${place.building} ${t(`place-type.${place.type}`)}`,
    )
  })
  return (
    <aside className="wall-list" aria-label={t('wall.list')} data-testid="wall-list">
      <input
        type="search"
        className="wall-input"
        placeholder={t('wall.list.search')}
        aria-label={t('wall.list.search')}
        value={typed}
        data-testid="wall-search"
        onChange={event => setTyped(event.target.value)}
      />
      <p className="wall-note">
        {t('wall.list.hint')} · {t('wall.target', { number: target + 1 })}
      </p>
      <ul>
        {found.map(camera => (
          <ListedCamera
            key={camera.id}
            camera={camera}
            place={placeOf(camera)?.name ?? ''}
            isShown={shown.includes(camera.id)}
            target={target}
          />
        ))}
      </ul>
      {found.length === 0 && <p className="wall-note">{t('wall.list.none')}</p>}
    </aside>
  )
}

interface ListedCameraProps {
  camera: CameraView
  place: string
  isShown: boolean
  target: number
}

function ListedCamera({ camera, place, isShown, target }: ListedCameraProps): JSX.Element {
  const t = useText()
  const tone = useKnown(known => toneOf(known.cameras?.find(({ id }) => id === camera.id)))
  return (
    <li>
      <button
        type="button"
        className="wall-listed"
        draggable
        title={t('wall.list.put', { name: camera.name })}
        data-testid={`listed-${camera.id}`}
        onDragStart={event => {
          event.dataTransfer.setData(cameraDragType, camera.id)
          event.dataTransfer.effectAllowed = 'move'
        }}
        onClick={() => {
          putCamera(camera.id, target)
          requestAnimationFrame(() => focusTile(target))
        }}
      >
        <StateIcon tone={tone} size={13} />
        <span className="wall-listed-name">{camera.name}</span>
        <small>{isShown ? t('wall.list.shown') : place === camera.name ? '' : place}</small>
      </button>
    </li>
  )
}

function toneOf(report: { main: { state: string }; sub: { state: string } } | undefined): Tone {
  if (report === undefined) return 'unknown'
  const states = [report.main.state, report.sub.state]
  if (states.includes('live')) return 'ok'
  if (states.includes('connecting')) return 'busy'
  if (states.every(state => state === 'off')) return 'off'
  return states.every(state => state === 'idle' || state === 'off') ? 'info' : 'fault'
}
