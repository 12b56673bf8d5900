import type { JSX } from 'react'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { useHotkey } from '../../ui/hotkeys.ts'
import { Icon } from '../../ui/icon.tsx'
import { Empty, Loading } from '../../ui/page-states.tsx'
import { LiveTile } from './live-tile.tsx'
import {
  layoutFor,
  setLayout,
  shrink,
  toggleEnlarged,
  turnPage,
  useWall,
  wallLayouts,
  wallSizes,
} from './wall-store.ts'
import './wall.css'

const layoutOptions = wallSizes.map(size => ({ value: size, label: size }))

/** One key of 1–9: enlarges the tile with this number. A component, because each key is a binding of its own. */
function EnlargeKey({ number, cameraId }: { number: number; cameraId: string }): null {
  useHotkey(String(number), 'page', () => toggleEnlarged(cameraId))
  return null
}

function WallHead({
  shown,
  pages,
  page,
}: {
  shown: readonly string[]
  pages: number
  page: number
}): JSX.Element {
  const t = useText()
  const chosen = useWall(state => state.layout)
  const total = useKnown(known => known.site?.cameras.length ?? 0)
  const live = useKnown(
    known =>
      known.cameras?.filter(
        ({ id, sub, main }) => shown.includes(id) && (sub.state === 'live' || main.state === 'live'),
      ).length ?? 0,
  )
  return (
    <header className="wall-head">
      <h2>{t('cameras.wall')}</h2>
      <span className="panel-subtitle">{t('cameras.wall.count', { shown: shown.length, live })}</span>
      <div className="panel-actions">
        {pages > 1 && (
          <>
            <Button
              size="small"
              kind="ghost"
              aria-label={t('cameras.wall.previous')}
              onClick={() => turnPage(-1, pages)}
            >
              <Icon name="back" size={18} />
            </Button>
            <span className="numbers">{t('cameras.wall.page', { page: page + 1, pages })}</span>
            <Button
              size="small"
              kind="ghost"
              aria-label={t('cameras.wall.next')}
              onClick={() => turnPage(1, pages)}
            >
              <Icon name="forward" size={18} />
            </Button>
          </>
        )}
        <Choice
          label={t('cameras.wall.layout')}
          options={layoutOptions}
          value={chosen ?? layoutFor(total)}
          onChange={setLayout}
          testId="wall-layout"
        />
      </div>
    </header>
  )
}

const noCameras: readonly { id: string }[] = []

/** The live wall: 1, 4, 6, 9 or 16 tiles; double click, Enter or a number enlarges one to its main stream, Esc goes back. */
export function CameraWall({ onObserve }: { onObserve: (cameraId: string) => void }): JSX.Element {
  const t = useText()
  const cameras = useKnown(known => known.site?.cameras ?? noCameras)
  const isKnown = useKnown(known => known.site !== null)
  const wall = useWall()
  const layout = wall.layout ?? layoutFor(cameras.length)
  const pages = Math.max(1, Math.ceil(cameras.length / layout))
  const page = Math.min(wall.page, pages - 1)
  const shown = cameras.slice(page * layout, (page + 1) * layout).map(({ id }) => id)
  const enlarged = shown.find(id => id === wall.enlarged) ?? null
  useHotkey('Escape', 'page', shrink, enlarged !== null)
  useHotkey('PageDown', 'page', () => turnPage(1, pages), pages > 1)
  useHotkey('PageUp', 'page', () => turnPage(-1, pages), pages > 1)
  if (!isKnown) return <Loading />
  if (cameras.length === 0) return <Empty>{t('cameras.wall.none')}</Empty>
  const { columns, rows } = wallLayouts[layout]
  return (
    <section className="wall" aria-label={t('cameras.wall')} data-testid="wall">
      <WallHead shown={shown} pages={pages} page={page} />
      <div
        className={`wall-grid${enlarged === null ? '' : ' wall-enlarged'}`}
        style={{
          gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
          gridTemplateRows: `repeat(${rows}, minmax(0, 1fr))`,
          aspectRatio: enlarged === null ? `${columns * 16} / ${rows * 9}` : '16 / 9',
        }}
      >
        {shown.map((id, index) => (
          <div key={id} className="wall-cell" data-enlarged={id === enlarged}>
            {index < 9 && <EnlargeKey number={index + 1} cameraId={id} />}
            <LiveTile
              cameraId={id}
              stream={id === enlarged || layout === 1 ? 'main' : 'sub'}
              number={index < 9 ? index + 1 : undefined}
              isEnlarged={id === enlarged}
              onObserve={() => onObserve(id)}
              onToggle={layout === 1 ? undefined : () => toggleEnlarged(id)}
            />
          </div>
        ))}
        {Array.from({ length: layout - shown.length }, (_, index) => (
          <div key={`empty-${index}`} className="wall-cell wall-empty" />
        ))}
      </div>
    </section>
  )
}
