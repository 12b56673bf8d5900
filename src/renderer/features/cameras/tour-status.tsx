import type { JSX } from 'react'
import { useKnown } from '../../link/stores.ts'
import { useText } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { useNow } from '../../ui/use-now.ts'
import { advanceTour, nextScreen, runTour, useWall } from './wall-store.ts'
import type { Screen } from './wall-screens.ts'

/** 轮巡 in words: what comes next and when, or why it waits. */
export function TourStatus(): JSX.Element {
  const t = useText()
  const phase = useWall(state => state.phase)
  return (
    <span className="tour-status" data-testid="tour-status" data-phase={phase.kind}>
      <TourWords />
      {phase.kind !== 'off' && phase.kind !== 'held' && (
        <Button size="small" kind="ghost" testId="tour-skip" onClick={advanceTour}>
          {t('wall.tour.skip')}
        </Button>
      )}
      <Button size="small" testId="tour-stop" onClick={() => runTour(false)}>
        {t('wall.tour.stop')}
      </Button>
    </span>
  )
}

function TourWords(): JSX.Element {
  const t = useText()
  const wall = useWall()
  const { phase } = wall
  const site = useKnown(known => known.site)
  const views = useKnown(known => known.views)
  const nowMs = useNow()
  const next = nextScreen(wall, site, views)
  const secondsTo = (atMs: number) => Math.max(0, Math.ceil((atMs - nowMs) / 1_000))
  const nameOf = (screen: Screen): string =>
    views?.find(({ id }) => id === screen.viewId && wall.tour.viewIds !== null)?.name ??
    t('wall.tour.page', { page: screen.page + 1 })
  if (next === null) return <span>{t('wall.tour.one')}</span>
  if (phase.kind === 'held') return <span>{t(`wall.tour.held.${phase.why}`)}</span>
  if (phase.kind === 'touched')
    return <span className="numbers">{t('wall.tour.held.touch', { seconds: secondsTo(phase.untilMs) })}</span>
  const seconds = phase.kind === 'running' ? secondsTo(phase.nextAtMs) : 0
  return <span className="numbers">{t('wall.tour.next', { seconds, name: nameOf(next) })}</span>
}
