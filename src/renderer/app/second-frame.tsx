import { useEffect, type JSX } from 'react'
import { rings } from '../../shared/domain/incident.ts'
import { CameraWall, showIn, useWall } from '../features/cameras/index.ts'
import { useSignedOn } from '../features/duty/index.ts'
import {
  byUrgency,
  DrillMark,
  ObserveDialog,
  requestObservation,
  toneOfIncident,
} from '../features/incidents/index.ts'
import { MapPage } from '../features/map/index.ts'
import { DrillBanner, EscalationBanner, followLinkage } from '../features/response/index.ts'
import { useKnown } from '../link/stores.ts'
import { useText } from '../link/use-text.ts'
import { Choice } from '../ui/choice.tsx'
import { useHotkey } from '../ui/hotkeys.ts'
import { Empty } from '../ui/page-states.tsx'
import { StateIcon } from '../ui/state-icon.tsx'
import { formatTime } from '../ui/time.ts'
import { useNow } from '../ui/use-now.ts'
import { WalkTestBanner } from '../features/setup/index.ts'
import { BrokenJournalBanner, LinkDownBanner } from './banners.tsx'
import { Connecting } from './connecting.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { stationNowMs } from './station-clock.ts'
import './second-frame.css'

/**
 * The window on the second monitor: wall or map, larger. It never rings and never pops up, so that nothing has to be
 * answered twice; what waits for the guard stands in its strip.
 */
export function SecondFrame(): JSX.Element {
  const connected = useKnown(known => known.connected)
  const configErrors = useKnown(known => known.station?.configErrors ?? null)
  const siteName = useKnown(known => known.site?.name ?? '')
  const shows = useWall(state => state.shows)
  useHotkey('m', 'shell', () => showIn(useWall.getState().shows === 'map' ? 'wall' : 'map'))
  const isRestored = useWall(state => state.isRestored)
  useEffect(() => {
    if (!isRestored) return
    const following = followLinkage()
    return () => following[Symbol.dispose]()
  }, [isRestored])
  if (configErrors === null) return <Connecting />
  return (
    <div
      className={`second${connected ? '' : ' frame-stale'}`}
      data-testid="second-frame"
      data-connected={connected}
    >
      <header className="second-strip">
        <b className="second-site">{siteName}</b>
        <Clock />
        <AlarmStrip />
        <Shows />
      </header>
      <div>
        {!connected && <LinkDownBanner />}
        <BrokenJournalBanner />
        <EscalationBanner />
        <DrillBanner />
        <WalkTestBanner />
      </div>
      <main className="second-main">
        <ErrorBoundary key={shows}>{shows === 'map' ? <SecondMap /> : <SecondWall />}</ErrorBoundary>
      </main>
      <ObserveDialog />
    </div>
  )
}

function Clock(): JSX.Element {
  useNow(250)
  return <time className="numbers second-clock">{formatTime(stationNowMs())}</time>
}

function Shows(): JSX.Element {
  const t = useText()
  const shows = useWall(state => state.shows)
  return (
    <Choice
      label={t('second.shows')}
      options={[
        { value: 'wall', label: t('second.wall') },
        { value: 'map', label: t('second.map') },
      ]}
      value={shows}
      onChange={showIn}
      testId="second-shows"
    />
  )
}

function SecondWall(): JSX.Element {
  const signedOn = useSignedOn()
  // Signing on is for the first window, so without it there is nothing to press here.
  return signedOn ? <CameraWall onObserve={requestObservation} /> : <CameraWall />
}

function SecondMap(): JSX.Element {
  const t = useText()
  return useSignedOn() ? <MapPage /> : <Empty>{t('second.sign-on-first')}</Empty>
}

/** What rings on the first window, in words large enough to be read from there. */
function AlarmStrip(): JSX.Element {
  const t = useText()
  const incidents = useKnown(known => known.incidents)
  const waiting = byUrgency((incidents ?? []).filter(rings))
  const [worst] = waiting
  if (worst === undefined)
    return (
      <span className="second-alarm second-calm" data-testid="second-alarm" data-count={0}>
        <StateIcon tone="ok" size={18} />
        {t('second.calm')}
      </span>
    )
  return (
    <span
      className="second-alarm second-ringing"
      role="alert"
      data-testid="second-alarm"
      data-count={waiting.length}
    >
      <StateIcon tone={toneOfIncident(worst)} size={24} />
      <DrillMark incident={worst} />
      <b>{t('incidents.headline', { place: worst.placeName, kind: t(`incident.kind.${worst.kind}`) })}</b>
      <span>{t('second.alarm', { count: waiting.length })}</span>
    </span>
  )
}
