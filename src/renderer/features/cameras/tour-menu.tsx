import type { JSX } from 'react'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { editTour, nextScreen, runTour, useWall } from './wall-store.ts'

const dwells = [5, 10, 15, 20, 30, 60] as const

/** What the tour goes through, how long each screen stays, and off it goes. */
export function TourMenu({ onDone }: { onDone: () => void }): JSX.Element {
  const t = useText()
  const wall = useWall()
  const { tour } = wall
  const views = useKnown(known => known.views) ?? []
  const site = useKnown(known => known.site)
  const chosen = tour.viewIds ?? []
  const toggle = (id: number) => {
    const viewIds = chosen.includes(id) ? chosen.filter(other => other !== id) : [...chosen, id]
    editTour({ viewIds: viewIds.length === 0 ? null : viewIds })
  }
  const hasNext = nextScreen(wall, site, views) !== null
  return (
    <div className="wall-popover" data-testid="tour-menu">
      <h3>{t('wall.tour.of')}</h3>
      <label className="wall-check">
        <input
          type="checkbox"
          checked={tour.viewIds === null}
          onChange={() => editTour({ viewIds: null })}
          data-testid="tour-pages"
        />
        {t('wall.tour.pages')}
      </label>
      {views.map(({ id, name }) => (
        <label key={id} className="wall-check" data-testid={`tour-view-${name}`}>
          <input type="checkbox" checked={chosen.includes(id)} onChange={() => toggle(id)} />
          {name}
          {chosen.includes(id) && <span className="wall-order numbers">{chosen.indexOf(id) + 1}</span>}
        </label>
      ))}
      <h3>{t('wall.tour.dwell')}</h3>
      <Choice
        label={t('wall.tour.dwell')}
        options={dwells.map(value => ({ value, label: t('wall.tour.seconds', { seconds: value }) }))}
        value={dwells.find(value => value === tour.dwellSeconds) ?? 15}
        onChange={dwellSeconds => editTour({ dwellSeconds })}
        testId="tour-dwell"
      />
      {!hasNext && <p className="wall-note">{t('wall.tour.one')}</p>}
      <Button
        kind="primary"
        testId="tour-start"
        disabled={!hasNext && !tour.isRunning}
        onClick={() => {
          runTour(!tour.isRunning)
          onDone()
        }}
      >
        {t(tour.isRunning ? 'wall.tour.stop' : 'wall.tour.start')}
      </Button>
    </div>
  )
}
