import { useMemo, useState, type JSX, type ReactNode } from 'react'
import type { Grant, Span } from '../../../shared/domain/recording.ts'
import { useText, type Translate } from '../../link/use-text.ts'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { StateIcon } from '../../ui/state-icon.tsx'
import { formatMinutes, formatTime } from '../../ui/time.ts'
import { useNow } from '../../ui/use-now.ts'
import { useSession } from '../duty/index.ts'
import { useAllCameras } from './all-cameras.ts'
import type { SkippedGap } from './playback-state.ts'
import { PlayerControls } from './player-controls.tsx'
import { PlayerTile } from './player-tile.tsx'
import { finishViewing } from './store.ts'
import type { Range } from './timeline-props.ts'
import { Timeline } from './timeline.tsx'
import { usePlayer, type PlayerHandle } from './use-player.ts'
import './recordings.css'

/** As many as one pair of eyes and a small PC can follow. */
const mostAtOnce = 4
const rowPixels = 28

export interface PlaybackSessionProps {
  readonly grant: Grant
  /** Where to begin, ms UTC; the start of the grant when absent. */
  readonly startMs?: number
  /** Shown at first; at most four. */
  readonly cameraIds?: readonly string[]
  /** Ends the look. */
  readonly onFinish?: () => void
  /** In and out as they are marked on the timeline; null while there is no whole stretch. */
  readonly onRange?: (range: Span | null) => void
  /** What else can be done with this look, at the right of the head. */
  readonly actions?: ReactNode
}

function gapText(t: Translate, gap: SkippedGap): string {
  return t('recordings.gap.skipped', {
    from: formatTime(gap.fromMs),
    to: formatTime(gap.toMs),
    cause: gap.cause === null ? t('recordings.gap.unknown') : t(`gap.${gap.cause}`),
  })
}

/** Words over the pictures while they do not simply play. */
function PlayerNotice({ player }: { player: PlayerHandle }): JSX.Element | null {
  const t = useText()
  const { phase } = player.state
  if (phase !== 'loading' && phase !== 'ended' && phase !== 'edge') return null
  return (
    <div className="player-notice" role="status" data-testid="player-state" data-phase={phase}>
      {phase !== 'ended' && <StateIcon tone="busy" size={24} />}
      {t(`recordings.state.${phase}`)}
    </div>
  )
}

function Expiry({ atMs }: { atMs: number }): JSX.Element {
  const t = useText()
  return useNow() < atMs ? (
    <span className="panel-subtitle">{t('recordings.session.until', { time: formatMinutes(atMs) })}</span>
  ) : (
    <span className="purpose-error" role="alert">
      {t('recordings.session.expired')}
    </span>
  )
}

/** Which cameras are in the player: taken in and out, four at most; the last one stays. */
function usePlaying(grant: Grant, wanted: readonly string[] | undefined) {
  const [playing, setPlaying] = useState<readonly string[]>(() => {
    const few = grant.cameraIds.length <= mostAtOnce ? grant.cameraIds : grant.cameraIds.slice(0, 1)
    return (wanted ?? few).slice(0, mostAtOnce)
  })
  const [chosen, setChosen] = useState(playing[0] ?? '')
  const show = (id: string) => {
    if (!playing.includes(id))
      // The newest takes the place of the one last taken in.
      setPlaying(playing.length < mostAtOnce ? [...playing, id] : [...playing.slice(0, -1), id])
  }
  const toggle = (id: string) => {
    if (!playing.includes(id)) show(id)
    else if (playing.length > 1) setPlaying(playing.filter(each => each !== id))
  }
  return { playing, chosen, setChosen, show, toggle }
}

/** A granted look at recordings: one to four cameras in step, their timeline, and the way to end it. */
export function PlaybackSession(props: PlaybackSessionProps): JSX.Element {
  const { grant, onFinish = finishViewing } = props
  const t = useText()
  const viewer = useSession()?.person.name ?? ''
  const cameras = useAllCameras()
  const names = useMemo(() => new Map(cameras.map(camera => [camera.id, camera.name])), [cameras])
  const { playing, chosen, setChosen, show, toggle } = usePlaying(grant, props.cameraIds)
  const player = usePlayer(grant, props.startMs ?? grant.span.fromMs)
  const [range, setRange] = useState<Range>({})
  const { positionMs } = player.state
  const choose = (id: string) => {
    setChosen(id)
    show(id)
  }
  const changeRange = (next: Range) => {
    setRange(next)
    const { fromMs, toMs } = next
    props.onRange?.(fromMs === undefined || toMs === undefined ? null : { fromMs, toMs })
  }
  return (
    <div className="playback" data-testid="playback-session" data-grant-number={grant.number}>
      <Panel
        title={playing.map(id => names.get(id) ?? id).join(' · ')}
        subtitle={t('recordings.session', {
          number: grant.number,
          purpose: t(`purpose.${grant.purpose.kind}`),
        })}
        actions={
          <>
            <Expiry atMs={grant.expiresAtMs} />
            {props.actions}
            <Button kind="primary" size="small" testId="finish-viewing" onClick={onFinish}>
              {t('recordings.finish')}
            </Button>
          </>
        }
      >
        <div
          className="player"
          data-testid="player"
          data-phase={player.state.phase}
          data-camera={chosen}
          data-tiles={playing.length}
        >
          {playing.map(id => (
            <PlayerTile
              key={id}
              cameraId={id}
              name={names.get(id) ?? id}
              viewer={viewer}
              player={player}
              isChosen={id === chosen && playing.length > 1}
              onChoose={() => setChosen(id)}
            />
          ))}
          <PlayerNotice player={player} />
          {player.gap !== null && (
            <div className="player-gap" role="status" data-testid="gap-notice">
              <StateIcon tone="warn" size={18} /> {gapText(t, player.gap)}
            </div>
          )}
        </div>
      </Panel>
      <PlayerControls player={player} />
      <Timeline
        whole={grant.span}
        cameraIds={grant.cameraIds}
        names={names}
        rowPixels={rowPixels}
        chosen={chosen}
        onChoose={choose}
        positionMs={positionMs}
        playing={playing}
        onToggle={toggle}
        onSeek={(atMs, id) => {
          if (id !== null) choose(id)
          player.seek(atMs)
        }}
        grantId={grant.id}
        viewer={viewer}
        range={range}
        onRange={changeRange}
      />
    </div>
  )
}
