import { useEffect, useState, type JSX } from 'react'
import type { HistoryFrame, PastIncident } from '../../../../shared/contract/map.ts'
import { call, useKnown } from '../../../link/stores.ts'
import { useText } from '../../../link/use-text.ts'
import { Button } from '../../../ui/button.tsx'
import { Choice } from '../../../ui/choice.tsx'
import { formatTimeNear } from '../../../ui/time.ts'
import { useNow } from '../../../ui/use-now.ts'
import { eventWords } from '../../intrusion/event-words.ts'
import { goToPlace } from '../store.ts'
import { positionOf } from '../devices.ts'
import {
  closeHistory,
  openHistory,
  playbackSpeeds,
  seek,
  setSpeed,
  togglePlaying,
  useHistory,
  type Playback,
} from './store.ts'

/** Chooses an incident of the last 30 days and plays it back on the map. */
export function HistoryBar({ onClose }: { onClose: () => void }): JSX.Element {
  const t = useText()
  const { playback, error } = useHistory()
  useEffect(() => closeHistory, [])
  return (
    <div className="map-history" data-testid="map-history">
      {playback === null ? <Chooser /> : <Player playback={playback} />}
      {error !== null && (
        <span className="map-editor-warn" role="alert">
          {t.refusal(error)}
        </span>
      )}
      <Button
        size="small"
        testId="map-history-close"
        onClick={() => {
          closeHistory()
          onClose()
        }}
      >
        {t('map.history.close')}
      </Button>
    </div>
  )
}

function Chooser(): JSX.Element {
  const t = useText()
  const nowMs = useNow()
  const site = useKnown(state => state.site)
  const [past, setPast] = useState<readonly PastIncident[]>([])
  useEffect(() => {
    let isOver = false
    const read = async () => {
      try {
        const incidents = await call('map.past-incidents', { days: 30 })
        if (!isOver) setPast(incidents)
      } catch (error) {
        useHistory.setState({ error })
      }
    }
    void read()
    return () => {
      isOver = true
    }
  }, [])
  const choose = (id: number) => {
    const incident = past.find(candidate => candidate.id === id)
    const zone = site?.zones.find(candidate => candidate.id === incident?.zoneId)
    if (zone !== undefined) goToPlace(zone.plan, positionOf(zone))
    void openHistory(id)
  }
  return (
    <select
      className="map-editor-input"
      value=""
      aria-label={t('map.history.choose')}
      data-testid="map-history-choose"
      onChange={event => choose(Number(event.target.value))}
    >
      <option value="">{t(past.length === 0 ? 'map.history.none' : 'map.history.choose')}</option>
      {past.map(incident => (
        <option key={incident.id} value={incident.id}>
          {`${formatTimeNear(incident.raisedAtMs, nowMs)} ${incident.placeName} ${t(`incident.kind.${incident.kind}`)}`}
        </option>
      ))}
    </select>
  )
}

function Player({ playback }: { playback: Playback }): JSX.Element {
  const t = useText()
  const nowMs = useNow()
  const { history, positionMs, speed, isPlaying } = playback
  const reached = history.frames.filter(frame => frame.atMs <= positionMs).at(-1)
  return (
    <>
      <b className="map-history-past">{t('map.history.now')}</b>
      <Button size="small" kind="primary" testId="map-history-play" onClick={togglePlaying}>
        {t(isPlaying ? 'map.history.pause' : 'map.history.play')}
      </Button>
      <input
        type="range"
        min={history.fromMs}
        max={history.toMs}
        step={100}
        value={positionMs}
        aria-label={t('map.history.position')}
        aria-valuetext={formatTimeNear(positionMs, nowMs)}
        data-testid="map-history-position"
        onChange={event => seek(Number(event.target.value))}
      />
      <span className="numbers" data-testid="map-history-time">
        {formatTimeNear(positionMs, nowMs)}
      </span>
      <Choice
        label={t('map.history.speed')}
        options={playbackSpeeds.map(value => ({ value, label: `${value}×` }))}
        value={speed}
        onChange={setSpeed}
      />
      <span className="map-history-event">{reached === undefined ? '' : <Event frame={reached} />}</span>
    </>
  )
}

function Event({ frame }: { frame: HistoryFrame }): JSX.Element {
  const t = useText()
  const zone = useKnown(state => state.site?.zones.find(candidate => candidate.id === frame.zoneId)?.name)
  const what =
    frame.signalKind === null
      ? t.dynamic(`map.history.${frame.kind}`)
      : eventWords(`${frame.signalKind}|${frame.edge ?? 'active'}`, t)
  return <>{[zone, what, frame.byName].filter(part => part !== undefined && part !== '').join(' · ')}</>
}
